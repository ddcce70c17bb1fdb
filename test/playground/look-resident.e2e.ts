import { allocate } from 'convolve-wasm';
import { expect, it } from 'vitest';
import { createRoom } from '../../demo/playground/src/engine/resident.ts';
import { generate } from '../../demo/playground/src/picture/generate.ts';

const size = { width: 16, height: 16, channels: 1 } as const;

it('moves an image into the memory of WebAssembly, to the same place each time', () => {
  const room = createRoom();
  const image = generate('noise', 16);
  const first = room.take(image, 'float32');
  expect(first.data).toEqual(image.data);
  const other = allocate(size, 'float32');
  expect(first.data.buffer).toBe(other.data.buffer);
  other.dispose();
  const second = room.take(generate('zone', 16), 'float32');
  expect(second).toBe(first);
  expect([...second.data]).toEqual([...generate('zone', 16).data]);
});

it('gives images back that do not fit', () => {
  const room = createRoom();
  const changes = [
    [{ ...size, width: 17 }, 'float32'],
    [{ ...size, width: 17, height: 9 }, 'float32'],
    [{ ...size, width: 17, height: 9, channels: 4 }, 'float32'],
    [{ ...size, width: 17, height: 9, channels: 4 }, 'uint8'],
  ] as const;
  let before = room.fit(size, 'float32');
  for (const [other, dtype] of changes) {
    const next = room.fit(other, dtype);
    expect(next === before).toBe(false);
    expect({ ...next }).toMatchObject({ ...other, dtype });
    expect(() => before.data).toThrow();
    expect(room.fit(other, dtype)).toBe(next);
    before = next;
  }
});
