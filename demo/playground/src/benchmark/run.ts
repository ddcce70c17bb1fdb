import { signal } from '@preact/signals';
import { proxy } from 'comlink';
import { type Connection, connect, Ended } from '../engine/connection.ts';
import type { CellRequest, CellResult } from './protocol.ts';

export const results = signal<readonly CellResult[]>([]);
export interface Progress {
  readonly cell: string;
  /** How many cells are done, of how many. */
  readonly done: number;
  readonly all: number;
  /** What is done just now, as a sentence. */
  readonly step: string;
}

/** Null while nothing is measured. */
export const progress = signal<Progress | null>(null);
/** Why the benchmark ended early, as a sentence. */
export const failure = signal<string | null>(null);

/** Nobody is told this. */
const done = new Ended('This worker is not needed any more.');

let measuring: Connection | undefined;

/** Measures cells one after the other; `results` grow. */
export async function run(requests: readonly CellRequest[]): Promise<void> {
  stop();
  results.value = [];
  failure.value = null;
  for (const [index, request] of requests.entries()) {
    let own: Connection | undefined;
    const announce = (step: string) => {
      if (measuring !== own) return;
      progress.value = { cell: request.name, done: index, all: requests.length, step };
    };
    try {
      own = connect();
      measuring = own;
      announce('Starting');
      const result = await own.answer(own.remote.measure(request, proxy(announce)));
      results.value = [...results.peek(), result];
    } catch (error) {
      // It was stopped, and another run may be under way.
      if (own && measuring !== own) return;
      failure.value = `${request.name}: ${(error as Error).message}`;
    }
    own?.end(done);
  }
  measuring = undefined;
  progress.value = null;
}

/** At once, wherever it is. What was measured before stays. */
export function stop(): void {
  const last = measuring;
  measuring = undefined;
  progress.value = null;
  last?.end(done);
}
