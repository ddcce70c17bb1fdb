import { describe, expect, it, vi } from 'vitest';
import * as zarr from 'zarrita';
import { convolve2d } from '../../src/index.ts';
import { createPool } from '../../src/pool.ts';
import {
  type ConvolutionPool,
  chunkJobs,
  convolveZarr,
  openOutput,
  runChunkJob,
} from '../../src/zarr/index.ts';
import { foreignController } from '../support/signals.ts';
import { contentsOf, createArray, elements, firstDifference, inMemory, scene } from './arrays.ts';

const whole = elements([24, 30], 'float32');
const kernel = [[1, 2, 0.5], [0, -3, 0.1]]; // biome-ignore format: a kernel
const options = { mode: 'same', boundary: 'symm' } as const;
const make = () => scene(whole, 'float32', [6, 10], kernel, options);

/** Counts what goes on in a store at the same time. */
class BusyStore {
  readonly inner = new Map<string, Uint8Array>();
  busy = 0;
  most = 0;
  sets = 0;
  failAt = Infinity;

  async get(key: string) {
    return this.during(() => this.inner.get(key));
  }

  async set(key: string, bytes: Uint8Array) {
    await this.during(() => {
      if (++this.sets === this.failAt) throw new Error('the disk is full');
      this.inner.set(key, bytes);
    });
  }

  async during<T>(action: () => T): Promise<T> {
    this.most = Math.max(this.most, ++this.busy);
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.busy--;
    return action();
  }
}

async function busyScene() {
  const { input } = await make();
  const store = new BusyStore();
  const output = await openOutput(zarr.root(store).resolve('output'), input, kernel, options);
  store.most = store.sets = 0;
  return { store, input, output };
}

describe('concurrency', () => {
  it.each([1, 3])('is how many chunks are under way: %s', async (concurrency) => {
    const { store, input, output } = await busyScene();
    // The jobs that are listed first ask for records of finished chunks only where there may be some.
    await convolveZarr(input, kernel, output, { ...options, concurrency });
    expect(store.most).toBe(concurrency);
    expect(firstDifference(await contentsOf(output), inMemory(whole, kernel, options))).toBeUndefined();
  });
});

describe('a failure', () => {
  it('ends the call after what is under way, and what is finished is kept', async () => {
    const { store, input, output } = await busyScene();
    store.failAt = 8;
    const call = convolveZarr(input, kernel, output, { ...options, concurrency: 3 });
    await expect(call).rejects.toThrow('the disk is full');
    expect(store.busy).toBe(0);
    const { sets } = store;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(store.sets).toBe(sets);
    // Two other chunks were under way: they are written, and their records, and no more.
    expect(sets).toBeLessThanOrEqual(store.failAt + 2 * 2);
    const { kept, chunks } = await convolveZarr(input, kernel, output, options);
    expect([kept > 0, kept < chunks]).toEqual([true, true]);
    expect(firstDifference(await contentsOf(output), inMemory(whole, kernel, options))).toBeUndefined();
  });

  it('of a callback is one of the call', async () => {
    const { convolve } = await make();
    const onProgress = (done: number) => {
      if (done === 2) throw new Error('no more paper');
    };
    await expect(convolve({ onProgress })).rejects.toThrow('no more paper');
    expect((await convolve()).kept).toBeGreaterThanOrEqual(2);
  });
});

describe('a signal', () => {
  it('that was aborted before stops all', async () => {
    const { store, convolve } = await make();
    const before = new Map(store);
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(convolve({ signal })).rejects.toThrow('too late');
    expect(store).toEqual(before);
  });

  it.each([true, false])('may be of another realm or a library; has throwIfAborted: %s', async (hasAll) => {
    const { store, convolve } = await make();
    const { signal, abort } = foreignController();
    if (!hasAll) Object.assign(signal, { throwIfAborted: undefined });
    const onProgress = (done: number) => done === 2 && abort('enough');
    await expect(convolve({ signal, onProgress, concurrency: 1 })).rejects.toBe('enough');
    const before = new Map(store);
    await expect(convolve({ signal })).rejects.toBe('enough');
    expect(store).toEqual(before);
    expect((await convolve()).kept).toBe(2);
  });

  it('gets its turn between planes, also where the store is memory', async () => {
    const tall = elements([40, 24, 30], 'float32');
    const made = await scene(tall, 'float32', [40, 24, 30], kernel, options);
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('enough')), 5);
    await expect(made.convolve({ signal: stop.signal })).rejects.toThrow('enough');
    expect(made.store.has('/output/c/0/0/0')).toBe(false);
  });

  it('that is aborted while the last plane is computed leaves the chunk unwritten', async () => {
    const tall = elements([2, 6, 10], 'float32');
    const { store, input, output } = await scene(tall, 'float32', [2, 6, 10], kernel, options);
    const [job] = await chunkJobs(input, kernel, output, options);
    const before = new Map(store);
    const stop = new AbortController();
    let planes = 0;
    const pool: ConvolutionPool = {
      convolve2d: async (image, kernel, { signal, ...options }) => {
        if (++planes === 2) stop.abort(new Error('enough'));
        return convolve2d(image, kernel, options);
      },
    };
    const { signal } = stop;
    await expect(runChunkJob(job!, { input, output }, { pool, signal })).rejects.toThrow('enough');
    expect(planes).toBe(2);
    expect(store).toEqual(before);
  });

  it('is the reason also where a store has an error of its own for it', async () => {
    const { input, output } = await make();
    const stop = new AbortController();
    const store = {
      get: async (key: string) => {
        if (key.includes('/c/')) {
          stop.abort(new Error('enough'));
          throw new Error('the connection was closed');
        }
        return input.store.get(key);
      },
    };
    const slow = await zarr.open(new zarr.Location(store, input.path), { kind: 'array' });
    const [job] = await chunkJobs(slow, kernel, output, options);
    const arrays = { input: slow, output };
    await expect(runChunkJob(job!, arrays, { signal: stop.signal })).rejects.toThrow('enough');
  });
});

describe('a pool', () => {
  it('of worker threads gives the same bits', async () => {
    const tall = elements([2, 700, 600], 'float32');
    const large = Array.from({ length: 31 }, (_, i) =>
      Array.from({ length: 31 }, (_, j) => Math.cos(31 * i + j)),
    );
    const made = await scene(tall, 'float32', [1, 700, 300], large, { ...options, method: 'direct' });
    const threads = createPool({ threads: 2 });
    try {
      await made.convolve({ pool: threads });
      expect(threads.stats().pieces).toBeGreaterThan(4);
      const expected = inMemory(tall, large, { ...options, method: 'direct' });
      expect(firstDifference(await contentsOf(made.output), expected)).toBeUndefined();
    } finally {
      await threads.close();
    }
  });

  it('on a machine without WebAssembly gives the same bits', async () => {
    const made = await make();
    const js: ConvolutionPool = {
      convolve2d: async (image, kernel, { signal, ...options }) =>
        convolve2d(image, kernel, { ...options, backend: 'js' }),
    };
    await made.convolve({ pool: js });
    const expected = inMemory(whole, kernel, { ...options, backend: 'wasm' });
    expect(firstDifference(await contentsOf(made.output), expected)).toBeUndefined();
  });

  const pool: ConvolutionPool = {
    convolve2d: async (image, kernel, { signal, ...options }) => convolve2d(image, kernel, options),
  };

  it('computes in place of this thread', async () => {
    const { output, convolve } = await make();
    const spy = vi.spyOn(pool, 'convolve2d');
    const { signal } = new AbortController();
    await convolve({ pool, signal });
    expect(spy).toHaveBeenCalledTimes(12);
    expect(spy.mock.calls.every(([, , given]) => given.signal === signal && given.deterministic)).toBe(true);
    expect(firstDifference(await contentsOf(output), inMemory(whole, kernel, options))).toBeUndefined();
  });

  it('serves a job too, and its failure is that of the job', async () => {
    const { input, output } = await make();
    const [job] = await chunkJobs(input, kernel, output, options);
    const broken = { convolve2d: () => Promise.reject(new Error('all workers died')) };
    await expect(runChunkJob(job!, { input, output }, { pool: broken })).rejects.toThrow('all workers died');
    await runChunkJob(job!, { input, output }, { pool });
    expect((await chunkJobs(input, kernel, output, options)).length).toBe(11);
  });
});

it('reads each chunk of the input no more often than chunks of the output need it', async () => {
  const { input, store } = await make();
  const asked = new Map<string, number>();
  const counting = {
    get: async (key: string) => {
      asked.set(key, (asked.get(key) ?? 0) + 1);
      return store.get(key);
    },
  };
  const counted = await zarr.open(new zarr.Location(counting, input.path), { kind: 'array' });
  const output = await openOutput(zarr.root(store).resolve('again'), counted, kernel, options);
  await convolveZarr(counted, kernel, output, options);
  // A kernel of 2 x 3 reaches one row up, and one column to either side: so chunks of the last row serve one row of chunks.
  expect(asked.get('/input/c/0/0')).toBe(2 * 2);
  expect(asked.get('/input/c/0/1')).toBe(2 * 3);
  expect(asked.get('/input/c/3/1')).toBe(1 * 3);
});

it('integers are computed by any method, floats by one for all chunks', async () => {
  const box = Array.from({ length: 25 }, () => new Array<number>(25).fill(1 / 625));
  const bytes = await scene(elements([80, 90], 'uint8'), 'uint8', [40, 40], box, {
    mode: 'same',
    dtype: 'uint8',
  });
  expect((await bytes.convolve()).method).toBe('auto');
  const floats = await scene(elements([80, 90], 'float32'), 'float32', [40, 40], box, { mode: 'same' });
  expect((await floats.convolve()).method).toBe('separable');
});

it('transforms give every machine the same, and nearly the results of the whole call', async () => {
  const taps = elements([31, 31], 'float64');
  const kernel = { data: taps.data, shape: [31, 31] };
  const results = await Promise.all(
    [1, 2].map(async () => {
      const made = await scene(whole, 'float32', [6, 10], kernel, { mode: 'same', method: 'fft' });
      expect((await made.convolve()).method).toBe('fft');
      return contentsOf(made.output);
    }),
  );
  expect(firstDifference(results[0]!, results[1]!)).toBeUndefined();
  const expected = inMemory(whole, kernel, { mode: 'same', method: 'direct' });
  const sum = Array.from(taps.data, Math.abs).reduce((total, tap) => total + tap, 0);
  for (const [n, value] of expected.data.entries()) {
    expect(Math.abs(results[0]!.data[n]! - value)).toBeLessThan(60 * 2 ** -24 * sum * 100);
  }
});

it('creates the output, or opens it', async () => {
  const store = new Map<string, Uint8Array>();
  const shape = [1, 3, 24, 30];
  const input = await createArray(
    zarr.root(store).resolve('in'),
    elements(shape, 'uint16'),
    'uint16',
    [1, 1, 6, 64],
  );
  const create = () => openOutput(zarr.root(store).resolve('out'), input, kernel, { mode: 'valid' });
  const output = await create();
  expect(output.dtype).toBe('float32');
  expect(output.shape).toEqual([1, 3, 23, 28]);
  expect(output.chunks).toEqual([1, 1, 6, 28]);
  await convolveZarr(input, kernel, output, { mode: 'valid' });
  const again = await create();
  expect((await convolveZarr(input, kernel, again, { mode: 'valid' })).kept).toBe(12);
});
