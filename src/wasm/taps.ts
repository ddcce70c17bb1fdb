import { elementTypes } from '../base/dtype.ts';
import type { DirectPlan } from '../plan/direct.ts';
import { multipliedOut } from '../problem/taps.ts';
import { type Engine, type Kernel, put, suffixes } from './engine.ts';
import type { Pieces } from './heap.ts';

/** The taps of a bank of kernels, and the direct correlation with each. */
export class Taps {
  readonly #plan: DirectPlan;
  readonly #engine: Engine;
  readonly #taps: readonly number[];
  readonly #offsets: number;
  readonly #direct: Kernel;

  constructor(plan: DirectPlan, engine: Engine, fixed: Pieces) {
    const { kernel } = plan;
    const { bytes } = elementTypes[plan.accumulator];
    const kernelBytes = kernel.rows * kernel.columns * bytes;
    this.#plan = plan;
    this.#engine = engine;
    this.#direct = engine.kernel(`direct_${suffixes[plan.accumulator]}`);
    this.#taps = kernel.taps.map(() => fixed.take(kernelBytes));
    this.#offsets = fixed.take(kernel.columns * 4);
  }

  write(fixed: number): void {
    const { kernel, accumulator, columnOffsets } = this.#plan;
    const { buffer } = this.#engine;
    const { array, bytes } = elementTypes[accumulator];
    kernel.taps.forEach((taps, index) => {
      put(buffer, fixed + (this.#taps[index] as number), array, multipliedOut(taps));
    });
    put(
      buffer,
      fixed + this.#offsets,
      Int32Array,
      columnOffsets.map((offset) => offset * bytes),
    );
  }

  /** `source` and `destination` are addresses, `count` the elements of a row of results. */
  correlate(
    fixed: number,
    index: number,
    source: number,
    sourcePitchBytes: number,
    destination: number,
    destinationPitchBytes: number,
    rows: number,
    count: number,
  ): void {
    const { kernel, accumulator, rowStep, tapRowStep, columnStep, delta } = this.#plan;
    this.#direct(
      source,
      rowStep * sourcePitchBytes,
      tapRowStep * sourcePitchBytes,
      columnStep * elementTypes[accumulator].bytes,
      fixed + this.#offsets,
      fixed + (this.#taps[index] as number),
      kernel.rows,
      kernel.columns,
      delta,
      destination,
      destinationPitchBytes,
      rows,
      count,
    );
  }
}
