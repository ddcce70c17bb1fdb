import { describe, wrongKind, wrongValue } from '../base/errors.ts';
import { readSignal } from '../base/signal.ts';
import type { Kernel } from '../index.ts';
import { takeOptions } from '../problem/options.ts';
import { readInput, readOutput, sameLengths } from './arrays.ts';
import { recall } from './journal.ts';
import { listJobs } from './list-jobs.ts';
import { readOptions, readPool, readResume } from './options.ts';
import { runJob } from './run-job.ts';
import type { Task } from './task.ts';
import type { ChunkJob, ChunkJobsOptions, InputArray, JobArrays, OutputArray, RunOptions } from './types.ts';
import { version } from './version.ts';

/**
 * Lists the chunks that are left to compute, for a queue that carries them to workers: `runChunkJob` does one. Writes what they have in
 * common, such as the kernel and the method, beside the output: `convolve-wasm/task.json`.
 *
 * After all jobs are done, call it again: an empty list says that every chunk is there with its checksum.
 *
 * @param input An array of two axes or more. The last two are rows and columns; each plane of the others is filtered by itself.
 * @param kernel Rows of numbers or `{ data, shape: [rows, columns] }`.
 * @param output An array of the shape of the result: see `openOutput`.
 * @param options See `ChunkJobsOptions`.
 * @returns The jobs, row by row.
 * @throws As `convolveZarr`.
 * @example
 * import { chunkJobs, openOutput } from 'convolve-wasm-zarr';
 * import * as zarr from 'zarrita';
 *
 * const root = zarr.root(new Map());
 * const input = await zarr.create(root.resolve('in'), { shape: [90, 90], chunkShape: [64, 64], dtype: 'float32' });
 * const output = await openOutput(root.resolve('out'), input, [[1, 2]], { mode: 'same' });
 * const jobs = await chunkJobs(input, [[1, 2]], output, { mode: 'same' });
 * console.log(jobs.map(({ chunk }) => chunk)); // [[0, 0], [0, 1], [1, 0], [1, 1]]
 */
export async function chunkJobs(
  input: InputArray,
  kernel: Kernel,
  output: OutputArray,
  options?: ChunkJobsOptions,
): Promise<ChunkJob[]> {
  const { rest, ...given } = readOptions(options, ['resume', 'signal']);
  const [resume, signal] = [readResume(rest.resume), readSignal(rest.signal)];
  return [...(await listJobs(input, kernel, output, given, resume, signal)).jobs];
}

/**
 * Computes one chunk and writes it. Doing a job twice, also at the same time on two machines, writes the same elements.
 *
 * @param job One of those that `chunkJobs` listed.
 * @param arrays The input and the output, opened here.
 * @param options See `RunOptions`.
 * @throws {TypeError} The job, an array or an option has the wrong type (`ERR_OPTION`, `ERR_IMAGE`, `ERR_OUT`); or the arrays or this
 *   version are not those that the job was listed for (`ERR_CONFLICT`).
 * @throws What the stores throw, and the reason of `signal`. The chunk then holds anything, and does not count as finished.
 * @example
 * import { chunkJobs, openOutput, runChunkJob } from 'convolve-wasm-zarr';
 * import * as zarr from 'zarrita';
 *
 * const root = zarr.root(new Map());
 * const input = await zarr.create(root.resolve('in'), { shape: [90, 90], chunkShape: [64, 64], dtype: 'float32' });
 * const output = await openOutput(root.resolve('out'), input, [[1, 2]], { mode: 'same' });
 * const jobs = await chunkJobs(input, [[1, 2]], output, { mode: 'same' });
 * await runChunkJob(JSON.parse(JSON.stringify(jobs[0])), { input, output });
 * console.log((await chunkJobs(input, [[1, 2]], output, { mode: 'same' })).length); // 3
 */
export async function runChunkJob(job: ChunkJob, arrays: JobArrays, options?: RunOptions): Promise<void> {
  const rest = takeOptions(options, ['signal', 'pool']);
  const [signal, pool] = [readSignal(rest.signal), readPool(rest.pool)];
  const { input, output } = takeOptions(arrays, ['input', 'output']);
  const [from, to] = [readInput(input), readOutput(output)];
  const { task: id, chunk } = readJob(job);
  const task = await recall(to, id);
  refuseOthers(task, from, to);
  if (chunk.length !== to.shape.length || chunk.some((n, axis) => n * to.chunks[axis]! >= to.shape[axis]!)) {
    throw wrongValue('ERR_OPTION', 'job', 'a chunk of the output', `[${chunk.join(', ')}]`);
  }
  await runJob({ id, task }, chunk, from, to, signal, pool);
}

function readJob(job: unknown): ChunkJob {
  const { task, chunk } = (job ?? {}) as { [name in keyof ChunkJob]: unknown };
  const isPlace = Array.isArray(chunk) && chunk.every((n) => Number.isSafeInteger(n) && n >= 0);
  if (typeof task === 'string' && isPlace) return { task, chunk };
  throw wrongKind('ERR_OPTION', 'job', '{ task, chunk } from "chunkJobs"', describe(job));
}

function refuseOthers(task: Task, input: InputArray, output: OutputArray): void {
  const { dtype, chunks } = task.output;
  const conflict = (name: string, expected: string, got: string) =>
    wrongKind('ERR_CONFLICT', name, expected, got);
  if (task.version !== version)
    throw conflict('job', `version ${task.version} of convolve-wasm-zarr`, version);
  if (input.dtype !== task.input.dtype || !sameLengths(input.shape, task.input.shape)) {
    throw conflict('input', `[${task.input.shape.join(', ')}] of ${task.input.dtype}`, describeArray(input));
  }
  const isSame = output.dtype === dtype && sameLengths(output.shape, task.output.shape);
  if (!isSame || !sameLengths(output.chunks, chunks)) {
    throw conflict('output', `[${task.output.shape.join(', ')}] of ${dtype}`, describeArray(output));
  }
}

function describeArray({ shape, dtype, chunks }: InputArray): string {
  return `[${shape.join(', ')}] of ${dtype} in chunks of [${chunks.join(', ')}]`;
}
