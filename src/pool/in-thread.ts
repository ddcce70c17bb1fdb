import type { Pointwise } from '../backend/pointwise.ts';
import type { Registry } from '../backend/registry.ts';
import { computeCombined, type Job } from '../call/filter.ts';
import { type Piece, ReadyCall } from '../call/run-call.ts';

type OnProgress = (done: number, total: number) => void;

interface Turns {
  setTimeout(run: () => void, ms: number): unknown;
}

/** Lets everything else have its turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => (globalThis as unknown as Turns).setTimeout(resolve, 0));
}

/** Computes a job in this thread, a piece in each turn, so that it can be aborted and other things go on. */
export async function computeInTurns(
  job: Omit<Job, 'found' | 'finish'>,
  registry: Registry,
  pieces: readonly Piece[],
  signal: AbortSignal | undefined,
  onProgress: OnProgress | undefined,
): Promise<void> {
  const { call, image, results, combination } = job;
  const total = pieces.reduce((sum, { rowCount }) => sum + rowCount, 0);
  const ready = new ReadyCall(call, registry);
  let done = 0;
  try {
    for (const piece of pieces) {
      await turn();
      signal?.throwIfAborted();
      const pointwise: Pointwise = registry.pointwiseOf(ready.backend);
      if (combination) computeCombined(ready, image, results, combination, pointwise, piece);
      else ready.run(image, results, piece);
      done += piece.rowCount;
      onProgress?.(done, total);
    }
  } finally {
    ready.dispose();
  }
}
