import { NoWorkers, type PieceRunner } from '../call/piece-runner.ts';
import type { View } from '../io/view.ts';
import type { Runner } from './runner.ts';
import type { Task } from './schedule.ts';

/** Computes pieces by the workers of a pool; where there can be none, in this thread. */
export class PoolRunner implements Runner {
  readonly concurrency: number;
  readonly #pieces: PieceRunner;
  readonly #local: Runner;
  readonly #abort = new AbortController();

  constructor(pieces: PieceRunner, local: Runner) {
    // One more, which is ready when a worker is.
    this.concurrency = pieces.threads + 1;
    this.#pieces = pieces;
    this.#local = local;
  }

  async run(task: Task, image: View, results: readonly View[]): Promise<void> {
    const { call, combination, piece } = task;
    try {
      await this.#pieces.run({ call, combination, image, results }, piece, this.#abort.signal);
    } catch (error) {
      if (!(error instanceof NoWorkers)) throw error;
      await this.#local.run(task, image, results);
    }
  }

  stop(): void {
    this.#abort.abort();
  }

  dispose(): void {
    this.#local.dispose();
  }
}
