import type { Backends, Keeper } from '../call/api.ts';
import { computeInto } from '../call/filter.ts';
import type { Call } from '../call/plan-call.ts';
import type { ReadyCall } from '../call/run-call.ts';
import type { View } from '../io/view.ts';
import type { Task } from './schedule.ts';

/** What computes pieces. */
export interface Runner {
  /** How many pieces it computes at a time. */
  readonly concurrency: number;
  /**
   * @param image Has the rows that the task reads, which stay as they are until the piece is computed.
   * @param results Have the rows of the piece.
   */
  run(task: Task, image: View, results: readonly View[]): void | Promise<void>;
  /** Ends what is being computed: nobody waits for it. */
  stop(): void;
  dispose(): void;
}

/** Computes pieces in this thread. */
export class LocalRunner implements Runner {
  readonly concurrency = 1;
  readonly #api: Backends & Keeper;
  #ready: ReadyCall | null = null;

  constructor(api: Backends & Keeper) {
    this.#api = api;
  }

  run({ call, combination, piece }: Task, image: View, results: readonly View[]): void {
    const pointwiseOf = ({ backend }: ReadyCall) => this.#api.registry.pointwiseOf(backend);
    computeInto(this.#readyFor(call), image, results, combination, pointwiseOf, piece);
  }

  /** Only the bands of a Gaussian are calls of their own. */
  #readyFor(call: Call): ReadyCall {
    if (this.#ready?.call === call) return this.#ready;
    this.dispose();
    this.#ready = this.#api.setUp(call);
    return this.#ready;
  }

  stop(): void {}

  dispose(): void {
    this.#ready?.dispose();
    this.#ready = null;
  }
}
