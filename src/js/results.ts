import { elementTypes } from '../dtype.ts';
import type { PlanBase } from '../plan/plan.ts';
import type { RowSink } from '../view.ts';
import { narrow } from './narrow.ts';
import { nearHalf } from './near-half.ts';
import { round } from './round.ts';

/** Sums of a strip, and their way to the caller. */
export class Results {
  readonly sums: Float32Array | Float64Array;
  readonly #plan: PlanBase;
  readonly #results: Parameters<typeof narrow>[4] | undefined;
  readonly #rounded: boolean;

  constructor(plan: PlanBase, rounded = false) {
    const { range, array } = elementTypes[plan.result];
    const length = plan.strip.outputRows * plan.outputRowLength;
    this.#plan = plan;
    this.#rounded = rounded;
    this.sums = new elementTypes[plan.accumulator].array(length);
    this.#results = range === null ? undefined : new array(length);
  }

  /** Returns whether some sums are so near to a half that they have to be computed directly. */
  deliver(sink: RowSink, firstRow: number, rowCount: number): boolean {
    const length = rowCount * this.#plan.outputRowLength;
    const { range } = elementTypes[this.#plan.result];
    const { margin } = this.#plan;
    const isNearHalf = margin > 0 && nearHalf(this.sums, length, margin);
    if (this.#rounded) round(this.sums, length);
    if (range !== null && this.#results) narrow(this.sums, length, ...range, this.#results);
    sink.write(firstRow, rowCount, this.#results ?? this.sums, 0, this.#plan.outputRowLength);
    return isNearHalf;
  }
}
