import { elementTypes } from '../base/dtype.ts';
import { describe, wrongKind, wrongValue } from '../base/errors.ts';
import { convolve2d, type DType, type Kernel, type TypedArray } from '../index.ts';
import { takeOptions } from '../problem/options.ts';
import { readInput, readOutput, sameLengths } from './arrays.ts';
import { forEachAtOnce } from './at-once.ts';
import { type Range, reachOf } from './axis.ts';
import { type Begun, begin, isFinished, recall, record } from './journal.ts';
import {
  type CheckedResultOptions,
  type ChunkJobsOptions,
  type ConvolutionPool,
  type InputArray,
  type OutputArray,
  type RunOptions,
  readOptions,
  readPool,
  readResume,
  readSignal,
} from './options.ts';
import { convolveOptions, kernelOf, type Task, taskOf } from './task.ts';
import { readTiles } from './tile.ts';
import { version } from './version.ts';
import { refuseUnwritable, writeChunk } from './write.ts';

/** One chunk to compute: plain JSON, which any queue carries. What all chunks have in common lies in the store of the output. */
export interface ChunkJob {
  /** The task that it is part of. */
  readonly task: string;
  /** The place of the chunk among those of the output, along each axis. */
  readonly chunk: readonly number[];
}

/** The arrays of a job, as each machine opens them. */
export interface JobArrays {
  readonly input: InputArray;
  readonly output: OutputArray;
}

/** How many records of finished chunks are checked at the same time: as many as browsers and Node ask of one host. */
const CHECKED_AT_ONCE = 6;

/** The jobs that are left, and what they are part of. */
export interface Listed {
  readonly begun: Begun;
  readonly jobs: readonly ChunkJob[];
  readonly total: number;
}

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

export async function listJobs(
  input: unknown,
  kernel: unknown,
  output: unknown,
  options: CheckedResultOptions,
  resume: boolean,
  signal: AbortSignal | undefined,
): Promise<Listed> {
  const [from, to] = [readInput(input), readOutput(output)];
  const task = taskOf(from, kernel, to, options);
  await refuseUnwritable(to);
  signal?.throwIfAborted();
  const { isNew, ...begun } = await begin(to, task, resume);
  const jobs = chunksOf(task).map((chunk): ChunkJob => ({ task: begun.id, chunk }));
  if (isNew) return { begun, jobs, total: jobs.length };
  const finished = new Set<ChunkJob>();
  await forEachAtOnce(jobs, CHECKED_AT_ONCE, signal, async (job) => {
    if (await isFinished(to, job.task, job.chunk)) finished.add(job);
  });
  return { begun, jobs: jobs.filter((job) => !finished.has(job)), total: jobs.length };
}

/** The places of all chunks, row by row. */
function chunksOf({ output: { shape, chunks } }: Task): number[][] {
  const counts = shape.map((length, axis) => Math.ceil(length / (chunks[axis] as number)));
  return counts.reduce<number[][]>(
    (places, count) => places.flatMap((place) => Array.from({ length: count }, (_, n) => [...place, n])),
    [[]],
  );
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

/** Computes a chunk, writes it, and records that it is finished. */
export async function runJob(
  { id, task }: Begun,
  chunk: readonly number[],
  input: InputArray,
  output: OutputArray,
  signal: AbortSignal | undefined,
  pool: ConvolutionPool | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  try {
    const { ranges, data } = await compute(task, chunk, input, signal, pool);
    signal?.throwIfAborted();
    await record(output, id, chunk, await writeChunk(output, ranges, data));
  } catch (error) {
    // Stores and pools have errors of their own for an abort.
    signal?.throwIfAborted();
    throw error;
  }
}

/** The results of a chunk, plane by plane. */
async function compute(
  task: Task,
  chunk: readonly number[],
  input: InputArray,
  signal: AbortSignal | undefined,
  pool: ConvolutionPool | undefined,
): Promise<{ readonly ranges: readonly Range[]; readonly data: TypedArray }> {
  const ranges = chunk.map((place, axis): Range => {
    const length = task.output.chunks[axis] as number;
    return {
      start: place * length,
      stop: Math.min((place + 1) * length, task.output.shape[axis] as number),
    };
  });
  const [down, right] = ranges.slice(-2) as [Range, Range];
  const [rows, columns] = [reachOf(task.rows, down), reachOf(task.columns, right)];
  const { planes, tile } = await readTiles(
    input,
    ranges.slice(0, -2),
    rows,
    columns,
    Number(task.fillvalue),
    signal,
  );
  const kernel = kernelOf(task);
  const options = convolveOptions(task);
  const planeLength = (down.stop - down.start) * (right.stop - right.start);
  const data: TypedArray = new elementTypes[task.output.dtype as DType].array(planes * planeLength);
  for (let plane = 0; plane < planes; plane++) {
    // Timers and signals get their turn, also where the store is memory.
    if (pool === undefined) await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
    const image = tile(plane);
    const result = pool
      ? await pool.convolve2d(image, kernel, { ...options, signal })
      : convolve2d(image, kernel, options);
    data.set(result.data, plane * planeLength);
  }
  return { ranges, data };
}
