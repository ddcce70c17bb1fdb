import { elementTypes } from '../base/dtype.ts';
import { wrongValue } from '../base/errors.ts';
import type { DType } from '../base/types.ts';
import type { Backends, Core } from '../call/api.ts';
import type { Combination } from '../call/filter.ts';
import { noOuts } from '../call/outs.ts';
import type { Call, Part } from '../call/plan-call.ts';
import type { Shape } from '../io/view.ts';
import type { Streaming } from '../problem/options.ts';
import { bytesOf, type Chunk, type Feed } from './feed.ts';
import { type FilterFor, planRows, type RowFilter } from './row-filter.ts';
import type { RowStrip } from './row-types.ts';
import type { Runner } from './runner.ts';
import { Schedule, type Task } from './schedule.ts';
import { Stopper } from './stopper.ts';
import { RowWindow, rowsFrom } from './window.ts';

/** Stands for a height that is not known. More rows than an image can have: they and their borders are counted in 31 bits. */
export const UNKNOWN_HEIGHT = 2 ** 30;

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
}

/** A call, and what is made of its sums. */
interface RowCall {
  readonly call: Call;
  readonly combination: Combination | null;
}

/** Filters the rows of one image. */
export class RowStrips {
  readonly stopper = new Stopper();
  readonly #job: RowJob;
  readonly #runner: Runner;
  #dtype: DType | undefined;
  #window: RowWindow | null = null;
  /** The part of the last chunk that has no place in the window yet. */
  #rest: Uint8Array = new Uint8Array(0);
  /** The first chunk, which told the type of the elements. */
  #first: Chunk | null = null;
  #isEnded = false;

  constructor(job: RowJob, runner: Runner) {
    this.#job = job;
    this.#runner = runner;
    this.#dtype = job.dtype;
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
        yield await this.stopper.race(next);
      }
      await this.#refuseMore();
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      this.stopper.stop(failure);
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
    const { height } = this.#job;
    const planned = this.#plan(height ?? UNKNOWN_HEIGHT, height ? 'known-height' : 'unknown-height');
    if (planned === null) {
      yield await this.#swapped(height as number);
      return;
    }
    let schedule = this.#schedule(planned);
    let isKnown = height !== undefined;
    if (schedule.continued > 0) {
      this.#job.feed.seek({ first: -schedule.continued, end: schedule.imageRows - schedule.continued });
    }
    for (let row = 0; ; ) {
      const task = schedule.from(row);
      if (task === null) return;
      await this.#fill(task, schedule, isKnown);
      if (isKnown || this.#rowsEnd() >= task.rows.end) {
        yield () => this.#compute(task, schedule);
        row += task.piece.rowCount;
        continue;
      }
      // The source has ended, so that now the height is known.
      isKnown = true;
      const whole = this.#planKnown(planned, row);
      if (whole === null) {
        yield await this.#swapped(this.#rowsEnd());
        return;
      }
      schedule = this.#schedule(whole);
    }
  }

  #filter(height: number): RowFilter {
    return this.#job.filterFor(this.#shape(height), this.#dtype as DType);
  }

  #shape(rows: number): Shape {
    const { columns, channels } = this.#job;
    return { rows, columns, channels };
  }

  #plan(
    height: number,
    streaming: Streaming | null,
    method?: RowFilter['options']['method'],
  ): RowCall | null {
    const filter = this.#filter(height);
    const { options, combination } = filter;
    const given = method ? { ...filter, options: { ...options, method } } : filter;
    const call = planRows(given, this.#shape(height), this.#dtype as DType, streaming, this.#job.api);
    return call && { call, combination };
  }

  /** Plans the rest of a call, whose height was not known: by the same method as what was computed. */
  #planKnown(before: RowCall, firstRow: number): RowCall | null {
    const height = this.#rowsEnd();
    if (height === 0) throw wrongValue('ERR_IMAGE', 'rows', 'at least 1 row', '0');
    if (firstRow === 0) return this.#plan(height, null);
    const planned = this.#plan(height, 'unknown-height');
    const methodOf = ({ call }: RowCall) => (call.parts[0] as Part).choice.plan.method;
    if (planned === null || methodOf(planned) === methodOf(before)) return planned;
    try {
      return this.#plan(height, 'unknown-height', methodOf(before));
    } catch {
      // It does not serve an image of this height.
      return planned;
    }
  }

  #schedule({ call, combination }: RowCall): Schedule {
    const { feed } = this.#job;
    return new Schedule(call, combination, feed.isSeekable && call.options.boundary[0] === 'wrap');
  }

  async #compute(task: Task, schedule: Schedule): Promise<RowStrip> {
    const { call, combination, piece } = task;
    const window = this.#window as RowWindow;
    const [part] = call.parts as [Part];
    const { columns } = part.problem.output;
    const { channels } = this.#job;
    const result = combination?.types[0] ?? call.subject.result;
    const data = new elementTypes[result].array(piece.rowCount * columns * channels);
    const shape = { rows: schedule.outputRows, columns, channels };
    const finished = window.use();
    try {
      const running = this.#runner.run(task, window.view(schedule.imageRows), [
        rowsFrom(data, result, shape, piece.firstRow),
      ]);
      if (running) await running;
    } finally {
      finished();
    }
    return { data, width: columns, height: piece.rowCount, channels, firstRow: piece.firstRow };
  }

  /** Where the kernel is the larger: then the image has fewer rows than the kernel. */
  async #swapped(height: number): Promise<() => Promise<RowStrip>> {
    await this.#fillUpTo(0, height);
    this.#refuseFew(height);
    const { filter, options } = this.#filter(height);
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

  /** Waits for the rows of a task. */
  async #fill({ rows }: Task, { below, imageRows }: Schedule, isKnown: boolean): Promise<void> {
    // What lies beyond the lower edge may be a mirror image of so many rows.
    const last = isKnown ? imageRows : this.#rowsEnd();
    await this.#fillUpTo(Math.max(0, Math.min(rows.first, last - 1 - below)), rows.end);
    if (isKnown) this.#refuseFew(rows.end);
  }

  async #fillUpTo(first: number, end: number): Promise<void> {
    const window = this.#window as RowWindow;
    window.reserve(first, end);
    while (window.end < end) {
      if (this.#rest.length === 0) {
        const chunk = await this.#pull(end - window.end);
        if (chunk === null) return;
        this.#rest = bytesOf(chunk, this.#dtype as DType, this.#rowBytes);
      }
      this.#rest = window.append(this.#rest, end);
    }
  }

  get #rowBytes(): number {
    const { columns, channels } = this.#job;
    return columns * channels * elementTypes[this.#dtype as DType].bytes;
  }

  async #pull(rowCount: number): Promise<Chunk | null> {
    if (this.#first) {
      const first = this.#first;
      this.#first = null;
      return first;
    }
    if (this.#isEnded) return null;
    const chunk = await this.stopper.race(this.#job.feed.next(rowCount));
    if (chunk === null) {
      this.#isEnded = true;
      this.#refusePart();
    }
    return chunk;
  }

  async #findType(): Promise<void> {
    const { feed } = this.#job;
    if (this.#dtype === undefined) {
      const chunk = await this.#pullFirst();
      this.#dtype = chunk.dtype;
      // A seekable source is read again from where the call begins.
      if (feed.isSeekable) feed.seek({ first: 0, end: feed.height as number });
      else this.#first = chunk;
    }
    this.#window = new RowWindow(this.#dtype, this.#shape(1));
  }

  async #pullFirst(): Promise<Chunk> {
    const chunk = await this.stopper.race(this.#job.feed.next(1));
    if (chunk) return chunk;
    this.#isEnded = true;
    throw wrongValue('ERR_IMAGE', 'rows', 'at least 1 row', '0');
  }

  /** Refuses a source that ends within a row. */
  #refusePart(): void {
    const bytes = this.#window?.restBytes ?? 0;
    if (bytes === 0) return;
    throw wrongValue(
      'ERR_SIZE',
      'rows',
      `whole rows of ${this.#rowBytes} bytes`,
      `${bytes} bytes in the last`,
    );
  }

  #refuseFew(end: number): void {
    const { height } = this.#job;
    const rows = this.#rowsEnd();
    if (rows < end) throw wrongValue('ERR_SIZE', 'rows', `${height} rows`, `${rows}`);
  }

  /** All results are there. What is left of the source: rows that no result reads, and none that the image does not have. */
  async #refuseMore(): Promise<void> {
    const { height, feed } = this.#job;
    if (feed.isSeekable) return;
    let bytes = this.#rowsEnd() * this.#rowBytes + (this.#window as RowWindow).restBytes + this.#rest.length;
    const limit = height === undefined ? Infinity : height * this.#rowBytes;
    while (bytes <= limit) {
      const chunk = await this.#pull(1);
      if (chunk === null) break;
      bytes += bytesOf(chunk, this.#dtype as DType, this.#rowBytes).length;
    }
    if (bytes === limit || height === undefined) return;
    const whole = bytes / this.#rowBytes;
    const got = bytes > limit ? 'more' : `${whole}`;
    throw wrongValue('ERR_SIZE', 'rows', `${height} rows`, got);
  }
}
