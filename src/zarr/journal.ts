import { wrongKind } from '../base/errors.ts';
import { sha256 } from './sha256.ts';
import { fingerprintOf, type Task } from './task.ts';
import type { OutputArray } from './types.ts';

/*
 * What is known of an output lies beside its chunks, under keys that Zarr has no use for:
 *
 *     convolve-wasm/task.json     the task, its fingerprint, and how often it was started anew
 *     convolve-wasm/0.0.1.json    for each finished chunk: its key and the checksum of its bytes
 *
 * Each chunk has a record of its own, so that workers on many machines never write the same key at once, unless they do the
 * same chunk: then they write the same.
 */

/** A task that was begun. */
export interface Begun {
  /** Tells it from other tasks, and from earlier runs of the same: jobs and records of chunks name it. */
  readonly id: string;
  readonly task: Task;
}

interface TaskFile extends Begun {
  readonly fingerprint: string;
  readonly run: number;
}

interface ChunkRecord {
  readonly task: string;
  readonly key: string;
  readonly sha256: string;
}

/** A chunk as it lies in the store. */
export type Written = Omit<ChunkRecord, 'task'>;

/**
 * Begins a task, or goes on with it.
 *
 * @throws {TypeError} `ERR_CONFLICT`: the output has chunks of another task, and these are to be kept.
 */
export async function begin(
  output: OutputArray,
  task: Task,
  resume: boolean,
): Promise<Begun & { readonly isNew: boolean }> {
  const fingerprint = await fingerprintOf(task);
  const earlier = await readJson<TaskFile>(output, 'task');
  if (resume && earlier) {
    if (earlier.fingerprint === fingerprint) return { id: earlier.id, task, isNew: false };
    const expected = 'an array without results, or with those of the same arguments and version';
    const got = 'one with chunks of another call (resume: false computes them again)';
    throw wrongKind('ERR_CONFLICT', 'output', expected, got);
  }
  const run = (earlier?.run ?? 0) + 1;
  const id = `${fingerprint}.${run}`;
  await writeJson(output, 'task', { id, fingerprint, run, task } satisfies TaskFile);
  return { id, task, isNew: true };
}

/** Tasks by the arrays that a worker has opened, since many jobs have the same. */
const known = new WeakMap<OutputArray, Begun>();

/** @throws {TypeError} `ERR_CONFLICT`: the output is for another task by now, or for none. */
export async function recall(output: OutputArray, id: string): Promise<Task> {
  const found = known.get(output);
  if (found?.id === id) return found.task;
  const begun = await readJson<TaskFile>(output, 'task');
  if (begun?.id !== id) {
    const got = begun === undefined ? 'one without a task' : 'one with another task';
    throw wrongKind('ERR_CONFLICT', 'output', 'the array that the job was listed for', got);
  }
  known.set(output, begun);
  return begun.task;
}

export async function record(
  output: OutputArray,
  id: string,
  chunk: readonly number[],
  { key, sha256 }: Written,
): Promise<void> {
  await writeJson(output, chunk.join('.'), { task: id, key, sha256 } satisfies ChunkRecord);
}

/** Whether a chunk of the task lies in the store as it was written. */
export async function isFinished(
  output: OutputArray,
  id: string,
  chunk: readonly number[],
): Promise<boolean> {
  const found = await readJson<ChunkRecord>(output, chunk.join('.'));
  if (found?.task !== id) return false;
  const bytes = await output.store.get(found.key as `/${string}`);
  return bytes !== undefined && (await sha256(bytes)) === found.sha256;
}

function keyOf(output: OutputArray, name: string): `/${string}` {
  return output.resolve(`convolve-wasm/${name}.json`).path;
}

async function writeJson(output: OutputArray, name: string, value: object): Promise<void> {
  await output.store.set(keyOf(output, name), new TextEncoder().encode(JSON.stringify(value)));
}

/** Undefined also for a file of which a killed process wrote only a part. */
async function readJson<T>(output: OutputArray, name: string): Promise<T | undefined> {
  const bytes = await output.store.get(keyOf(output, name));
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  } catch {
    return undefined;
  }
}
