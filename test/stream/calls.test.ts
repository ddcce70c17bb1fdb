import { expect, it } from 'vitest';
import { api } from '../../src/backends.ts';
import type { Call, Part } from '../../src/call/plan-call.ts';
import { creators } from '../../src/image/creators.ts';
import { createConvolveRows } from '../../src/stream/convolve-rows.ts';
import { planRows, readFilter } from '../../src/stream/row-filter.ts';
import type { RowStream } from '../../src/stream/row-types.ts';
import { noise } from '../support/noise.ts';
import { chunksOf, collect, seekable } from './streams.ts';

/* Which calls streams set up, and how often. */

const methodOf = ({ parts }: Call) => (parts[0] as Part).choice.plan.method;

/** `convolveRows` by small pieces, and the calls that it sets up. */
function watched() {
  const calls: Call[] = [];
  const setUp = (call: Call) => {
    calls.push(call);
    return api.setUp(call);
  };
  const byPieces = createConvolveRows({ ...api, setUp }, creators, 1);
  return { calls, byPieces: byPieces as (...values: unknown[]) => RowStream };
}

it.each([{}, { operation: 'correlate2d', stride: [3, 1] }])(
  'sets up one call for all strips: %s',
  async (given) => {
    const [width, height] = [3000, 600];
    const image = { ...noise('float32', [height * width]), width, height, channels: 1 };
    const kernel = [[1, 2, 3]].concat([[0, 1, 0]], [[-1, 2, 0.3]]);
    for (const boundary of ['wrap', 'symm']) {
      const { calls, byPieces } = watched();
      const options = { width, channels: 1, mode: 'same', boundary, ...given };
      const { strips } = await collect(byPieces(seekable(image), kernel, options));
      expect(strips).toBeGreaterThan(2);
      expect(calls.length).toBe(1);
    }
  },
);

it('computes the rest by the method of what came before, once the height is known', async () => {
  const [width, height] = [300, 250];
  const kernel = Array.from({ length: 25 }, (_, i) =>
    Array.from({ length: 25 }, (_, j) => Math.sin(3 * i + j * j)),
  );
  const options = { mode: 'same', backend: 'wasm' };
  const filterFor = readFilter(api, creators, kernel, options);
  const chosenFor = (rows: number) => {
    const shape = { rows, columns: width, channels: 1 };
    const planned = planRows(filterFor(shape, 'float32'), shape, 'float32', 'unknown-height', api);
    return methodOf(planned!.call);
  };
  const before = chosenFor(2 ** 30);
  expect(chosenFor(height)).not.toBe(before);

  const { calls, byPieces } = watched();
  const image = noise('float32', [height * width]);
  const { strips } = await collect(
    byPieces(chunksOf(image, [width]), kernel, { width, channels: 1, ...options }),
  );
  expect(strips).toBeGreaterThan(1);
  expect(calls.map(methodOf)).toEqual([before, before]);
});
