import { afterEach, describe, expect, it } from 'vitest';
import { allocate, convolve2d } from '../../src/index.ts';
import type { Pool } from '../../src/pool/pool-types.ts';
import { bitsOf } from '../support/bits.ts';
import { noise } from '../support/noise.ts';
import { poolOf } from './pools.ts';
import { spoiledPool, until } from './spoiled-pools.ts';

const image = noise('float32', [900, 231]);
const kernel = noise('float64', [5, 5], 3);
const options = { mode: 'same', boundary: 'symm', method: 'direct' } as const;
const expected = bitsOf(convolve2d(image, kernel, options));

const open: Pool[] = [];
const spoiled: typeof spoiledPool = (...values) => {
  const made = spoiledPool(...values);
  open.push(made.pool);
  return made;
};
const plainPool = (...values: Parameters<typeof poolOf>) => {
  const pool = poolOf(...values);
  open.push(pool);
  return pool;
};
afterEach(() => Promise.all(open.splice(0).map((pool) => pool.close())));

const computed = async (pool: Pool) => bitsOf(await pool.convolve2d(image, kernel, options));
const reason = new Error('no more');
/** Each piece takes so long. */
const slow = { atPiece: 'sleep(10)' };
const turns = { source: 'this is no program' };

describe('a signal', () => {
  it('that was aborted before: no worker starts', async () => {
    const pool = plainPool({ threads: 2 });
    const call = pool.convolve2d(image, kernel, { ...options, signal: AbortSignal.abort(reason) });
    await expect(call).rejects.toBe(reason);
    expect(pool.stats()).toMatchObject({ workers: 0, pieces: 0, runningCalls: 0 });
    await expect(
      pool.convolve2d(image, 7 as never, { signal: AbortSignal.abort(reason) }),
    ).rejects.toMatchObject({ code: 'ERR_KERNEL' });
  });

  it('of a small call, which is computed at once', async () => {
    const pool = plainPool({ threads: 2 }, { inlineMs: Infinity });
    await expect(pool.convolve2d([[1]], [[1]], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it.each([
    ['by its reason', undefined],
    ['with a reason of the caller', reason],
  ])('rejects a call that workers compute, %s; they go on with other calls', async (_, given) => {
    const { pool } = spoiled(slow);
    const controller = new AbortController();
    const call = pool.convolve2d(image, kernel, { ...options, signal: controller.signal });
    const next = computed(pool);
    await until(() => pool.stats().busyWorkers === 2);
    controller.abort(given);
    await expect(call).rejects.toBe(controller.signal.reason);
    expect(await next).toEqual(expected);
    expect(pool.stats()).toMatchObject({ deaths: 0, runningCalls: 0, workers: 2 });
  });

  it('that times out', async () => {
    const { pool } = spoiled({ atPiece: 'sleep(50)' });
    const call = pool.convolve2d(image, kernel, { ...options, signal: AbortSignal.timeout(60) });
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('while workers start', async () => {
    const pool = plainPool({ threads: 2 });
    const controller = new AbortController();
    const call = pool.convolve2d(image, kernel, { ...options, signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(await computed(pool)).toEqual(expected);
    expect(pool.stats()).toMatchObject({ failure: undefined, inlineCalls: 0 });
  });

  it.each([{}, turns])('aborted in onProgress', async (base) => {
    const pool = plainPool({ threads: 2 }, base);
    const seen: number[] = [];
    const controller = new AbortController();
    const onProgress = (done: number) => {
      seen.push(done);
      if (seen.length === 2) controller.abort(reason);
    };
    const call = pool.convolve2d(image, kernel, { ...options, signal: controller.signal, onProgress });
    await expect(call).rejects.toBe(reason);
    await until(() => pool.stats().busyWorkers === 0);
    expect(seen.length).toBe(2);
    expect(await computed(pool)).toEqual(expected);
  });

  it('aborted in the last onProgress', async () => {
    const pool = plainPool({ threads: 2 });
    const controller = new AbortController();
    const onProgress = (done: number, total: number) => {
      if (done === total) controller.abort(reason);
    };
    const call = pool.convolve2d(image, kernel, { ...options, signal: controller.signal, onProgress });
    await expect(call).rejects.toBe(reason);
  });

  it('afterwards changes nothing, and is let go', async () => {
    const pool = plainPool({ threads: 2 });
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...values: unknown[]) => {
      listeners++;
      addEventListener.apply(signal, values as never);
    };
    signal.removeEventListener = (...values: unknown[]) => {
      listeners--;
      removeEventListener.apply(signal, values as never);
    };
    const result = await pool.convolve2d(image, kernel, { ...options, signal });
    controller.abort();
    expect(bitsOf(result)).toEqual(expected);
    expect(listeners).toBe(0);
  });

  it('of an engine or a library without reasons', async () => {
    const { pool } = spoiled(slow);
    let abort = () => {};
    const signal = {
      [Symbol.toStringTag]: 'AbortSignal',
      aborted: false,
      addEventListener: (_: string, listen: () => void) => {
        abort = listen;
      },
      removeEventListener() {},
    };
    const call = pool.convolve2d(image, kernel, { ...options, signal: signal as never });
    abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    signal.aborted = true;
    await expect(pool.convolve2d(image, kernel, { signal: signal as never })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it.each([null, {}, 7, { [Symbol.toStringTag]: 'AbortSignal' }])('that is none: %s', async (signal) => {
    const pool = plainPool({ threads: 2 });
    await expect(pool.convolve2d(image, kernel, { signal: signal as never })).rejects.toMatchObject({
      name: 'TypeError',
      code: 'ERR_OPTION',
      message: expect.stringContaining('"signal" expected an AbortSignal'),
    });
  });

  it.each([
    ['in the memory of a backend', false],
    ['in shared memory', true],
  ])('ends a worker that takes long for a piece, with out %s', async (_, shared) => {
    const { pool, counters } = spoiled(
      { atPiece: 'if (counters[0] === 0) for (;;);' },
      { threads: 2 },
      {
        limits: { abort: 50 },
      },
    );
    using out = allocate([900, 231], 'float32', { shared });
    const controller = new AbortController();
    const call = pool.convolve2d(image, kernel, { ...options, out, signal: controller.signal });
    await until(() => pool.stats().busyWorkers === 2);
    controller.abort();
    await expect(call).rejects.toBe(controller.signal.reason);
    await until(() => pool.stats().busyWorkers === 0);
    counters[0] = 1;
    expect(await computed(pool)).toEqual(expected);
    // They were ended, which is no death.
    expect(pool.stats().deaths).toBe(0);
  });

  it('ends a worker in the middle of what it computes', async () => {
    const pool = plainPool({ threads: 1 }, { limits: { abort: 50 } });
    await computed(pool);
    // Rows of results that take a second each.
    const large = noise('float32', [3000, 3000]);
    const taps = noise('float64', [1500, 1500]);
    const controller = new AbortController();
    using out = allocate([1501, 1501], 'float32', { shared: true });
    const call = pool.convolve2d(large, taps, {
      mode: 'valid',
      method: 'direct',
      out,
      signal: controller.signal,
    });
    await until(() => pool.stats().busyWorkers === 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    controller.abort();
    await expect(call).rejects.toBe(controller.signal.reason);
    expect(pool.stats()).toMatchObject({ busyWorkers: 0, workers: 0 });
    expect(await computed(pool)).toEqual(expected);
  });

  it('does not harm another call that waits for the same worker', async () => {
    const { pool } = spoiled(
      { atPiece: 'if (message.image.layout.columns === 77) for (;;);' },
      { threads: 1 },
      { limits: { abort: 30 } },
    );
    const controller = new AbortController();
    const stuck = pool.convolve2d(noise('float32', [700, 77]), kernel, {
      ...options,
      signal: controller.signal,
    });
    const call = computed(pool);
    controller.abort();
    await expect(stuck).rejects.toBe(controller.signal.reason);
    expect(await call).toEqual(expected);
  });
});

describe('after a rejection nothing is written', () => {
  const shares = [
    ['shared', true, true],
    ['an array', false, true],
    ['an array, which is sent', false, false],
  ] as const;
  it.each(shares)('to an out that is %s', async (_, shared, isShared) => {
    const { pool } = spoiled({ atPiece: 'sleep(3)' }, { threads: 2 }, { isShared });
    using resident = allocate([900, 231], 'float32', { shared: true });
    const out = shared ? resident.data : new Float32Array(900 * 231);
    for (let n = 1; n <= 5; n++) {
      const controller = new AbortController();
      const call = pool.convolve2d(image, kernel, {
        ...options,
        out,
        signal: controller.signal,
        onProgress: (done) => {
          if (done > 100 * n) controller.abort(reason);
        },
      });
      await expect(call).rejects.toBe(reason);
      out.fill(113);
      await until(() => pool.stats().busyWorkers === 0);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(out.every((value) => value === 113)).toBe(true);
    }
  });
});

describe('onProgress', () => {
  it.each([{}, { isShared: false }, turns])('tells of all rows, and of more each time', async (base) => {
    const pool = plainPool({ threads: 2 }, base);
    const seen: number[] = [];
    const onProgress = (done: number, total: number) => {
      expect(total).toBe(900);
      seen.push(done);
    };
    await pool.convolve2d(image, kernel, { ...options, onProgress });
    expect(seen.length).toBeGreaterThan(3);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(900);
  });

  it('tells of the rows of a small call too', async () => {
    const pool = plainPool({ threads: 2 }, { inlineMs: Infinity });
    const seen: unknown[] = [];
    await pool.convolve2d([[1], [2]], [[1]], { onProgress: (...values) => seen.push(values) });
    expect(seen).toEqual([[2, 2]]);
  });

  it.each([1, 3, 'last'])('that throws at call %s: the call is rejected with that', async (place) => {
    for (const base of [{}, turns]) {
      const pool = plainPool({ threads: 2 }, base);
      const error = new Error('spoiled');
      let count = 0;
      const onProgress = (done: number, total: number) => {
        if (++count === place || (place === 'last' && done === total)) throw error;
      };
      await expect(pool.convolve2d(image, kernel, { ...options, onProgress })).rejects.toBe(error);
      expect(await computed(pool)).toEqual(expected);
    }
  });

  it('that calls the pool again, or closes it', async () => {
    const pool = plainPool({ threads: 2 });
    const more: Promise<unknown>[] = [];
    const onProgress = () => {
      if (more.length < 3) more.push(computed(pool));
      else void pool.close();
    };
    const result = await pool.convolve2d(image, kernel, { ...options, onProgress });
    expect(bitsOf(result)).toEqual(expected);
    expect(await Promise.all(more)).toEqual([expected, expected, expected]);
  });
});

describe('a getter among the options', () => {
  it('that calls the pool', async () => {
    const pool = plainPool({ threads: 2 });
    let inner: Promise<unknown> | undefined;
    const given = {
      ...options,
      get dtype() {
        inner ??= computed(pool);
        return 'float32' as const;
      },
    };
    expect(bitsOf(await pool.convolve2d(image, kernel, given))).toEqual(expected);
    expect(await inner).toEqual(expected);
  });

  it('that closes the pool', async () => {
    const pool = plainPool({ threads: 2 });
    const given = {
      ...options,
      get dtype() {
        void pool.close();
        return 'float32' as const;
      },
    };
    await expect(pool.convolve2d(image, kernel, given)).rejects.toMatchObject({ code: 'ERR_DISPOSED' });
    expect(pool.stats().workers).toBe(0);
  });

  it('that throws', async () => {
    const pool = plainPool({ threads: 2 });
    const error = new Error('spoiled');
    const given = {
      get mode(): 'same' {
        throw error;
      },
    };
    await expect(pool.convolve2d(image, kernel, given)).rejects.toBe(error);
  });
});

describe('close', () => {
  it.each([{}, turns])('waits for the calls that run, and refuses others', async (base) => {
    const pool = plainPool({ threads: 2 }, base);
    let isDone = false;
    const call = computed(pool).then((result) => {
      isDone = true;
      return result;
    });
    const closing = pool.close();
    await expect(computed(pool)).rejects.toMatchObject({ name: 'TypeError', code: 'ERR_DISPOSED' });
    await closing;
    expect(isDone).toBe(true);
    expect(await call).toEqual(expected);
    expect(pool.stats()).toMatchObject({ workers: 0, heldBytes: 0, runningCalls: 0 });
    await pool.close();
    await pool[Symbol.asyncDispose]();
    expect(pool.explain(image, kernel).method).toEqual(expect.any(String));
  });

  it('twice at once, and while calls are aborted', async () => {
    const { pool } = spoiled(slow);
    const controller = new AbortController();
    const call = pool.convolve2d(image, kernel, { ...options, signal: controller.signal });
    const closing = [pool.close(), pool.close()];
    controller.abort();
    await expect(call).rejects.toBe(controller.signal.reason);
    await Promise.all(closing);
    expect(pool.stats().workers).toBe(0);
  });

  it('of a pool that computed nothing', async () => {
    const pool = plainPool({ threads: 2 });
    await pool.close();
    await expect(pool.run({} as never, image)).rejects.toMatchObject({ code: 'ERR_DISPOSED' });
  });

  it('ends workers that compute what nobody wants', async () => {
    const { pool } = spoiled({ atPiece: 'for (;;);' });
    const controller = new AbortController();
    const call = pool.convolve2d(image, kernel, { ...options, signal: controller.signal });
    await until(() => pool.stats().busyWorkers === 2);
    controller.abort();
    await expect(call).rejects.toBe(controller.signal.reason);
    await pool.close();
    expect(pool.stats()).toMatchObject({ workers: 0, heldBytes: 0 });
  });

  it('at the end of a block', async () => {
    let outer: Pool;
    {
      await using pool = poolOf({ threads: 2 });
      outer = pool;
      expect(await computed(pool)).toEqual(expected);
    }
    expect(outer.stats().workers).toBe(0);
    await expect(computed(outer)).rejects.toMatchObject({ code: 'ERR_DISPOSED' });
  });
});
