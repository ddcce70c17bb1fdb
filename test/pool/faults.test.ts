import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { convolve2d, gaussianBlur } from '../../src/index.ts';
import type { Pool } from '../../src/pool/pool-types.ts';
import { bitsOf } from '../support/bits.ts';
import { noise } from '../support/noise.ts';
import { poolOf } from './pools.ts';
import { spoiledPool, threads, until, watchWorkers } from './spoiled-pools.ts';

const image = noise('float32', [900, 231]);
const kernel = noise('float64', [5, 5], 3);
const other = noise('float32', [700, 77], 4);
const options = { mode: 'same', boundary: 'symm', method: 'direct' } as const;
const expected = bitsOf(convolve2d(image, kernel, options));
const expectedOfOther = bitsOf(convolve2d(other, kernel, options));

const open: Pool[] = [];
function opened<T extends { pool: Pool }>(made: T): T {
  open.push(made.pool);
  return made;
}
const spoiled: typeof spoiledPool = (...values) => opened(spoiledPool(...values));

afterEach(async () => {
  threads.Worker = Worker;
  vi.restoreAllMocks();
  await Promise.all(open.splice(0).map((pool) => pool.close()));
});

const computed = async (pool: Pool) => bitsOf(await pool.convolve2d(image, kernel, options));
const workers = { message: expect.stringContaining('workers died'), code: 'ERR_WORKER' };

describe('a worker that dies', () => {
  const deaths = {
    'ends its process': 'process.exit(7)',
    'throws an error': "throw new Error('spoiled')",
    'throws no error': 'throw undefined',
    'rejects a promise':
      "void Promise.reject(new Error('spoiled')); for (const end = Date.now() + 50; Date.now() < end;);",
    'has no memory': 'for (;;) hoard.push(new Array(1e5).fill(1.5))',
  };

  it.each(Object.entries(deaths))('when it %s: its pieces are computed again', async (name, death) => {
    if (name === 'has no memory') {
      threads.Worker = class extends Worker {
        constructor(file: string, given: object) {
          super(file, { ...given, resourceLimits: { maxOldGenerationSizeMb: 24 } });
        }
      } as never;
    }
    const { pool, counters } = spoiled({ atPiece: `if (Atomics.add(counters, 0, 1) === 3) { ${death} }` });
    expect(await computed(pool)).toEqual(expected);
    expect(counters[0]).toBeGreaterThan(4);
    await until(() => pool.stats().deaths > 0);
    expect(pool.stats()).toMatchObject({ deaths: 1, failure: undefined, inlineCalls: 0 });
    expect(await computed(pool)).toEqual(expected);
  });

  it.each([true, false])('several times, whether memory is shared (%s) or not', async (isShared) => {
    const atPiece = 'if (Atomics.add(counters, 0, 1) % 3 === 1) process.exit(0)';
    const { pool } = spoiled({ atPiece }, { threads: 3 }, { isShared });
    expect(await computed(pool)).toEqual(expected);
    expect(pool.stats().deaths).toBeGreaterThan(1);
  });

  it('from outside, while it computes', async () => {
    const { started, ready } = watchWorkers();
    const { pool } = spoiled({ atPiece: 'sleep(50)' });
    const result = computed(pool);
    await until(() => ready.includes(started[0]!));
    await started[0]!.terminate();
    expect(await result).toEqual(expected);
    expect(pool.stats().deaths).toBe(1);
  });

  it('from outside, while it is idle', async () => {
    const { ready } = watchWorkers();
    const { pool } = opened({ pool: poolOf({ threads: 2 }) });
    await computed(pool);
    await until(() => ready.length === 2);
    await Promise.all(ready.map((worker) => worker.terminate()));
    await until(() => pool.stats().deaths === 2);
    expect(pool.stats().workers).toBe(0);
    expect(await computed(pool)).toEqual(expected);
    expect(pool.stats()).toMatchObject({ failure: undefined, inlineCalls: 0 });
  });

  it('from outside, while it starts', async () => {
    const { started } = watchWorkers();
    const { pool } = opened({ pool: poolOf({ threads: 1 }) });
    const result = computed(pool);
    await until(() => started.length > 0);
    await started[0]!.terminate();
    expect(await result).toEqual(expected);
    expect(pool.stats()).toMatchObject({ deaths: 0, failure: undefined, inlineCalls: 0 });
  });

  it('again and again: the call is rejected, with the reason of the last one', async () => {
    const { pool, counters } = spoiled({
      atPiece: "if (counters[1] === 0) { Atomics.add(counters, 0, 1); throw new Error('spoiled'); }",
    });
    await expect(computed(pool)).rejects.toMatchObject(workers);
    await expect(computed(pool)).rejects.toMatchObject({ message: expect.stringContaining('spoiled') });
    expect(counters[0]).toBeLessThan(20);
    counters[1] = 1;
    expect(await computed(pool)).toEqual(expected);
    expect(pool.stats().failure).toBe(undefined);
  });

  it('over one call: the others do not suffer', async () => {
    const { pool } = spoiled(
      { atPiece: 'if (message.image.layout.columns === 77) process.exit(0)' },
      { threads: 1 },
    );
    const [bad, good] = await Promise.allSettled([pool.convolve2d(other, kernel, options), computed(pool)]);
    expect(bad).toMatchObject({ status: 'rejected', reason: workers });
    expect(good).toEqual({ status: 'fulfilled', value: expected });
  });

  it('while two calls run: both are computed', async () => {
    const { pool } = spoiled({ atPiece: 'if (Atomics.add(counters, 0, 1) % 7 === 4) process.exit(0)' });
    const [first, second] = await Promise.all([computed(pool), pool.convolve2d(other, kernel, options)]);
    expect(first).toEqual(expected);
    expect(bitsOf(second)).toEqual(expectedOfOther);
  });
});

describe('workers that do not start', () => {
  const starts = {
    'end at once': { atStart: 'process.exit(1)' },
    'throw an error': { atStart: "throw new Error('spoiled')" },
    hang: { atStart: 'for (;;);' },
  };

  it.each(Object.entries(starts))('but %s: the thread that calls computes', async (_, spoiling) => {
    const { pool } = spoiled(spoiling, { threads: 2 }, { limits: { start: 300 } });
    const seen: number[] = [];
    const result = await pool.convolve2d(image, kernel, {
      ...options,
      onProgress: (done, total) => seen.push(done / total),
    });
    expect(bitsOf(result)).toEqual(expected);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    expect(seen.length).toBeGreaterThan(1);
    expect(pool.stats()).toMatchObject({ inlineCalls: 1, workers: 0, deaths: 0 });
    expect(pool.stats().failure).toEqual(expect.any(String));
    expect(pool.explain(image, kernel)).toMatchObject({ threads: 0 });
    expect(await computed(pool)).toEqual(expected);
  });

  it('because their source is none', async () => {
    const { pool } = opened({ pool: poolOf({ threads: 2 }, { source: 'this is no program' }) });
    expect(await computed(pool)).toEqual(expected);
    expect(pool.stats().failure).toContain('Unexpected identifier');
  });

  it('because there are none', async () => {
    threads.Worker = class {
      constructor() {
        throw new Error('no threads are left');
      }
    } as never;
    const { pool } = opened({ pool: poolOf({ threads: 2 }) });
    expect(await computed(pool)).toEqual(expected);
    expect(pool.stats().failure).toBe('no threads are left');
  });

  it('once: the next one does', async () => {
    const { pool } = spoiled(
      { atStart: 'if (Atomics.add(counters, 0, 1) === 0) process.exit(1)' },
      { threads: 1 },
    );
    expect(await computed(pool)).toEqual(expected);
    expect(pool.stats()).toMatchObject({ failure: undefined, inlineCalls: 0, deaths: 0 });
  });

  it('beside one that did: that one computes', async () => {
    const { pool } = spoiled(
      { atStart: 'if (Atomics.add(counters, 0, 1) > 0) process.exit(1)', atPiece: 'sleep(20)' },
      { threads: 3 },
    );
    expect(await computed(pool)).toEqual(expected);
    expect(pool.stats()).toMatchObject({ failure: undefined, inlineCalls: 0, workers: 1 });
  });

  it('after others did: later calls try again', async () => {
    const { pool, counters } = spoiled({ atStart: 'if (counters[0] > 0) process.exit(1)' }, undefined, {
      limits: { idle: 20 },
    });
    await computed(pool);
    await until(() => pool.stats().workers === 0);
    counters[0] = 1;
    expect(await computed(pool)).toEqual(expected);
    expect(pool.stats()).toMatchObject({ failure: undefined, inlineCalls: 1 });
    counters[0] = 0;
    expect(await computed(pool)).toEqual(expected);
    expect(pool.stats()).toMatchObject({ failure: undefined, inlineCalls: 1, workers: 2 });
  });

  it('is not taken from a thread that was busy until they had', async () => {
    const { pool } = opened({ pool: poolOf({ threads: 2 }, { limits: { start: 300 } }) });
    const result = computed(pool);
    for (const end = Date.now() + 1500; Date.now() < end; );
    expect(await result).toEqual(expected);
    expect(pool.stats()).toMatchObject({ failure: undefined, inlineCalls: 0, deaths: 0 });
  });
});

describe('messages that cannot be sent', () => {
  function refuse(
    isRefused: (message: { type: string; image?: { layout: { columns: number } } }) => boolean,
  ) {
    const { postMessage } = Worker.prototype;
    vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker, message, transfer) {
      if (isRefused(message)) throw new DOMException('spoiled could not be cloned', 'DataCloneError');
      return postMessage.call(this, message, transfer);
    });
  }

  it('at all: the thread that calls computes', async () => {
    refuse(() => true);
    const { pool } = opened({ pool: poolOf({ threads: 2 }) });
    expect(await computed(pool)).toEqual(expected);
    expect(pool.stats().failure).toBe('spoiled could not be cloned');
  });

  it.each([true, false])('of one call: the others go on (shared: %s)', async (isShared) => {
    const { pool } = opened({ pool: poolOf({ threads: 2 }, { isShared }) });
    await computed(pool);
    refuse((message) => message.image?.layout.columns === 77);
    const results = await Promise.all([computed(pool), pool.convolve2d(other, kernel, options)]);
    expect(results[0]).toEqual(expected);
    expect(bitsOf(results[1])).toEqual(expectedOfOther);
    expect(pool.stats()).toMatchObject({ failure: undefined, inlineCalls: 1, deaths: 0 });
  });

  it('in the middle of a call: what is left is computed here', async () => {
    const { pool } = opened({ pool: poolOf({ threads: 1 }) });
    let count = 0;
    refuse(({ type }) => type === 'piece' && count++ === 5);
    const seen: number[] = [];
    const onProgress = (done: number) => seen.push(done);
    expect(bitsOf(await pool.convolve2d(image, kernel, { ...options, onProgress }))).toEqual(expected);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(900);
  });
});

describe('errors in workers', () => {
  it('answer messages that they do not know', async () => {
    const { pool } = spoiled({ atPiece: "message.type = 'part';" });
    await expect(computed(pool)).rejects.toThrow('this worker knows no message "part"');
    expect(pool.stats()).toMatchObject({ deaths: 0, failure: undefined });
  });

  it('are those of the function', async () => {
    const { pool, counters } = spoiled({
      atStart: 'hoard.push(WebAssembly.Memory.prototype.grow)',
      atPiece: `WebAssembly.Memory.prototype.grow =
        counters[0] === 1 ? () => { throw new RangeError('no memory'); } : hoard[0];`,
    });
    const wide = noise('float32', [64, 20_000]);
    counters[0] = 1;
    await expect(pool.gaussianBlur(wide, { sigma: 3, backend: 'wasm' })).rejects.toMatchObject({
      name: 'RangeError',
      code: 'ERR_MEMORY',
      message: '"image" expected sizes that fit into memory, got larger ones',
    });
    counters[0] = 0;
    const blurred = await pool.gaussianBlur(wide, { sigma: 3, backend: 'wasm' });
    expect(bitsOf(blurred)).toEqual(bitsOf(gaussianBlur(wide, { sigma: 3, backend: 'wasm' })));
    expect(pool.stats().deaths).toBe(0);
  });

  it('by no memory for what goes to them', async () => {
    const { pool } = opened({ pool: poolOf({ threads: 2 }) });
    const type = SharedArrayBuffer;
    vi.stubGlobal(
      'SharedArrayBuffer',
      class {
        constructor() {
          throw new RangeError('Array buffer allocation failed');
        }
        static readonly [Symbol.hasInstance] = (value: unknown) => value instanceof type;
      },
    );
    // Nor is there a memory for a worker.
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(() => {
      throw new RangeError('could not allocate memory');
    });
    try {
      await expect(computed(pool)).rejects.toMatchObject({ name: 'RangeError', code: 'ERR_MEMORY' });
    } finally {
      vi.unstubAllGlobals();
      vi.restoreAllMocks();
    }
    expect(await computed(pool)).toEqual(expected);
  });
});
