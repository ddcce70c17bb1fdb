import { reasonOf } from '../base/signal.ts';
import { NoWorkers } from '../call/piece-runner.ts';
import { Crew, type Start, type Task, type Tasks } from './crew.ts';
import type { PoolRun } from './pool-run.ts';
import { after, type Stop } from './timers.ts';

/** Idle workers end after this, and give their memory back: longer than programs pause between calls that follow each other. */
export const IDLE_MS = 5000;
/** Workers get so long to finish what they compute of a call that has failed or was aborted. Then they are ended. */
export const ABORT_MS = 1000;

/** How long things take at most, in milliseconds. */
export interface Limits {
  readonly start: number;
  readonly idle: number;
  readonly abort: number;
}

/** Runs that share the workers: each in turn gives a piece. */
export class Schedule implements Tasks {
  readonly crew: Crew;
  readonly #limits: Limits;
  /** The next to give a piece first. */
  readonly #runs: PoolRun[] = [];
  readonly #onIdle: () => void;
  #stopIdling: Stop = () => {};
  /** Why there are no workers. */
  failure: string | undefined;

  /** @param onIdle Called once idle workers have ended. */
  constructor(threads: number, start: Start, limits: Limits, onIdle: () => void) {
    this.#limits = limits;
    this.crew = new Crew(threads, start, limits.start, this);
    this.#onIdle = onIdle;
  }

  get runCount(): number {
    return this.#runs.length;
  }

  isRunning(call: number): boolean {
    return this.#runs.some((run) => run.call.id === call);
  }

  /**
   * Has a run computed. Once this settles, no worker reads or writes memory of the caller's for it any more.
   *
   * @throws `NoWorkers` if they cannot be started.
   */
  async run(run: PoolRun, signal: AbortSignal | undefined): Promise<void> {
    this.#stopIdling();
    this.#runs.push(run);
    const abort = () => run.fail(reasonOf(signal as AbortSignal));
    run.onFail = () => this.#endLate(run);
    signal?.addEventListener('abort', abort);
    try {
      this.crew.work();
      await run.done;
    } finally {
      signal?.removeEventListener('abort', abort);
      this.#runs.splice(this.#runs.indexOf(run), 1);
      if (this.#runs.length > 0) this.crew.work();
      else this.#idle();
    }
  }

  /** Ends the workers that take long for what nobody wants any more. */
  #endLate(run: PoolRun): void {
    if (!run.isInFlight) return;
    after(this.#limits.abort, () => {
      this.crew.endThoseWith((task, isComputed) => run.holds(task) && (isComputed || run.isInPlace));
      this.#endLate(run);
    });
  }

  #idle(): void {
    this.#stopIdling = after(this.#limits.idle, () => {
      this.crew.endIdle();
      this.#onIdle();
      // What failed may still be computed.
      if (this.crew.size > 0) this.#idle();
    });
  }

  /** Waits for all that runs, then ends the workers. */
  async close(): Promise<void> {
    while (this.#runs.length > 0) await Promise.allSettled(this.#runs.map(({ done }) => done));
    this.#stopIdling();
    await this.crew.endAll();
  }

  next(): Task | undefined {
    for (let i = 0; i < this.#runs.length; i++) {
      const run = this.#runs.shift() as PoolRun;
      this.#runs.push(run);
      let task: Task | undefined;
      try {
        task = run.next();
      } catch (error) {
        run.fail(error);
      }
      if (task) return task;
    }
    return undefined;
  }

  fail(reason: string, isForGood: boolean): void {
    if (isForGood) this.failure ??= reason;
    for (const run of [...this.#runs]) run.fail(new NoWorkers(reason));
  }
}
