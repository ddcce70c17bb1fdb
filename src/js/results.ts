import { elementTypes } from '../base/dtype.ts';
import type { RowSink } from '../io/view.ts';
import type { PlanBase } from '../plan/base.ts';
import type { Division } from '../problem/problem.ts';
import { divide } from './divide.ts';
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

  /** Hands over the sums of a kernel. Returns whether some are so near to a tie that they have to be computed directly. */
  deliver(sink: RowSink, firstRow: number, rowCount: number, kernel: number): boolean {
    const length = rowCount * this.#plan.outputRowLength;
    const { range } = elementTypes[this.#plan.result];
    const { tieMargin, divisions } = this.#plan;
    const isNearTie = tieMargin > 0 && nearHalf(this.sums, length, tieMargin);
    if (this.#rounded) round(this.sums, length);
    if (divisions) divide(this.sums, length, divisions[kernel] as Division);
    if (range !== null && this.#results) narrow(this.sums, length, ...range, this.#results);
    sink.write(firstRow, rowCount, this.#results ?? this.sums, 0, this.#plan.outputRowLength);
    return isNearTie;
  }
}
