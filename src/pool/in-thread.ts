import type { Registry } from '../backend/registry.ts';
import { inMemory } from '../base/errors.ts';
import { throwIfAborted } from '../base/signal.ts';
import { computeInto, type Work } from '../call/filter.ts';
import { type Piece, ReadyCall } from '../call/run-call.ts';
import { Ownership } from './ownership.ts';
import { rowsOf } from './pool-run.ts';
import { turn } from './turns.ts';

type OnProgress = (done: number, total: number) => void;

/**
 * Computes pieces of a job in this thread, one in each turn, so that it can be aborted and other things go on.
 *
 * @param total The rows of all pieces of the job: those that are not among these are done.
 */
export async function computeInTurns(
  job: Work,
  registry: Registry,
  pieces: readonly Piece[],
  total: number,
  signal: AbortSignal | undefined,
  onProgress: OnProgress | undefined,
): Promise<void> {
  const { call, image, results, combination } = job;
  const ready = inMemory(() => new ReadyCall(call, registry));
  const ownership = new Ownership(job);
  const pointwiseOf = ({ backend }: ReadyCall) => registry.pointwiseOf(backend);
  let done = total - rowsOf(pieces);
  try {
    for (const piece of pieces) {
      await turn();
      throwIfAborted(signal);
      ownership.check();
      computeInto(ready, image, results, combination, pointwiseOf, piece);
      done += piece.rowCount;
      onProgress?.(done, total);
    }
  } finally {
    ready.dispose();
  }
}
