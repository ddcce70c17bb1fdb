import { elementTypes } from '../base/dtype.ts';
import { type FourierPlan, GROUP_BYTES, roundUp } from '../plan/fourier.ts';
import type { Transform } from '../plan/transform.ts';
import {
  type ComplexRows,
  type Conjugate,
  complexRows,
  conjugate,
  forward,
  type Gather,
  gather,
  inverse,
  type Multiply,
  multiply,
  type Scatter,
  scatter,
  VECTOR_BYTES,
} from './abi.ts';
import { type ColumnTransforms, columnTransforms } from './columns.ts';
import { type Engine, suffixes } from './engine.ts';
import { oddLines } from './heap.ts';
import type { Workspace } from './workspace.ts';

/** Correlates rows of a spectrum with the spectra of kernels, in place. */
export interface SpectrumRows {
  /** Keeps the rows of a transformed kernel at `spectrum`. */
  keepKernel(kernel: number, spectrum: number): void;
  /** Correlates the first `columns` elements of all rows with a kernel's. */
  correlate(kernel: number, spectrum: number, columns: number): void;
}

export function spectrumStrideBytes({ spectrumColumns, accumulator }: FourierPlan): number {
  return oddLines(spectrumColumns * elementTypes[accumulator].bytes);
}

/** Completes the symmetric spectrum of a single block. */
function conjugateCall(plan: FourierPlan, workspace: Workspace): Conjugate {
  return {
    kernel: workspace.engine.exports[`conjugate_${suffixes[plan.accumulator]}` as const],
    spectrum: 0,
    pitchBytes: spectrumStrideBytes(plan),
    rowTable: workspace.table('int32', plan.conjugates),
    pairs: plan.conjugates.length / 2,
    rowBytes: 0,
  };
}

/** By the complex taps of kernels. */
export class TapRows implements SpectrumRows {
  readonly #plan: FourierPlan;
  readonly #engine: Engine;
  /** Of each kernel, the taps of all rows. */
  readonly #kernels: readonly number[];
  readonly #correlate: ComplexRows;
  readonly #conjugate: Conjugate;

  constructor(plan: FourierPlan, workspace: Workspace) {
    const { kernel, accumulator, spectrumRows, columnStep } = plan;
    const { bytes } = elementTypes[accumulator];
    this.#plan = plan;
    this.#engine = workspace.engine;
    this.#kernels = kernel.taps.map(() =>
      workspace.reserve(2 * bytes * spectrumRows.length * kernel.columns),
    );
    this.#correlate = {
      kernel: workspace.engine.exports[`complexRows_${suffixes[accumulator]}` as const],
      spectrum: 0,
      pitchBytes: spectrumStrideBytes(plan),
      rowTable: workspace.table('int32', spectrumRows),
      rows: spectrumRows.length,
      taps: 0,
      tapColumns: kernel.columns,
      columnStepBytes: columnStep * bytes,
      rowBytes: 0,
    };
    this.#conjugate = conjugateCall(plan, workspace);
  }

  keepKernel(kernel: number, spectrum: number): void {
    const { accumulator, spectrumRows } = this.#plan;
    const { bytes } = elementTypes[accumulator];
    const { tapColumns, pitchBytes } = this.#correlate;
    const elements = this.#engine.heap.array(accumulator);
    let to = (this.#kernels[kernel] as number) / bytes;
    for (const row of spectrumRows) {
      const real = (spectrum + 2 * row * pitchBytes) / bytes;
      for (let v = 0; v < tapColumns; v++) {
        elements[to++] = elements[real + v] as number;
        elements[to++] = elements[real + pitchBytes / bytes + v] as number;
      }
    }
  }

  correlate(kernel: number, spectrum: number, columns: number): void {
    const rowBytes = columns * elementTypes[this.#plan.accumulator].bytes;
    const call = this.#correlate;
    call.spectrum = spectrum;
    call.taps = this.#kernels[kernel] as number;
    call.rowBytes = rowBytes;
    complexRows(call);
    this.#conjugate.spectrum = spectrum;
    this.#conjugate.rowBytes = roundUp(rowBytes, VECTOR_BYTES);
    conjugate(this.#conjugate);
  }
}

/** By transforms of rows, a group of them at a time. */
export class TransformedRows implements SpectrumRows {
  readonly #plan: FourierPlan;
  readonly #engine: Engine;
  readonly #transforms: ColumnTransforms;
  /** Of each kernel, the transformed groups. */
  readonly #kernels: readonly number[];
  readonly #rowTable: number;
  readonly #groups: number;
  readonly #groupBytes: number;
  readonly #gather: Gather;
  readonly #scatter: Scatter;
  readonly #multiply: Multiply;
  readonly #conjugate: Conjugate;

  constructor(plan: FourierPlan, horizontal: Transform, twiddles: Float64Array, workspace: Workspace) {
    const { kernel, accumulator, spectrumRows } = plan;
    const { exports } = workspace.engine;
    const suffix = suffixes[accumulator];
    const { length } = horizontal;
    const pitchBytes = spectrumStrideBytes(plan);
    this.#plan = plan;
    this.#engine = workspace.engine;
    this.#transforms = columnTransforms(horizontal, twiddles, accumulator, workspace);
    this.#groups = (spectrumRows.length * elementTypes[accumulator].bytes) / GROUP_BYTES;
    this.#groupBytes = 2 * GROUP_BYTES * length;
    this.#kernels = kernel.taps.map(() => workspace.reserve(this.#groups * this.#groupBytes));
    this.#rowTable = workspace.table('int32', spectrumRows);
    const lines = workspace.scratch(this.#groupBytes);
    this.#gather = {
      kernel: exports[`gather_${suffix}` as const],
      spectrum: 0,
      pitchBytes,
      rowTable: 0,
      groupBytes: GROUP_BYTES,
      columns: length,
      lines,
    };
    this.#scatter = {
      kernel: exports[`scatter_${suffix}` as const],
      lines,
      groupBytes: GROUP_BYTES,
      columns: 0,
      spectrum: 0,
      pitchBytes,
      rowTable: 0,
    };
    this.#multiply = {
      kernel: exports[`multiply_${suffix}` as const],
      rows: lines,
      other: 0,
      groupBytes: GROUP_BYTES,
      count: length,
    };
    this.#conjugate = conjugateCall(plan, workspace);
    // Each line is a complex row: its real parts, and then its imaginary parts.
    const there = this.#transforms.forward;
    there.real = lines;
    there.imaginary = lines + GROUP_BYTES;
    there.realPitchBytes = 2 * GROUP_BYTES;
    there.imaginaryPitchBytes = 2 * GROUP_BYTES;
    there.spectrum = lines;
    there.pitchBytes = GROUP_BYTES;
    there.rowBytes = GROUP_BYTES;
    const back = this.#transforms.inverse;
    back.spectrum = lines;
    back.pitchBytes = GROUP_BYTES;
    back.rowBytes = GROUP_BYTES;
    back.real = lines;
    back.realRows = length;
    back.imaginary = lines + GROUP_BYTES;
    back.imaginaryRows = length;
    back.destinationPitchBytes = 2 * GROUP_BYTES;
  }

  keepKernel(kernel: number, spectrum: number): void {
    const { lines } = this.#gather;
    for (let group = 0; group < this.#groups; group++) {
      this.#transform(group, spectrum);
      const to = (this.#kernels[kernel] as number) + group * this.#groupBytes;
      this.#engine.heap.array('uint8').copyWithin(to, lines, lines + this.#groupBytes);
    }
  }

  correlate(kernel: number, spectrum: number, columns: number): void {
    const { bytes } = elementTypes[this.#plan.accumulator];
    const width = roundUp(columns * bytes, VECTOR_BYTES);
    this.#scatter.spectrum = spectrum;
    this.#scatter.columns = width / bytes;
    for (let group = 0; group < this.#groups; group++) {
      this.#transform(group, spectrum);
      this.#multiply.other = (this.#kernels[kernel] as number) + group * this.#groupBytes;
      multiply(this.#multiply);
      inverse(this.#transforms.inverse);
      this.#scatter.rowTable = this.#gather.rowTable;
      scatter(this.#scatter);
    }
    this.#conjugate.spectrum = spectrum;
    this.#conjugate.rowBytes = width;
    conjugate(this.#conjugate);
  }

  #transform(group: number, spectrum: number): void {
    const rowsPerGroup = GROUP_BYTES / elementTypes[this.#plan.accumulator].bytes;
    this.#gather.spectrum = spectrum;
    this.#gather.rowTable = this.#rowTable + 4 * group * rowsPerGroup;
    gather(this.#gather);
    forward(this.#transforms.forward);
  }
}
