import type { Work } from './filter.ts';
import type { Piece } from './run-call.ts';

/** What computes pieces elsewhere: the workers of a pool. */
export interface PieceRunner {
  /** How many pieces it computes at the same time. */
  readonly threads: number;
  /**
   * Computes a piece of a job. Once this settles, nothing reads its image or writes its results any more.
   *
   * @throws `NoWorkers`
   */
  run(job: Work, piece: Piece, signal: AbortSignal | undefined): Promise<void>;
}

/** Workers cannot be started: the calling thread computes instead. */
export class NoWorkers extends Error {}

const runners = /* @__PURE__ */ new WeakMap<object, PieceRunner>();

export function offerPieces<P extends object>(pool: P, runner: PieceRunner): P {
  runners.set(pool, runner);
  return pool;
}

/** Undefined for what is no pool. */
export function pieceRunnerOf(pool: unknown): PieceRunner | undefined {
  return typeof pool === 'object' && pool !== null ? runners.get(pool) : undefined;
}
