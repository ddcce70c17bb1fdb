import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { DType } from '../base/types.ts';
import type { RowSink, View } from '../io/view.ts';
import type { PlanBase } from '../plan/base.ts';
import type { Division } from '../problem/problem.ts';
import {
  type Divide,
  divide,
  type Exports,
  type Narrow,
  type NarrowTies,
  type NearTie,
  narrow,
  narrowTies,
  nearTie,
  type Round,
  round,
} from './abi.ts';
import { type Engine, suffixOf } from './engine.ts';
import type { Ties } from './ties.ts';
import type { Workspace } from './workspace.ts';

interface Options {
  /** What kernels write: sums, or, of integers, results. */
  readonly computed: DType;
  /** Elements from row to row of the scratch area: more than a row where kernels write past its end. */
  readonly stride?: number;
  /** Whether sums are to be rounded to integers first. */
  readonly rounds?: boolean;
  /** The list of results that are to be computed again. */
  readonly ties?: Ties | null;
}

/**
 * Where kernels write: straight into the caller's image, if that lies in linear memory and takes what they write as it is; else
 * into the scratch area, from where `deliver` makes results of it.
 */
export class Results {
  /** Of the rows that `place` asked for. */
  address = 0;
  strideBytes = 0;
  readonly #plan: PlanBase;
  readonly #engine: Engine;
  readonly #computed: DType;
  readonly #stride: number;
  readonly #mayBeStraight: boolean;
  readonly #sums: number;
  readonly #nearTie: NearTie | null;
  readonly #round: Round | null;
  readonly #divide: Divide | null;
  readonly #narrow: Narrow | null;
  readonly #listsTies: boolean;
  readonly #narrowTies: NarrowTies | null;

  constructor(plan: PlanBase, workspace: Workspace, options: Options) {
    const { result, accumulator, divisions, outputRowLength } = plan;
    const { computed, stride = outputRowLength, rounds = false, ties = null } = options;
    const { exports } = workspace.engine;
    this.#plan = plan;
    this.#engine = workspace.engine;
    this.#computed = computed;
    this.#stride = stride;
    // Floats are converted as they are written.
    const isNarrowed = result !== computed && elementTypes[result].range !== null;
    this.#mayBeStraight = result === computed && !rounds && stride === outputRowLength;
    const length = plan.strip.outputRows * stride;
    const sums = workspace.scratch(length * elementTypes[computed].bytes);
    this.#sums = sums;
    this.#nearTie =
      plan.tieMargin > 0 && ties === null
        ? { kernel: exports.nearTie_f64, source: sums, count: 0, margin: plan.tieMargin }
        : null;
    this.#round = rounds
      ? { kernel: exports[`round_${suffixOf(accumulator)}` as const], at: sums, count: 0 }
      : null;
    this.#divide =
      divisions && isNarrowed ? { kernel: exports.divide_f64, sums, count: 0, initial: 0, divisor: 1 } : null;
    this.#listsTies = ties !== null;
    const narrowed = isNarrowed ? workspace.scratch(length * elementTypes[result].bytes) : 0;
    const to = { source: sums, count: 0, destination: narrowed };
    this.#narrow =
      isNarrowed && ties === null ? { kernel: exports[narrowName(accumulator, result)], ...to } : null;
    this.#narrowTies = isNarrowed && ties !== null ? narrowTiesCall(result, exports, ties, to) : null;
  }

  /** Says where rows of results from `row` on go. */
  place(sink: RowSink, row: number): void {
    const { bytes } = elementTypes[this.#computed];
    const { view } = sink;
    // Of listed results, the rows are found again where they lie one behind the other.
    const isFound = !this.#listsTies || (view !== null && view.rowStride >= this.#stride);
    const mayBe = this.#mayBeStraight && isFound;
    const start = mayBe ? this.#engine.addressOf(view, this.#computed) : undefined;
    if (start === undefined) {
      this.address = this.#sums;
      this.strideBytes = this.#stride * bytes;
    } else {
      this.strideBytes = (view as View).rowStride * bytes;
      this.address = start + row * this.strideBytes;
    }
  }

  /** Whether a sum is nearer to a tie than the plan's margin. */
  isNearTie(rowCount: number): boolean {
    const call = this.#nearTie;
    if (call === null) return false;
    call.count = rowCount * this.#stride;
    return nearTie(call) !== 0;
  }

  /** Makes integer results of sums, and lists those that lie next to a tie; unless kernels have done so. */
  narrowTies(rowCount: number, ties: Ties, kernel: number): void {
    const call = this.#narrowTies;
    if (call === null) return;
    ties.reset();
    call.count = rowCount * this.#stride;
    // Float32 numbers next to 1/2 are 2^-24 apart or less.
    call.distance = 0.5 - (ties.margins[kernel] as number) - 2 ** -24;
    narrowTies(call);
  }

  /** Where integer results lie. */
  get narrowedAddress(): number {
    return this.#narrowTies?.destination ?? this.address;
  }

  get narrowedStrideBytes(): number {
    return this.#narrowTies ? this.#stride * elementTypes[this.#plan.result].bytes : this.strideBytes;
  }

  /** Makes results of what kernels wrote last, and writes them unless they lie where they belong. */
  deliver(sink: RowSink, firstRow: number, rowCount: number, kernel: number): void {
    if (this.address !== this.#sums) return;
    const count = rowCount * this.#stride;
    if (this.#round) {
      this.#round.count = count;
      round(this.#round);
    }
    if (this.#divide) {
      const { initial, divisor } = (this.#plan.divisions as readonly Division[])[kernel] as Division;
      this.#divide.count = count;
      this.#divide.initial = initial;
      this.#divide.divisor = divisor;
      divide(this.#divide);
    }
    let from = this.#sums;
    let dtype = this.#computed;
    if (this.#narrow) {
      this.#narrow.count = count;
      narrow(this.#narrow);
      from = this.#narrow.destination;
      dtype = this.#plan.result;
    }
    if (this.#narrowTies) {
      from = this.#narrowTies.destination;
      dtype = this.#plan.result;
    }
    const { bytes } = elementTypes[dtype];
    sink.write(firstRow, rowCount, this.#engine.heap.array(dtype), from / bytes, this.#stride);
  }
}

function narrowTiesCall(
  result: DType,
  exports: Exports,
  { list, capacity }: Ties,
  to: { source: number; count: number; destination: number },
): NarrowTies {
  const [least, greatest] = elementTypes[result].range as readonly [number, number];
  const suffix = suffixOf(result) as 'u8' | 'i8' | 'u16' | 'i16';
  return {
    kernel: exports[`narrowTies_${suffix}` as const],
    ...to,
    distance: 0,
    least: least - 0.25,
    greatest: greatest + 0.25,
    list,
    capacity,
  };
}

function narrowName(accumulator: Accumulator, result: DType) {
  return `narrow_${suffixOf(accumulator)}_${suffixOf(result)}` as keyof Exports & `narrow_${string}`;
}
