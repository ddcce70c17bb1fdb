import { elementTypes } from '../base/dtype.ts';
import { throwIfAborted } from '../base/signal.ts';
import { convolve2d, type TypedArray } from '../index.ts';
import { type Range, reachOf } from './axis.ts';
import { type Begun, record } from './journal.ts';
import { convolveOptions, kernelOf, type Task } from './task.ts';
import { readTiles } from './tile.ts';
import type { ConvolutionPool, InputArray, OutputArray } from './types.ts';
import { writeChunk } from './write.ts';

/** Computes a chunk, writes it, and records that it is finished. */
export async function runJob(
  { id, task }: Begun,
  chunk: readonly number[],
  input: InputArray,
  output: OutputArray,
  signal: AbortSignal | undefined,
  pool: ConvolutionPool | undefined,
): Promise<void> {
  throwIfAborted(signal);
  try {
    const { ranges, data } = await compute(task, chunk, input, signal, pool);
    throwIfAborted(signal);
    await record(output, id, chunk, await writeChunk(output, ranges, data));
  } catch (error) {
    // Stores and pools have errors of their own for an abort.
    throwIfAborted(signal);
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
  const data: TypedArray = new elementTypes[task.output.dtype].array(planes * planeLength);
  for (let plane = 0; plane < planes; plane++) {
    // Timers and signals get their turn, also where the store is memory, and where a pool computes small planes in this thread.
    await new Promise((resolve) => setTimeout(resolve));
    throwIfAborted(signal);
    const image = tile(plane);
    const out = data.subarray(plane * planeLength, (plane + 1) * planeLength);
    if (pool) out.set((await pool.convolve2d(image, kernel, { ...options, signal })).data);
    else convolve2d(image, kernel, { ...options, out });
  }
  return { ranges, data };
}
