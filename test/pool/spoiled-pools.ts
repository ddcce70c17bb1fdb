import { setEnvironmentData, Worker } from 'node:worker_threads';
import type { PoolBase } from '../../src/pool/create-pool.ts';
import type { Pool, PoolOptions } from '../../src/pool/pool-types.ts';
import source from '../../src/pool/worker-source.ts';
import { poolOf } from './pools.ts';

/** Code that workers run besides their own. It sees `counters`, which all of them share with the test. */
export interface Spoiling {
  /** Before the worker's own code. */
  readonly atStart?: string;
  /** Before each piece, `message`. */
  readonly atPiece?: string;
  /** For each message of another kind. */
  readonly atOther?: string;
}

export interface SpoiledPool {
  readonly pool: Pool;
  readonly counters: Int32Array;
}

let count = 0;

/** A pool with workers that fail as a test wants it. */
export function spoiledPool(
  { atStart = '', atPiece = '', atOther = '' }: Spoiling,
  options: PoolOptions = { threads: 2 },
  base: Partial<PoolBase> = {},
): SpoiledPool {
  const key = `spoiled ${count++}`;
  const counters = new Int32Array(new SharedArrayBuffer(64));
  setEnvironmentData(key, counters.buffer);
  const before = `{
    const { getEnvironmentData, parentPort } = process.getBuiltinModule('node:worker_threads');
    const counters = new Int32Array(getEnvironmentData(${JSON.stringify(key)}));
    const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    const hoard = [];
    const on = parentPort.on;
    parentPort.on = (event, receive) => on.call(parentPort, event, event !== 'message' ? receive : (message) => {
      if (message.type === 'piece') { ${atPiece} } else { ${atOther} }
      receive(message);
    });
    ${atStart}
  }`;
  const pool = poolOf(options, { source: before + source, ...base });
  return { pool, counters };
}

/** What Node's workers are made by: tests put others in its place. */
export const threads = process.getBuiltinModule('node:worker_threads') as { Worker: typeof Worker };

/** Lists the workers that start from now on, and those that have told so. */
export function watchWorkers(): { readonly started: Worker[]; readonly ready: Worker[]; restore(): void } {
  const started: Worker[] = [];
  const ready: Worker[] = [];
  threads.Worker = class extends Worker {
    constructor(...values: ConstructorParameters<typeof Worker>) {
      super(...values);
      started.push(this);
      this.on('message', ({ type }) => type === 'started' && ready.push(this));
    }
  };
  return {
    started,
    ready,
    restore() {
      threads.Worker = Worker;
    },
  };
}

/** Waits until something is so, and fails if it does not become so. */
export async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 30_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`it never happened: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
