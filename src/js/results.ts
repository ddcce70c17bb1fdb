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

  /** Whether a sum is nearer to a tie than the plan's margin. */
  isNearTie(rowCount: number): boolean {
    return nearHalf(this.sums, rowCount * this.#plan.outputRowLength, this.#plan.tieMargin);
  }

  /** Makes results of the sums of a kernel and writes them. */
  deliver(sink: RowSink, firstRow: number, rowCount: number, kernel: number): void {
    const length = rowCount * this.#plan.outputRowLength;
    const { range } = elementTypes[this.#plan.result];
    const { divisions } = this.#plan;
    if (this.#rounded) round(this.sums, length);
    if (divisions) divide(this.sums, length, divisions[kernel] as Division);
    if (range !== null && this.#results) narrow(this.sums, length, ...range, this.#results);
    sink.write(firstRow, rowCount, this.#results ?? this.sums, 0, this.#plan.outputRowLength);
  }
}
