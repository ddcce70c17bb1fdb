import { readSignal } from '../base/signal.ts';
import type { Kernel } from '../index.ts';
import { forEachAtOnce } from './at-once.ts';
import { listJobs } from './list-jobs.ts';
import { readConcurrency, readOnProgress, readOptions, readPool, readResume } from './options.ts';
import { runJob } from './run-job.ts';
import type { ConvolveZarrOptions, InputArray, OutputArray, ZarrSummary } from './types.ts';

/**
 * Convolves a Zarr array into another one, chunk by chunk: reads what a chunk of the output needs from `input`, convolves it, and
 * writes the chunk. A call that was interrupted goes on where it stopped.
 *
 * Results of the methods `'direct'` and `'separable'`, and integers, are those of
 * `convolve2d(plane, kernel, { ...options, method, deterministic: true })`, to the bit: borders of chunks do not show. Two
 * exceptions are in docs/tiles.md.
 *
 * Memory holds `concurrency` chunks at a time: for each the tile it reads, twice at an edge, the result, and the chunks of the
 * input that are being decoded.
 *
 * @param input An array of two axes or more, such as (t, c, z, y, x). The last two are rows and columns; each plane of the others is
 *   filtered by itself.
 * @param kernel Rows of numbers or `{ data, shape: [rows, columns] }`.
 * @param output An array of the shape of the result, whose element type is that of the results: see `openOutput`.
 * @param options See `ConvolveZarrOptions`.
 * @returns How many chunks there were, and by which method.
 * @throws {TypeError} An argument or option has the wrong type (`ERR_IMAGE`, `ERR_KERNEL`, `ERR_OUT`, `ERR_OPTION`), both arrays are
 *   the same (`ERR_OVERLAP`), or the output has chunks of a call with other arguments (`ERR_CONFLICT`). Nothing was written.
 * @throws {RangeError} A value or size is wrong (the same codes, and `ERR_SIZE`, `ERR_METHOD`, `ERR_MEMORY`). Nothing was written.
 * @throws What the stores throw, and the reason of `signal`. Finished chunks are kept, and nothing is written afterwards.
 * @example
 * import { convolveZarr, openOutput } from 'convolve-wasm-zarr';
 * import * as zarr from 'zarrita';
 *
 * const root = zarr.root(new Map());
 * const input = await zarr.create(root.resolve('in'), { shape: [90, 90], chunkShape: [64, 64], dtype: 'float32' });
 * const output = await openOutput(root.resolve('out'), input, [[1, 2]], { mode: 'same' });
 * const summary = await convolveZarr(input, [[1, 2]], output, { mode: 'same' });
 * console.log(summary.chunks, summary.kept, summary.method); // 4 0 direct
 */
export async function convolveZarr(
  input: InputArray,
  kernel: Kernel,
  output: OutputArray,
  options?: ConvolveZarrOptions,
): Promise<ZarrSummary> {
  const others = ['signal', 'pool', 'resume', 'onProgress', 'concurrency'] as const;
  const { rest, ...given } = readOptions(options, others);
  const [signal, pool, resume] = [readSignal(rest.signal), readPool(rest.pool), readResume(rest.resume)];
  const [onProgress, concurrency] = [readOnProgress(rest.onProgress), readConcurrency(rest.concurrency)];
  const { begun, jobs, total } = await listJobs(input, kernel, output, given, resume, signal);
  const kept = total - jobs.length;
  let done = kept;
  onProgress?.(done, total);
  await forEachAtOnce(jobs, concurrency, signal, async ({ chunk }) => {
    await runJob(begun, chunk, input, output, signal, pool);
    onProgress?.(++done, total);
  });
  return { chunks: total, kept, method: begun.task.method };
}
