import { expect, it } from 'vitest';
import { RowWindow } from '../../src/stream/window.ts';

const shape = { columns: 2, channels: 1 };
const rows = (first: number, count: number) =>
  Uint8Array.from({ length: 2 * count }, (_, i) => first + Math.floor(i / 2));

/** A window with the rows from 0 to 4. */
function filled(): RowWindow {
  const window = new RowWindow('uint8', shape, 4);
  window.reserve(0, 4);
  window.append(rows(0, 4), 4);
  return window;
}

it('leaves the rows of a piece as they are until it is computed', () => {
  const window = filled();
  const { data } = window.view(100);
  const before = data.slice();
  const finished = window.use();
  window.reserve(3, 7);
  window.append(rows(4, 3), 7);
  expect(data).toEqual(before);
  expect(window.view(100).data).not.toBe(data);
  // It is the array before that is free now.
  finished();
  expect(window.end).toBe(7);
});

it('takes the same array for the next rows, once no piece is computed from it', () => {
  const window = filled();
  const { data } = window.view(100);
  window.use()();
  for (let end = 8; end < 40; end += 4) {
    window.reserve(end - 4, end);
    window.append(rows(end - 4, 4), end);
    expect(window.view(100).data).toBe(data);
  }
});
