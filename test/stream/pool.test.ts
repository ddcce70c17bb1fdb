import { afterAll, expect, it, vi } from 'vitest';
import { offerPieces } from '../../src/call/piece-runner.ts';
import { poolOf } from '../pool/pools.ts';
import { noise } from '../support/noise.ts';
import { byPieces, chunksOf, collect, isSame, type Pixels, seekable, whole } from './streams.ts';

const pool = poolOf({ threads: 2 });
afterAll(() => pool.close());

const [width, height] = [500, 400];
const shape = { width, height };
const image = (channels: number): Pixels => {
  return { data: noise('uint8', [height * width * channels]).data, width, height, channels };
};
const kernel = Array.from({ length: 7 }, (_, i) => Array.from({ length: 5 }, (_, j) => Math.sin(i + 3 * j)));

it.each<[string, unknown, number, Record<string, unknown>]>([
  ['a kernel', kernel, 3, { mode: 'same', boundary: 'symm' }],
  ['a Gaussian at several rates', 'gaussianBlur', 1, { sigma: 9 }],
  ['a gradient', 'sobel', 1, { output: 'magnitude', dtype: 'uint8' }],
  ['alpha', 'boxBlur', 4, { size: 9, alpha: 'premultiply' }],
  ['rows in any order', kernel, 1, { mode: 'full', boundary: 'wrap' }],
  ['swapped inputs', Array.from({ length: 500 }, () => new Array(600).fill(1)), 1, { mode: 'valid' }],
])('workers give the same strips of %s', async (_, given, channels, options) => {
  const picture = image(channels);
  const before = pool.stats().pieces;
  const rows = options.boundary === 'wrap' ? seekable(picture) : chunksOf(picture, [999]);
  const got = await collect(byPieces(rows, given, { ...shape, channels, ...options, pool }));
  expect(isSame(got, whole(picture, given, options))).toBe(true);
  // Swapped inputs are not cut.
  expect(pool.stats().pieces - before).toBe(options.mode === 'valid' ? 0 : got.strips);
});

it('pulls rows for as many pieces as workers compute, and one more', async () => {
  let pulled = 0;
  function* rows() {
    for (const row of chunksOf(image(1), [width])) {
      pulled++;
      yield row;
    }
  }
  const strips = byPieces(rows(), kernel, { ...shape, channels: 1, mode: 'same', pool });
  let stripRows = 0;
  for await (const strip of strips) {
    stripRows = Math.max(stripRows, strip.height);
    expect(pulled).toBeLessThanOrEqual(strip.firstRow + 3 * stripRows + 3);
  }
});

it('leaves workers usable when a stream is left', async () => {
  for (let i = 0; i < 5; i++) {
    for await (const _ of byPieces([image(1).data], kernel, { ...shape, channels: 1, pool })) break;
  }
  // A worker may still be told that nobody waits for what it computes.
  await vi.waitFor(() => expect(pool.stats()).toMatchObject({ busyWorkers: 0, runningCalls: 0, deaths: 0 }));
});

it.each(['return', 'an abort'])(
  'does not wait for workers that are slow once it is ended: %s',
  async (way) => {
    const ended: unknown[] = [];
    let count = 0;
    // The first piece is computed at once, the others when they are aborted.
    const slow = offerPieces(
      {},
      {
        threads: 2,
        run: (_job, _piece, signal) =>
          count++ === 0
            ? Promise.resolve()
            : new Promise((_, reject) =>
                signal!.addEventListener('abort', () => {
                  ended.push(signal);
                  reject(signal!.reason);
                }),
              ),
      },
    );
    const controller = new AbortController();
    const { signal } = controller;
    const strips = byPieces([image(1).data], kernel, { ...shape, channels: 1, pool: slow, signal });
    await strips.next();
    if (way === 'return') expect(await strips.return()).toEqual({ done: true, value: undefined });
    else {
      controller.abort('stop');
      await expect(strips.next()).rejects.toBe('stop');
    }
    expect(ended.length).toBe(2);
  },
);

it('is ended by a signal while workers compute', async () => {
  const controller = new AbortController();
  const strips = byPieces([image(1).data], kernel, {
    ...shape,
    channels: 1,
    pool,
    signal: controller.signal,
  });
  await strips.next();
  controller.abort(new Error('stop'));
  await expect(strips.next()).rejects.toThrow('stop');
});

/** Reads a stream to its end. */
async function all(strips: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of strips);
}

it('is ended by its pool, which does not wait for it', async () => {
  const closing = poolOf({ threads: 1 });
  const strips = byPieces([image(1).data], kernel, { ...shape, channels: 1, pool: closing });
  await strips.next();
  await closing.close();
  await expect(all(strips)).rejects.toMatchObject({ code: 'ERR_DISPOSED' });
});

it('refuses a pool that is closed', async () => {
  const closed = poolOf({ threads: 1 });
  await closed.close();
  const strips = byPieces([image(1).data], kernel, { ...shape, channels: 1, pool: closed });
  await expect(strips.next()).rejects.toMatchObject({ code: 'ERR_DISPOSED' });
});
