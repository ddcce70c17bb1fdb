import { coded } from '../base/errors.ts';
import type { Job } from '../call/filter.ts';
import { type Rows, rowsReadBy } from '../call/pieces.ts';
import type { Part } from '../call/plan-call.ts';
import type { Piece } from '../call/run-call.ts';
import type { Cargo, Load } from './cargo.ts';
import type { Task } from './crew.ts';
import type { CallMessage, ErrorData } from './protocol.ts';

/** So many workers may die over a piece: the next one would too. */
const MAX_DEATHS = 3;

/** A piece, and how many workers died while they had it. */
interface Waiting {
  readonly piece: Piece;
  readonly rows: Rows;
  deaths: number;
}

let taskCount = 0;

/** A job on its way through the workers. */
export class PoolRun {
  /** Settled once no worker has anything of it any more. */
  readonly done: Promise<void>;
  readonly call: CallMessage;
  readonly #job: Omit<Job, 'found' | 'finish'>;
  readonly #cargo: Cargo;
  readonly #onProgress: ((done: number, total: number) => void) | undefined;
  /** Those that nobody computes. */
  readonly #waiting: Waiting[];
  readonly #inFlight = new Set<Task>();
  readonly #total: number;
  #finishedRows = 0;
  #error: { readonly value: unknown } | undefined;
  #settle!: { resolve(): void; reject(error: unknown): void };

  constructor(
    job: Omit<Job, 'found' | 'finish'>,
    call: CallMessage,
    pieces: readonly Piece[],
    cargo: Cargo,
    onProgress: ((done: number, total: number) => void) | undefined,
  ) {
    this.#job = job;
    this.call = call;
    this.#cargo = cargo;
    this.#onProgress = onProgress;
    this.#waiting = pieces.map((piece) => ({
      piece,
      rows: rowsReadBy(job.call, piece, job.combination !== null),
      deaths: 0,
    }));
    this.#total = pieces.reduce((sum, { rowCount }) => sum + rowCount, 0);
    this.done = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  get isOver(): boolean {
    return this.#error !== undefined || this.#finishedRows === this.#total;
  }

  next(): Task | undefined {
    if (this.#error !== undefined) return undefined;
    const taken = this.#waiting.shift();
    if (taken === undefined) return undefined;
    const { piece, rows } = taken;
    const id = taskCount++;
    let load: Load | undefined;
    const task: Task = {
      call: this.call,
      id,
      load: (memory) => {
        try {
          load = this.#cargo.load(piece, rows, this.#resultsOf(piece), memory);
        } catch (error) {
          this.fail(error);
          throw error;
        }
        const { image, results, transfer } = load;
        return { message: { type: 'piece', task: id, call: this.call.id, piece, image, results }, transfer };
      },
      end: (ending) => {
        this.#inFlight.delete(task);
        if (ending === 'died' || ending === 'not started') this.#lose(taken, ending === 'died');
        else if (ending.type === 'failed') this.fail(errorOf(ending.error));
        else this.#finish(piece, () => load?.deliver(ending.results));
        load?.dispose();
        this.#settleIfOver();
      },
    };
    this.#inFlight.add(task);
    return task;
  }

  /** For each result, whether a piece has rows of it. */
  #resultsOf({ part }: Piece): boolean[] {
    const { call, results, combination } = this.#job;
    if (combination) return results.map(() => true);
    const { outputs } = call.parts[part] as Part;
    return results.map((_, i) => outputs.some(({ kernel }) => kernel === i));
  }

  #finish({ rowCount }: Piece, deliver: () => void): void {
    if (this.#error !== undefined) return;
    try {
      deliver();
      this.#finishedRows += rowCount;
      this.#onProgress?.(this.#finishedRows, this.#total);
    } catch (error) {
      this.fail(error);
    }
  }

  #lose(taken: Waiting, hadStarted: boolean): void {
    this.#waiting.unshift(taken);
    if (hadStarted) taken.deaths++;
    if (taken.deaths <= MAX_DEATHS) return;
    const error = new Error(`${taken.deaths} workers died while they computed the same rows of a result`);
    this.fail(coded(error, 'ERR_WORKER'));
  }

  /** No more pieces are computed. The first error counts. */
  fail(error: unknown): void {
    this.#error ??= { value: error };
    this.#settleIfOver();
  }

  /** Whether a worker has a piece of it. */
  get isInFlight(): boolean {
    return this.#inFlight.size > 0;
  }

  holds(task: Task): boolean {
    return this.#inFlight.has(task);
  }

  #settleIfOver(): void {
    if (!this.isOver || this.#inFlight.size > 0) return;
    if (this.#error) this.#settle.reject(this.#error.value);
    else this.#settle.resolve();
  }
}

function errorOf({ name, message, code }: ErrorData): Error {
  const Type = name === 'RangeError' ? RangeError : name === 'TypeError' ? TypeError : Error;
  const error = new Type(message);
  return code === undefined ? error : Object.assign(error, { code });
}
