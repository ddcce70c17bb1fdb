import { coded, inMemory } from '../base/errors.ts';
import type { Work } from '../call/filter.ts';
import { NoWorkers } from '../call/piece-runner.ts';
import { type Rows, rowsReadBy } from '../call/pieces.ts';
import type { Part } from '../call/plan-call.ts';
import type { Piece } from '../call/run-call.ts';
import type { Cargo, Copy, Load } from './cargo.ts';
import type { Ending, Task } from './crew.ts';
import { Ownership } from './ownership.ts';
import type { CallMessage, ErrorData } from './protocol.ts';
import { turn } from './turns.ts';

/** So many workers may die over a piece: the next one would too. Chosen: some die by chance, or over another piece that they have. */
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
  /** Settled once no worker has memory of the caller's any more. */
  readonly done: Promise<void>;
  readonly call: CallMessage;
  readonly #job: Work;
  readonly #cargo: Cargo;
  readonly #onProgress: ((done: number, total: number) => void) | undefined;
  /** Those of which no results have come. */
  readonly unfinished: Set<Piece>;
  /** Those that nobody computes. */
  readonly #waiting: Waiting[];
  readonly #inFlight = new Set<Task>();
  readonly #ownership: Ownership;
  readonly #total: number;
  /** Called once it has failed. */
  onFail: () => void = () => {};
  #finishedRows = 0;
  #isSettled = false;
  #error: { readonly value: unknown } | undefined;
  #settle!: { resolve(): void; reject(error: unknown): void };

  constructor(
    job: Work,
    call: CallMessage,
    pieces: readonly Piece[],
    cargo: Cargo,
    onProgress: ((done: number, total: number) => void) | undefined,
  ) {
    this.#job = job;
    this.call = call;
    this.#cargo = cargo;
    this.#ownership = new Ownership(job);
    this.#onProgress = onProgress;
    this.unfinished = new Set(pieces);
    this.#waiting = pieces.map((piece) => ({
      piece,
      rows: rowsReadBy(job.call, piece, job.combination !== null),
      deaths: 0,
    }));
    this.#total = rowsOf(pieces);
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
          this.#ownership.check();
          load = inMemory(() => this.#cargo.load(piece, rows, this.#resultsOf(piece), memory));
        } catch (error) {
          this.fail(error);
          return undefined;
        }
        const { image, results, transfer, copies } = load;
        return {
          message: { type: 'piece', task: id, call: this.call.id, piece, image, results },
          copies: copies.map((copy) => () => this.#try(copy)),
          transfer,
        };
      },
      end: (ending) => void this.#end(task, taken, ending, load),
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

  async #end(task: Task, taken: Waiting, ending: Ending, load: Load | undefined): Promise<void> {
    const sent = ending.type === 'done' ? ending.sent : [];
    try {
      if (ending.type === 'done') await this.#deliver(load?.deliver(sent) ?? []);
      this.#inFlight.delete(task);
      this.#take(taken, ending);
      load?.dispose(sent);
    } catch (error) {
      // A file of workers may be any program.
      this.fail(error);
    } finally {
      this.#inFlight.delete(task);
      this.#settleIfOver();
    }
  }

  /** Copies the rows of results to where the caller wants them, some in each turn of the event loop. */
  async #deliver(copies: readonly Copy[]): Promise<void> {
    // Those that workers wrote in place have to be the caller's still.
    this.#try(() => {});
    for (const [i, copy] of copies.entries()) {
      if (i > 0) await turn();
      if (!this.#try(copy)) return;
    }
  }

  /** @returns Whether the call has not failed. */
  #try(copy: Copy): boolean {
    if (this.#error !== undefined) return false;
    try {
      this.#ownership.check();
      copy();
      return true;
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  #take(taken: Waiting, ending: Ending): void {
    switch (ending.type) {
      case 'done':
        this.#finish(taken.piece);
        break;
      case 'failed':
        this.fail(errorOf(ending.error));
        break;
      case 'refused':
        this.#waiting.unshift(taken);
        this.fail(new NoWorkers(ending.reason));
        break;
      case 'died':
        this.#waiting.unshift(taken);
        this.#retry(taken, ending.reason);
        break;
      case 'lost':
        this.#waiting.unshift(taken);
    }
  }

  #finish(piece: Piece): void {
    if (this.#error !== undefined) return;
    this.unfinished.delete(piece);
    this.#finishedRows += piece.rowCount;
    try {
      this.#onProgress?.(this.#finishedRows, this.#total);
    } catch (error) {
      this.fail(error);
    }
  }

  #retry(taken: Waiting, reason: string): void {
    if (++taken.deaths <= MAX_DEATHS) return;
    const error = new Error(
      `${taken.deaths} workers died while they computed the same rows of a result, the last because: ${reason}`,
    );
    this.fail(coded(error, 'ERR_WORKER'));
  }

  /** No more pieces are computed. The first error counts. */
  fail(error: unknown): void {
    if (this.#error !== undefined || this.#isSettled) return;
    this.#error = { value: error };
    this.onFail();
    this.#settleIfOver();
  }

  /** Whether workers read or write memory of the caller's. */
  get isInPlace(): boolean {
    return this.#cargo.isInPlace;
  }

  /** Whether a worker has a piece of it. */
  get isInFlight(): boolean {
    return this.#inFlight.size > 0;
  }

  holds(task: Task): boolean {
    return this.#inFlight.has(task);
  }

  #settleIfOver(): void {
    // What has failed need not wait for workers that see nothing of the caller's.
    if (!this.isOver || (this.isInPlace && this.isInFlight)) return;
    this.#isSettled = true;
    if (this.#error) this.#settle.reject(this.#error.value);
    else this.#settle.resolve();
  }
}

export function rowsOf(pieces: Iterable<Piece>): number {
  let sum = 0;
  for (const { rowCount } of pieces) sum += rowCount;
  return sum;
}

function errorOf({ name, message, code }: ErrorData): Error {
  const Type = name === 'RangeError' ? RangeError : name === 'TypeError' ? TypeError : Error;
  const error = new Type(message);
  return code === undefined ? error : Object.assign(error, { code });
}
