import { throwIfAborted } from '../base/signal.ts';
import { readInput, readOutput } from './arrays.ts';
import { forEachAtOnce } from './at-once.ts';
import { type Begun, begin, isFinished } from './journal.ts';
import type { CheckedResultOptions } from './options.ts';
import { type Task, taskOf } from './task.ts';
import type { ChunkJob } from './types.ts';
import { refuseUnwritable } from './write.ts';

/** How many records of finished chunks are checked at the same time: as many as browsers and Node ask of one host. */
const CHECKED_AT_ONCE = 6;

/** The jobs that are left, and what they are part of. */
export interface Listed {
  readonly begun: Begun;
  readonly jobs: readonly ChunkJob[];
  readonly total: number;
}

/** Checks all arguments, begins the task or goes on with it, and lists the chunks that are left. */
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
  throwIfAborted(signal);
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
