import { api } from './backends.ts';
import { withMultirate } from './call/multirate.ts';
import { creators } from './image/creators.ts';
import { addMultirateToJs } from './js/extra.ts';
import { createPoolOver } from './pool/create-pool.ts';
import type { Pool, PoolOptions } from './pool/pool-types.ts';
import source from './pool/worker-source.ts';
import { addMultirateToWasm } from './wasm/extra.ts';

export type * from './pool/pool-types.ts';

/**
 * Makes a pool: the functions of the package, computed by several workers, with results that are promises. Nothing blocks the thread
 * that calls. Workers start at the first call that is worth it, and end when they have been idle for 5 s.
 *
 * Each call is cut in pieces of some rows, for which workers are fed in turn, so that several calls share them. Small calls are
 * computed at once, without workers (see `explain`). A worker that dies is replaced, and what it was computing is computed again.
 *
 * @param options `threads`: how many workers. `backend`: of all calls. `workerUrl`: see `PoolOptions`.
 * @returns See `Pool`. Call `close` when you no longer need it, or declare it by `await using`.
 * @throws {TypeError} `ERR_OPTION`: a wrong option.
 * @example
 * const pool = createPool({ threads: 2 });
 * const image = { data: new Float32Array(1_000_000).fill(1), shape: [1000, 1000] };
 * const result = await pool.convolve2d(image, kernels.gaussian({ size: 9 }), { mode: 'same', boundary: 'symm' });
 * console.log(result.data[0].toFixed(3)); // 1.000
 * await pool.close();
 */
export const createPool = (options?: PoolOptions): Pool =>
  createPoolOver(
    { api: withMultirate(api, [addMultirateToJs, addMultirateToWasm]), creators, source },
    options,
  );
