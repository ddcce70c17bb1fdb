import { signal } from '@preact/signals';
import { proxy, wrap } from 'comlink';
import type { Benchmark, CellRequest, CellResult } from './protocol.ts';

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

let worker: Worker | undefined;

/** Measures cells one after the other; `results` grow. */
export async function run(requests: readonly CellRequest[]): Promise<void> {
  stop();
  results.value = [];
  failure.value = null;
  for (const [index, request] of requests.entries()) {
    const own = new Worker(new URL('../engine/worker.ts', import.meta.url), { type: 'module' });
    worker = own;
    const announce = (step: string) => {
      if (worker !== own) return;
      progress.value = { cell: request.name, done: index, all: requests.length, step };
    };
    announce('Starting');
    const broken = new Promise<never>((_, reject) => {
      own.onerror = () => reject(new Error('The worker that measures did not start.'));
    });
    try {
      // A worker that is stopped never answers, so nothing below runs for it.
      const result = await Promise.race([wrap<Benchmark>(own).measure(request, proxy(announce)), broken]);
      results.value = [...results.peek(), result];
    } catch (error) {
      failure.value = `${request.name}: ${(error as Error).message}`;
    }
    own.terminate();
  }
  worker = undefined;
  progress.value = null;
}

/** At once, wherever it is. What was measured before stays. */
export function stop(): void {
  worker?.terminate();
  worker = undefined;
  progress.value = null;
}
