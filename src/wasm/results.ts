import { elementTypes } from '../dtype.ts';
import type { PlanBase } from '../plan/plan.ts';
import type { TypedArray } from '../types.ts';
import type { RowSink } from '../view.ts';
import { type Engine, suffixes } from './engine.ts';
import type { Pieces } from './heap.ts';

/**
 * Where sums go. Straight into the caller's image where that lies in linear memory and has the type of the sums; else
 * into the scratch area, from where `deliver` rounds and copies them.
 */
export class Results {
  readonly #plan: PlanBase;
  readonly #engine: Engine;
  readonly #sums: number;
  readonly #narrowed: number;

  /** `scratch`: offsets from the scratch area. Rows of the scratch area are contiguous. */
  constructor(plan: PlanBase, engine: Engine, scratch: Pieces, rounded = false) {
    const { strip, outputRowLength } = plan;
    const length = strip.outputRows * outputRowLength;
    this.#plan = plan;
    this.#engine = engine;
    this.#sums = scratch.take(length * elementTypes[plan.accumulator].bytes);
    this.#narrowed = this.#isInteger ? scratch.take(length * elementTypes[plan.result].bytes) : 0;
    this.#rounded = rounded;
  }

  readonly #rounded: boolean;

  get #isInteger(): boolean {
    return elementTypes[this.#plan.result].range !== null;
  }

  /** The address for an output row and what lies between rows, in bytes. */
  place(sink: RowSink, row: number): { address: number; pitchBytes: number } {
    const { accumulator, result, outputRowLength } = this.#plan;
    const { bytes } = elementTypes[accumulator];
    const start = result === accumulator && !this.#rounded ? this.#engine.addressOf(sink.view) : undefined;
    if (start === undefined) {
      return { address: this.#engine.scratch + this.#sums, pitchBytes: outputRowLength * bytes };
    }
    const pitchBytes = sink.view.rowStride * bytes;
    return { address: start + row * pitchBytes, pitchBytes };
  }

  /** Hands over sums that `place` had put into the scratch area. */
  deliver(sink: RowSink, firstRow: number, rowCount: number, address: number): void {
    const { accumulator, result, outputRowLength } = this.#plan;
    const { exports, scratch, buffer } = this.#engine;
    const sums = scratch + this.#sums;
    if (address !== sums) return;
    const length = rowCount * outputRowLength;
    const suffix = suffixes[accumulator];
    if (this.#rounded) exports[`round_${suffix}`]?.(sums, length);
    let from = sums;
    if (this.#isInteger) {
      from = scratch + this.#narrowed;
      exports[`narrow_${suffix}_${suffixes[result]}`]?.(sums, length, from);
    }
    const { array } = elementTypes[this.#isInteger ? result : accumulator];
    sink.write(firstRow, rowCount, new array(buffer, from, length) as TypedArray, 0);
  }
}
