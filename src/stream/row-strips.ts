import { elementTypes } from '../base/dtype.ts';
import { wrongKind, wrongValue } from '../base/errors.ts';
import type { DType, Method, TypedArray } from '../base/types.ts';
import type { Backends } from '../call/api.ts';
import type { Core } from '../call/core.ts';
import { noOuts } from '../call/outs.ts';
import type { Part } from '../call/plan-call.ts';
import type { Shape } from '../io/view.ts';
import type { Streaming } from '../problem/options.ts';
import { bytesOf, type Chunk, type Feed } from './feed.ts';
import { type FilterFor, planRows, type RowCall } from './row-filter.ts';
import type { RowStrip } from './row-types.ts';
import type { Runner } from './runner.ts';
import { readsBeyond, Schedule, type Task } from './schedule.ts';
import { Stopper } from './stopper.ts';
import { RowWindow, rowsFrom } from './window.ts';

/** Stands for a height that is not known. More rows than an image can have: they and their borders are counted in 31 bits. */
const UNKNOWN_HEIGHT = 2 ** 30;

/** What is to be done to the rows. */
export interface RowJob {
  readonly api: Core & Backends;
  readonly feed: Feed;
  readonly filterFor: FilterFor;
  readonly columns: number;
  readonly channels: number;
  /** Undefined: the source ends with its last row. */
  readonly height: number | undefined;
  /** Undefined: that of the first chunk. */
  readonly dtype: DType | undefined;
  /** About how many bytes are read and written at a time. */
  readonly pieceBytes: number;
  /** Whether a strip may have the array of the one before. */
  readonly reuses: boolean;
}

/** At most about so many bytes of rows are asked for at a time, where a source can be asked. */
const READ_BYTES = 2 ** 20;

const none = /* @__PURE__ */ new Uint8Array(0);

/** Filters the rows of one image. */
export class RowStrips {
  readonly stopper = new Stopper();
  readonly #job: RowJob;
  readonly #runner: Runner;
  /** What is planned before the type is known, which most often is this one. */
  readonly #guess: { readonly dtype: DType; readonly planned: RowCall | null };
  /** Arrays of strips that nobody reads any longer. */
  readonly #spare: TypedArray[] = [];
  #dtype: DType | undefined;
  #window: RowWindow | null = null;
  /** The part of the last chunk that has no place in the window yet. */
  #rest: Uint8Array = none;
  /** The first chunk, which told the type of the elements. */
  #first: Chunk | null = null;
  #isEnded = false;

  /** @throws What is wrong with the job, before anything is pulled. */
  constructor(job: RowJob, runner: Runner) {
    this.#job = job;
    this.#runner = runner;
    this.#dtype = job.dtype;
    const dtype = job.dtype ?? 'uint8';
    this.#guess = { dtype, planned: this.#planFirst(dtype) };
    const { planned } = this.#guess;
    if (planned === null || job.feed.isSeekable || planned.call.options.boundary[0] !== 'wrap') return;
    if (!readsBeyond(planned.call.parts[0] as Part)) return;
    const expected =
      'another rule for rows than "wrap", which needs the last rows first, or { height, read }';
    throw wrongKind('ERR_CONFLICT', 'boundary', expected, '"wrap" and rows in order');
  }

  async *strips(): AsyncGenerator<RowStrip, void, undefined> {
    const running: Promise<RowStrip>[] = [];
    let failure: unknown = null;
    try {
      this.stopper.throwIfStopped();
      await this.#findType();
      const tasks = this.#tasks();
      for (;;) {
        this.stopper.throwIfStopped();
        while (running.length < this.#runner.concurrency) {
          const { done, value } = await tasks.next();
          if (done) break;
          const strip = value();
          // It is awaited later.
          strip.catch(() => undefined);
          running.push(strip);
        }
        const next = running.shift();
        if (next === undefined) break;
        const strip = await this.stopper.race(next);
        yield strip;
        if (this.#job.reuses) this.#spare.push(strip.data);
      }
      await this.#refuseMore();
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      this.stopper.stop(failure);
      this.#runner.stop();
      await Promise.allSettled(running);
      this.dispose();
      if (!this.#isEnded) this.#close(failure);
    }
  }

  /** Also for what nobody finishes. */
  dispose(): void {
    this.#runner.dispose();
    this.#window = null;
  }

  /** The source may take its time to end, and what it throws then helps nobody. */
  #close(reason: unknown): void {
    this.#job.feed.close(reason).catch(() => undefined);
  }

  /** What computes each piece, once the rows that it reads are there. */
  async *#tasks(): AsyncGenerator<() => Promise<RowStrip>, void, undefined> {
    const { height, feed } = this.#job;
    const dtype = this.#dtype as DType;
    const planned = dtype === this.#guess.dtype ? this.#guess.planned : this.#planFirst(dtype);
    const schedules = planned && this.#schedule(planned);
    const minRows = schedules ? Math.min(schedules.rowsOfPieces, height ?? Infinity) : 0;
    this.#window = new RowWindow(dtype, this.#shape(1), minRows);
    if (planned === null || schedules === null) {
      yield await this.#swapped(height as number);
      return;
    }
    let schedule = schedules;
    let isKnown = height !== undefined;
    if (schedule.continued > 0) {
      feed.seek({ first: -schedule.continued, end: schedule.imageRows - schedule.continued });
    }
    for (let row = 0; ; ) {
      const task = schedule.from(row);
      if (task === null) return;
      await this.#fill(task, schedule, isKnown);
      if (isKnown || this.#rowsEnd() >= task.rows.end) {
        const { outputRows, imageRows } = schedule;
        yield () => this.#compute(task, outputRows, imageRows);
        row += task.piece.rowCount;
        continue;
      }
      // The source has ended, so that now the height is known.
      isKnown = true;
      const rest = this.#planRest(planned, row);
      if (rest === null) {
        yield await this.#swapped(this.#rowsEnd());
        return;
      }
      schedule = this.#schedule(rest);
    }
  }

  #shape(rows: number): Shape {
    const { columns, channels } = this.#job;
    return { rows, columns, channels };
  }

  #planFirst(dtype: DType): RowCall | null {
    const { height } = this.#job;
    return this.#plan(dtype, height ?? UNKNOWN_HEIGHT, height ? 'known-height' : 'unknown-height');
  }

  #plan(dtype: DType, height: number, streaming: Streaming | null, method?: Method): RowCall | null {
    const { api, filterFor } = this.#job;
    const shape = this.#shape(height);
    const filter = filterFor(shape, dtype);
    const given = method ? { ...filter, options: { ...filter.options, method } } : filter;
    return planRows(given, shape, dtype, streaming, api);
  }

  /** Plans the rest of a call whose height was not known: by the same method as what was computed. */
  #planRest(before: RowCall, firstRow: number): RowCall | null {
    const height = this.#rowsEnd();
    const dtype = this.#dtype as DType;
    if (height === 0) throw wrongValue('ERR_IMAGE', 'rows', 'at least 1 row', '0');
    if (firstRow === 0) return this.#plan(dtype, height, null);
    const planned = this.#plan(dtype, height, 'unknown-height');
    const methodOf = ({ call }: RowCall) => (call.parts[0] as Part).choice.plan.method;
    if (planned === null || methodOf(planned) === methodOf(before)) return planned;
    try {
      return this.#plan(dtype, height, 'unknown-height', methodOf(before));
    } catch {
      // It does not serve an image of this height.
      return planned;
    }
  }

  #schedule({ call, combination }: RowCall): Schedule {
    const isContinued = this.#job.feed.isSeekable && call.options.boundary[0] === 'wrap';
    return new Schedule(call, combination, isContinued, this.#job.pieceBytes);
  }

  async #compute(task: Task, outputRows: number, imageRows: number): Promise<RowStrip> {
    const { call, combination, piece } = task;
    const window = this.#window as RowWindow;
    const [part] = call.parts as [Part];
    const { columns } = part.problem.output;
    const { channels } = this.#job;
    const result = combination?.types[0] ?? call.subject.result;
    const data = this.#arrayOf(result, piece.rowCount * columns * channels);
    const results = rowsFrom(data, result, { rows: outputRows, columns, channels }, piece.firstRow);
    const finished = window.use();
    try {
      const running = this.#runner.run(task, window.view(imageRows), [results]);
      if (running) await running;
    } finally {
      finished();
    }
    return { data, width: columns, height: piece.rowCount, channels, firstRow: piece.firstRow };
  }

  #arrayOf(dtype: DType, length: number): TypedArray {
    const spare = this.#spare.pop();
    if (spare && spare.length >= length) return spare.subarray(0, length);
    return new elementTypes[dtype].array(length);
  }

  /** Where the kernel is the larger: then the image has fewer rows than the kernel. */
  async #swapped(height: number): Promise<() => Promise<RowStrip>> {
    await this.#fillUpTo(0, height);
    this.#refuseFew(height);
    const { filter, options } = this.#job.filterFor(this.#shape(height), this.#dtype as DType);
    const view = (this.#window as RowWindow).view(height);
    const container = { kind: 'pixels', rank: 3, view } as const;
    return async () => {
      const result = this.#job.api.filterOnce(filter, container, noOuts, options);
      return { ...(result as Omit<RowStrip, 'firstRow'>), firstRow: 0 };
    };
  }

  #rowsEnd(): number {
    return (this.#window as RowWindow).end;
  }

  get #rowBytes(): number {
    const { columns, channels } = this.#job;
    return columns * channels * elementTypes[this.#dtype as DType].bytes;
  }

  /** Waits for the rows of a task. */
  async #fill({ rows }: Task, { below, imageRows }: Schedule, isKnown: boolean): Promise<void> {
    // What lies beyond the lower edge may be a mirror image of so many rows.
    const end = isKnown ? imageRows : this.#rowsEnd();
    await this.#fillUpTo(Math.max(0, Math.min(rows.first, end - 1 - below)), rows.end);
    if (isKnown) this.#refuseFew(rows.end);
  }

  async #fillUpTo(first: number, end: number): Promise<void> {
    const window = this.#window as RowWindow;
    const rowsAtOnce = Math.max(1, Math.floor(READ_BYTES / this.#rowBytes));
    window.reserve(first, end);
    while (window.end < end) {
      if (this.#rest.length === 0) {
        // Rows that are there are not awaited: a few bytes would take as long as to filter them.
        const next = this.#pull(Math.min(end - window.end, rowsAtOnce));
        const chunk = next instanceof Promise ? await next : next;
        if (chunk === null) return;
        this.#rest = bytesOf(chunk, this.#dtype as DType, this.#rowBytes);
      }
      const taken = window.append(this.#rest, end);
      this.#rest = taken === this.#rest.length ? none : this.#rest.subarray(taken);
    }
  }

  #pull(rowCount: number): Chunk | null | Promise<Chunk | null> {
    const first = this.#first;
    this.#first = null;
    if (first || this.#isEnded) return first;
    this.stopper.throwIfStopped();
    const next = this.#job.feed.next(rowCount);
    return next instanceof Promise
      ? this.stopper.race(next).then((chunk) => this.#pulled(chunk))
      : this.#pulled(next);
  }

  #pulled(chunk: Chunk | null): Chunk | null {
    if (chunk) return chunk;
    this.#isEnded = true;
    const bytes = this.#window?.restBytes ?? 0;
    if (bytes === 0) return null;
    const { columns, channels } = this.#job;
    throw wrongValue(
      'ERR_SIZE',
      'rows',
      `whole rows of ${this.#rowBytes} bytes (${columns} pixels of ${channels} channel${channels === 1 ? '' : 's'})`,
      `${bytes} bytes in the last`,
    );
  }

  /** Takes the type of the first chunk, if no other is given. */
  async #findType(): Promise<void> {
    if (this.#dtype === undefined) {
      const { feed } = this.#job;
      const chunk = await this.#pull(1);
      if (chunk === null) throw wrongValue('ERR_IMAGE', 'rows', 'at least 1 row', '0');
      this.#dtype = chunk.dtype;
      // A seekable source is read again from where the call begins.
      if (feed.isSeekable) feed.seek({ first: 0, end: feed.height as number });
      else this.#first = chunk;
    }
  }

  #refuseFew(end: number): void {
    const rows = this.#rowsEnd();
    if (rows < end) throw wrongValue('ERR_SIZE', 'rows', `${this.#job.height} rows`, `${rows}`);
  }

  /** All results are there. What is left of the source: rows that no result reads, and none that the image does not have. */
  async #refuseMore(): Promise<void> {
    const { height, feed } = this.#job;
    if (height === undefined || feed.isSeekable) return;
    const wanted = height * this.#rowBytes;
    let bytes = (this.#window as RowWindow).bytesCame + this.#rest.length;
    while (bytes <= wanted) {
      const chunk = await this.#pull(1);
      if (chunk === null) break;
      bytes += bytesOf(chunk, this.#dtype as DType, this.#rowBytes).length;
    }
    if (bytes === wanted) return;
    const got = bytes > wanted ? 'more' : `${bytes / this.#rowBytes}`;
    throw wrongValue('ERR_SIZE', 'rows', `${height} rows`, got);
  }
}
