import { availableParallelism } from 'node:os';
import type { Explanation, NdArray } from '../base/types.ts';
import {
  boxBlur,
  convolve2d,
  correlate2d,
  edges,
  emboss,
  explain,
  gaussianBlur,
  laplacian,
  laplacianOfGaussian,
  motionBlur,
  prewitt,
  scharr,
  sharpen,
  sobel,
  unsharpMask,
} from '../index.ts';
import type { Pool, PoolRequest } from '../pool.ts';

/** In this thread. A pool has functions of the same names. */
const functions = {
  boxBlur,
  convolve2d,
  correlate2d,
  edges,
  emboss,
  gaussianBlur,
  laplacian,
  laplacianOfGaussian,
  motionBlur,
  prewitt,
  scharr,
  sharpen,
  sobel,
  unsharpMask,
};

/** A function of the package that takes an image and gives an image. */
export type FunctionName = keyof typeof functions;

/** What computes images: workers, or this thread alone. */
export interface Threads {
  readonly count: number;
  /** The workers, for what takes a pool. Undefined: there are none. */
  readonly pool?: Pool;
  /**
   * Calls a function of the package.
   *
   * @param values Its arguments before the options.
   * @throws What the function throws.
   */
  call(
    name: FunctionName,
    values: readonly unknown[],
    options: object,
    request?: PoolRequest,
  ): Promise<unknown>;
  explain(image: NdArray, kernel: NdArray, options: object): ThreadsExplanation;
  /** Ends the workers, once what they compute is done. */
  close(): Promise<void>;
}

export interface ThreadsExplanation extends Explanation {
  /** How many workers would compute it. 0: the main thread, without workers. */
  readonly threads: number;
  /** Why so many. */
  readonly why: string;
}

type AnyFunction = (...values: readonly unknown[]) => unknown;

/** @param count 1: no workers. Default: as many as this process has processors. */
export async function openThreads(count: number = availableParallelism()): Promise<Threads> {
  if (count === 1) return thisThread;
  const { createPool } = await import('../pool.ts');
  const pool = createPool({ threads: count });
  return {
    count,
    pool,
    call: async (name, values, options, request) =>
      (pool[name] as AnyFunction)(...values, { ...options, ...request }),
    explain(image, kernel, options) {
      const { transport: _, pieces: __, ...explanation } = pool.explain(image, kernel, options);
      return explanation;
    },
    close: () => pool.close(),
  };
}

/** See src/backend/run.ts: a call blocks this thread, and tells only this function how far it is. */
const WATCHER = Symbol.for('convolve-wasm.watcher');

const thisThread: Threads = {
  count: 1,
  async call(name, values, options, { onProgress } = {}) {
    Object.assign(globalThis, { [WATCHER]: onProgress });
    try {
      return (functions[name] as AnyFunction)(...values, options);
    } finally {
      Object.assign(globalThis, { [WATCHER]: undefined });
    }
  },
  explain: (image, kernel, options) => ({
    ...explain(image, kernel, options),
    threads: 0,
    why: 'there is one thread',
  }),
  async close() {},
};
