import { elementTypes } from '../base/dtype.ts';
import type { Factors } from '../plan/factor.ts';
import type { SeparablePlan } from '../plan/separable.ts';
import type { Rows } from './columns.ts';
import { type Engine, type Kernel, put, suffixes } from './engine.ts';
import { oddLines, type Pieces } from './heap.ts';

/** The shortest rows that the fused kernel takes: the tiles of assembly/kernels/passes.ts. */
const LEAST_IMAGE_ROW_BYTES = 64;
const LEAST_RESULT_ROW_BYTES = 128;

/** The vertical and the horizontal passes of a bank of factored kernels. */
export class Passes {
  readonly #plan: SeparablePlan;
  readonly #engine: Engine;
  readonly #columns: readonly number[];
  readonly #rows: readonly number[];
  readonly #offsets: number;
  readonly #left: number;
  readonly #right: number;
  readonly #between: number;
  readonly #pitchBytes: number;
  readonly #plain: number;
  readonly #padded: number;
  readonly #paddedLength: number;
  readonly #fusedKernel: Kernel;
  readonly #directKernel: Kernel;
  readonly #padKernel: Kernel;
  readonly #splitKernel: Kernel;
  readonly #magnitudeKernel: Kernel;

  constructor(plan: SeparablePlan, engine: Engine, fixed: Pieces, scratch: Pieces) {
    const { leftMargin, rightMargin, imageRowLength, phases, strip } = plan;
    const { bytes } = elementTypes[plan.accumulator];
    const suffix = suffixes[plan.accumulator];
    this.#plan = plan;
    this.#engine = engine;
    this.#fusedKernel = engine.kernel(`separable_${suffix}`);
    this.#directKernel = engine.kernel(`direct_${suffix}`);
    this.#padKernel = engine.kernel(`pad_${suffix}_${suffix}`);
    this.#splitKernel = engine.kernel(`split_${suffix}`);
    this.#magnitudeKernel = engine.kernel(`magnitude_${suffix}`);
    this.#columns = plan.factors.map((factors) => fixed.take(factors.columns.length * bytes));
    this.#rows = plan.factors.map((factors) => fixed.take(factors.rows.length * bytes));
    this.#offsets = fixed.take(plan.columnOffsets.byteLength);
    this.#left = fixed.take(leftMargin.byteLength);
    this.#right = fixed.take(rightMargin.byteLength);
    this.#pitchBytes = oddLines(plan.stagedRowLength * bytes);
    this.#between = scratch.take(Math.max(2, strip.outputRows * plan.rank) * this.#pitchBytes);
    this.#paddedLength = leftMargin.length + imageRowLength + rightMargin.length;
    this.#plain = scratch.take(phases > 1 ? strip.outputRows * imageRowLength * bytes : 0);
    this.#padded = scratch.take(phases > 1 ? this.#paddedLength * bytes : 0);
  }

  write(fixed: number): void {
    const { factors, columnOffsets, leftMargin, rightMargin, accumulator } = this.#plan;
    const { array, bytes } = elementTypes[accumulator];
    const { buffer } = this.#engine;
    factors.forEach(({ columns, rows }, index) => {
      put(buffer, fixed + (this.#columns[index] as number), array, columns);
      put(buffer, fixed + (this.#rows[index] as number), array, rows);
    });
    const offsets = columnOffsets.map((offset) => offset * bytes);
    put(buffer, fixed + this.#offsets, Int32Array, offsets);
    put(buffer, fixed + this.#left, Int32Array, leftMargin);
    put(buffer, fixed + this.#right, Int32Array, rightMargin);
  }

  /**
   * Correlates `stagedRows` rows of the image with a kernel's factors. Returns a sum of magnitudes that is at least that of
   * all elements used: only then is it known whether a sum could have overflowed.
   */
  correlate(
    fixed: number,
    index: number,
    source: Rows,
    stagedRows: number,
    destination: Rows,
    rowCount: number,
  ): number {
    const paired = this.#canFuse(index) ? rowCount - (rowCount % 2) : 0;
    const sum = paired > 0 ? this.#fused(fixed, index, source, destination, paired) : 0;
    if (paired === rowCount) return sum;
    const rest = {
      address: source.address + paired * this.#plan.rowStep * source.pitchBytes,
      pitchBytes: source.pitchBytes,
    };
    const to = {
      address: destination.address + paired * destination.pitchBytes,
      pitchBytes: destination.pitchBytes,
    };
    this.#oneAfterTheOther(fixed, index, rest, to, rowCount - paired);
    return sum + this.#magnitude(rest, stagedRows - paired * this.#plan.rowStep);
  }

  #canFuse(index: number): boolean {
    const { rowStep, tapRowStep, phases, imageRowLength, outputRowLength, accumulator } = this.#plan;
    const { bytes } = elementTypes[accumulator];
    return (
      this.#rank(index) === 1 &&
      phases === 1 &&
      rowStep === tapRowStep &&
      imageRowLength * bytes >= LEAST_IMAGE_ROW_BYTES &&
      outputRowLength * bytes >= LEAST_RESULT_ROW_BYTES
    );
  }

  #rank(index: number): number {
    return (this.#plan.factors[index] as Factors).rank;
  }

  #fused(fixed: number, index: number, source: Rows, destination: Rows, rowCount: number): number {
    const { kernel, accumulator, leftMargin, rightMargin, imageRowLength } = this.#plan;
    return this.#fusedKernel(
      source.address,
      this.#plan.rowStep * source.pitchBytes,
      imageRowLength,
      fixed + (this.#columns[index] as number),
      kernel.rows,
      this.#engine.scratch + this.#between,
      this.#pitchBytes,
      fixed + this.#left,
      leftMargin.length,
      fixed + this.#right,
      rightMargin.length,
      this.#fillvalue(index, 0),
      fixed + (this.#rows[index] as number),
      kernel.columns,
      this.#plan.columnStep * elementTypes[accumulator].bytes,
      this.#plan.delta,
      destination.address,
      destination.pitchBytes,
      rowCount,
      this.#plan.outputRowLength,
    );
  }

  #magnitude({ address, pitchBytes }: Rows, rows: number): number {
    return this.#magnitudeKernel(address, pitchBytes, rows, this.#plan.imageRowLength);
  }

  #fillvalue(index: number, term: number): number {
    return (this.#plan.fillvalues[index] as Float64Array)[term] as number;
  }

  /** All vertical passes of a strip, and then its horizontal pass, in which terms are like rows of taps. */
  #oneAfterTheOther(fixed: number, index: number, source: Rows, destination: Rows, rowCount: number): void {
    const { kernel, accumulator, columnStep, delta, outputRowLength } = this.#plan;
    const terms = this.#rank(index);
    for (let term = 0; term < terms; term++) this.#vertically(fixed, index, term, source, rowCount);
    this.#directKernel(
      this.#engine.scratch + this.#between,
      terms * this.#pitchBytes,
      this.#pitchBytes,
      columnStep * elementTypes[accumulator].bytes,
      fixed + this.#offsets,
      fixed + (this.#rows[index] as number),
      terms,
      kernel.columns,
      delta,
      destination.address,
      destination.pitchBytes,
      rowCount,
      outputRowLength,
    );
  }

  /** The vertical taps of a term, and margins. */
  #vertically(fixed: number, index: number, term: number, source: Rows, rowCount: number): void {
    const { kernel, accumulator, phases, leftMargin, imageRowLength, rowStep, tapRowStep, channels } =
      this.#plan;
    const { bytes } = elementTypes[accumulator];
    const { scratch } = this.#engine;
    const to = {
      address: scratch + this.#between + term * this.#pitchBytes,
      pitchBytes: this.#rank(index) * this.#pitchBytes,
    };
    const isPlain = phases > 1;
    const sums = isPlain
      ? { address: scratch + this.#plain, pitchBytes: imageRowLength * bytes }
      : { address: to.address + leftMargin.length * bytes, pitchBytes: to.pitchBytes };
    this.#directKernel(
      source.address,
      rowStep * source.pitchBytes,
      tapRowStep * source.pitchBytes,
      bytes,
      // The first column of taps is 0 away.
      fixed + this.#offsets,
      fixed + (this.#columns[index] as number) + term * kernel.rows * bytes,
      kernel.rows,
      1,
      0,
      sums.address,
      sums.pitchBytes,
      rowCount,
      imageRowLength,
    );
    const fill = this.#fillvalue(index, term);
    if (!isPlain) {
      this.#addMargins(fixed, sums, rowCount, fill, to);
      return;
    }
    const padded = { address: scratch + this.#padded, pitchBytes: 0 };
    for (let row = 0; row < rowCount; row++) {
      this.#addMargins(
        fixed,
        { address: sums.address + row * sums.pitchBytes, pitchBytes: 0 },
        1,
        fill,
        padded,
      );
      this.#splitKernel(
        padded.address,
        this.#paddedLength / channels,
        channels,
        phases,
        to.address + row * to.pitchBytes,
        this.#plan.phaseLength * bytes,
      );
    }
  }

  #addMargins(fixed: number, from: Rows, rowCount: number, fill: number, to: Rows): void {
    const { imageRowLength, leftMargin, rightMargin } = this.#plan;
    this.#padKernel(
      from.address,
      from.pitchBytes,
      rowCount,
      0,
      imageRowLength,
      fixed + this.#left,
      leftMargin.length,
      fixed + this.#right,
      rightMargin.length,
      fill,
      to.address,
      to.pitchBytes,
    );
  }
}
