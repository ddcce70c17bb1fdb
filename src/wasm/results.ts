import { elementTypes } from '../base/dtype.ts';
import type { TypedArray } from '../base/types.ts';
import type { RowSink } from '../io/view.ts';
import type { PlanBase } from '../plan/base.ts';
import type { Division } from '../problem/problem.ts';
import type { Rows } from './columns.ts';
import { type Engine, type Kernel, suffixes } from './engine.ts';
import type { Pieces } from './heap.ts';

interface Habits {
  /** Elements from row to row of the scratch area: more than a row where what computes the sums writes past its end. */
  readonly pitch?: number;
  /** Whether sums are to be rounded to integers before they are handed over. */
  readonly rounds?: boolean;
}

/**
 * Where sums go. Straight into the caller's image where that lies in linear memory and has the type of the sums; else
 * into the scratch area, from where `deliver` rounds and copies them.
 */
export class Results {
  readonly #plan: PlanBase;
  readonly #engine: Engine;
  readonly #pitch: number;
  readonly #rounds: boolean;
  readonly #sums: number;
  readonly #narrowed: number;
  readonly #round: Kernel;
  readonly #narrow: Kernel;
  readonly #nearHalf: Kernel;
  readonly #divide: Kernel;

  constructor(plan: PlanBase, engine: Engine, scratch: Pieces, habits: Habits = {}) {
    this.#plan = plan;
    this.#engine = engine;
    const suffix = suffixes[plan.accumulator];
    this.#round = engine.kernel(`round_${suffix}`);
    this.#nearHalf = engine.kernel('nearHalf_f64');
    this.#divide = engine.kernel('divide_f64');
    this.#narrow = engine.kernel(`narrow_${suffix}_${suffixes[plan.result]}`);
    this.#pitch = habits.pitch ?? plan.outputRowLength;
    this.#rounds = habits.rounds ?? false;
    const length = plan.strip.outputRows * this.#pitch;
    this.#sums = scratch.take(length * elementTypes[plan.accumulator].bytes);
    this.#narrowed = this.#isInteger ? scratch.take(length * elementTypes[plan.result].bytes) : 0;
  }

  get #isInteger(): boolean {
    return elementTypes[this.#plan.result].range !== null;
  }

  /** Where rows of results from `row` on go. */
  place(sink: RowSink, row: number): Rows {
    const { accumulator, result, outputRowLength } = this.#plan;
    const { bytes } = elementTypes[accumulator];
    const mayGoStraight = result === accumulator && !this.#rounds && this.#pitch === outputRowLength;
    const { view } = sink;
    const start = mayGoStraight ? this.#engine.addressOf(view, result) : undefined;
    if (view === null || start === undefined) {
      return { address: this.#engine.scratch + this.#sums, pitchBytes: this.#pitch * bytes };
    }
    const pitchBytes = view.rowStride * bytes;
    return { address: start + row * pitchBytes, pitchBytes };
  }

  /** Whether a sum is nearer to a tie than the plan's margin. Such sums always lie in the scratch area. */
  isNearTie(rowCount: number): boolean {
    const { tieMargin } = this.#plan;
    return this.#nearHalf(this.#engine.scratch + this.#sums, rowCount * this.#pitch, tieMargin) !== 0;
  }

  /** Makes results of the sums in the scratch area and writes them. */
  deliver(sink: RowSink, firstRow: number, rowCount: number, kernel: number): void {
    const { accumulator, result, divisions } = this.#plan;
    const { scratch, buffer } = this.#engine;
    const sums = scratch + this.#sums;
    if (this.place(sink, firstRow).address !== sums) return;
    const length = rowCount * this.#pitch;
    if (this.#rounds) this.#round(sums, length);
    if (divisions) {
      const { initial, divisor } = divisions[kernel] as Division;
      this.#divide(sums, length, initial, divisor);
    }
    let from = sums;
    if (this.#isInteger) {
      from = scratch + this.#narrowed;
      this.#narrow(sums, length, from);
    }
    const { array } = elementTypes[this.#isInteger ? result : accumulator];
    sink.write(firstRow, rowCount, new array(buffer, from, length) as TypedArray, 0, this.#pitch);
  }
}
