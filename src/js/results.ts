import { elementTypes } from '../base/dtype.ts';
import type { TypedArray } from '../base/types.ts';
import type { RowSink } from '../io/view.ts';
import type { IntegerKernel } from '../plan/integer.ts';
import type { Plan } from '../plan/plan.ts';
import type { Division } from '../problem/problem.ts';
import type { Destination } from './direct-kernel.ts';
import { divide, narrow, nearHalf, round, type Sums } from './sums.ts';

/** Sums of a strip, and their way to the caller. */
export class Results implements Destination {
  /** Where sums go: see `place`. */
  values: Sums;
  at = 0;
  rowStride: number;
  readonly bytes: number;
  readonly #plan: Plan;
  readonly #rounds: boolean;
  /** Whether sums may go straight to the caller: of a single strip, since to larger arrays they go faster a strip at a time. */
  readonly #mayGoStraight: boolean;
  readonly #sums: Sums;
  /** Results of integer types. */
  readonly #integers: TypedArray | null;

  /** @param rounds Whether sums are rounded to the integers that they are near. */
  constructor(plan: Plan, rounds = false) {
    const { accumulator, result, divisions, outputRowLength } = plan;
    const length = plan.strip.outputRows * outputRowLength;
    const { range, array } = elementTypes[result];
    const isInteger = 'arithmetic' in plan;
    this.#plan = plan;
    this.#rounds = rounds;
    const isSingle = plan.strip.outputRows === plan.output.rows;
    this.#mayGoStraight = isSingle && result === accumulator && !rounds && divisions === null && !isInteger;
    // Float32 does not hold all sums of integers.
    this.#sums = new elementTypes[isInteger ? 'float64' : accumulator].array(length);
    // An array that rounds half to even and saturates by itself.
    const ofBytes = range?.[1] === 255 ? Uint8ClampedArray : array;
    this.#integers = range === null ? null : new ofBytes(length);
    this.bytes = this.#sums.byteLength + (this.#integers?.byteLength ?? 0);
    this.values = this.#sums;
    this.rowStride = outputRowLength;
  }

  /** Sums of rows from `row` on go straight into the caller's array where they are its results and it has their type. */
  place({ view }: RowSink, row: number): void {
    if (!this.#mayGoStraight) return;
    const isStraight = view !== null && view.dtype === this.#plan.result && view.hasPackedRows;
    this.values = isStraight ? (view.data as Sums) : this.#sums;
    this.rowStride = isStraight ? view.rowStride : this.#plan.outputRowLength;
    this.at = isStraight ? view.offset + row * view.rowStride : 0;
  }

  /** Whether a sum is nearer to a tie than the plan's margin. */
  isNearTie(rowCount: number): boolean {
    const { outputRowLength, tieMargin } = this.#plan;
    return nearHalf(this.#sums, rowCount * outputRowLength, tieMargin);
  }

  /** Makes results of the sums of a kernel and writes them, unless they lie where they belong. */
  deliver(sink: RowSink, firstRow: number, rowCount: number, kernel: number): void {
    if (this.values !== this.#sums) {
      // Nobody but the caller keeps its array.
      this.values = this.#sums;
      return;
    }
    const plan = this.#plan;
    const length = rowCount * plan.outputRowLength;
    if (this.#rounds) round(this.#sums, length);
    if ('arithmetic' in plan) this.#divideIntegers(plan.kernels[kernel] as IntegerKernel, length);
    else if (plan.divisions) divide(this.#sums, length, plan.divisions[kernel] as Division);
    const { range } = elementTypes[plan.result];
    if (this.#integers && range) narrow(this.#sums, length, ...range, this.#integers);
    sink.write(firstRow, rowCount, this.#integers ?? this.#sums, 0, plan.outputRowLength);
  }

  /** WebAssembly divides float32 numbers, which hold sums of 16 bits exactly. */
  #divideIntegers({ finish: { scaling, divisor } }: IntegerKernel, count: number): void {
    if (scaling === 'none') return;
    const sums = this.#sums;
    for (let i = 0; i < count; i++) sums[i] = Math.fround(sums[i] as number) / divisor;
  }
}
