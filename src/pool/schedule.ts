import { NoWorkers } from '../call/piece-runner.ts';
import { Crew, type Start, type Task, type Tasks } from './crew.ts';
import type { PoolRun } from './pool-run.ts';

/** Idle workers end after this, and give their memory back: longer than programs pause between calls that follow each other. */
const IDLE_MS = 5000;
/** Workers get so long to finish what they compute of a call that was aborted. Then they are ended. */
const ABORT_MS = 1000;

interface Timers {
  setTimeout(run: () => void, ms: number): Timer;
  clearTimeout(timer: Timer | undefined): void;
}
type Timer = { unref?(): void } | number;

/** Does not keep a process alive. */
function after(ms: number, run: () => void): Timer {
  const timer = (globalThis as unknown as Timers).setTimeout(run, ms);
  if (typeof timer === 'object') timer.unref?.();
  return timer;
}

/** Runs that share the workers: each in turn gives a piece. */
export class Schedule implements Tasks {
  readonly crew: Crew;
  /** The next to give a piece first. */
  readonly #runs: PoolRun[] = [];
  readonly #onIdle: () => void;
  #idleTimer: Timer | undefined;
  /** Why there are no workers. */
  failure: string | undefined;

  /** @param onIdle Called once idle workers have ended. */
  constructor(threads: number, start: Start, onIdle: () => void) {
    this.crew = new Crew(threads, start, this);
    this.#onIdle = onIdle;
  }

  get runCount(): number {
    return this.#runs.length;
  }

  /**
   * Has a run computed. Once this settles, no worker writes anything of it any more.
   *
   * @throws `NoWorkers` if they cannot be started.
   */
  async run(run: PoolRun, signal: AbortSignal | undefined): Promise<void> {
    (globalThis as unknown as Timers).clearTimeout(this.#idleTimer);
    this.#runs.push(run);
    let timer: Timer | undefined;
    const abort = () => {
      timer = after(ABORT_MS, () => this.crew.endThoseWith((task) => run.holds(task)));
      run.fail(signal?.reason);
    };
    signal?.addEventListener('abort', abort);
    try {
      this.crew.work();
      await run.done;
    } finally {
      signal?.removeEventListener('abort', abort);
      (globalThis as unknown as Timers).clearTimeout(timer);
      this.#runs.splice(this.#runs.indexOf(run), 1);
      if (this.#runs.length === 0) this.#idleTimer = after(IDLE_MS, () => this.#rest());
      else this.crew.work();
    }
  }

  #rest(): void {
    this.crew.endIdle();
    this.#onIdle();
  }

  /** Waits for all that runs, then ends the workers. */
  async close(): Promise<void> {
    while (this.#runs.length > 0) await Promise.allSettled(this.#runs.map(({ done }) => done));
    (globalThis as unknown as Timers).clearTimeout(this.#idleTimer);
    this.crew.endIdle();
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

  fail(reason: string): void {
    this.failure ??= reason;
    for (const run of [...this.#runs]) run.fail(new NoWorkers(reason));
  }
}
