import { type Accumulator, elementTypes } from '../base/dtype.ts';
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
import { type TransformCalls, transformCalls } from './columns.ts';
import { type Engine, suffixOf } from './engine.ts';
import { oddLines } from './heap.ts';
import type { Workspace } from './workspace.ts';

export function spectrumStrideBytes({ spectrumColumns, accumulator }: FourierPlan): number {
  return oddLines(spectrumColumns * elementTypes[accumulator].bytes);
}

/** Correlates rows of a spectrum with the spectra of kernels, in place. */
export abstract class SpectrumRows {
  protected readonly engine: Engine;
  protected readonly bytes: number;
  protected readonly rowTable: number;
  /** Completes the symmetric spectrum of a single block. */
  readonly #conjugate: Conjugate;

  constructor(plan: FourierPlan, workspace: Workspace) {
    const { accumulator, spectrumRows, conjugates } = plan;
    this.engine = workspace.engine;
    this.bytes = elementTypes[accumulator].bytes;
    this.rowTable = workspace.table('int32', spectrumRows);
    this.#conjugate = {
      kernel: workspace.engine.exports[`conjugate_${suffixOf(accumulator)}` as const],
      spectrum: 0,
      pitchBytes: spectrumStrideBytes(plan),
      rowTable: workspace.table('int32', conjugates),
      pairs: conjugates.length / 2,
      rowBytes: 0,
    };
  }

  /** Keeps the rows of a transformed kernel at `spectrum`. */
  abstract keepKernel(kernel: number, spectrum: number): void;

  protected abstract multiply(kernel: number, spectrum: number, columns: number): void;

  /** Correlates the first `columns` elements of all rows with a kernel's. */
  correlate(kernel: number, spectrum: number, columns: number): void {
    this.multiply(kernel, spectrum, columns);
    this.#conjugate.spectrum = spectrum;
    this.#conjugate.rowBytes = roundUp(columns * this.bytes, VECTOR_BYTES);
    conjugate(this.#conjugate);
  }
}

/** By the complex taps of kernels. */
export class TapRows extends SpectrumRows {
  /** Of each kernel, the taps of all rows. */
  readonly #kernels: readonly number[];
  readonly #correlate: ComplexRows;
  readonly #rows: Int32Array;
  readonly #accumulator: Accumulator;

  constructor(plan: FourierPlan, workspace: Workspace) {
    super(plan, workspace);
    const { kernel, accumulator, spectrumRows, columnStep } = plan;
    const { bytes } = elementTypes[accumulator];
    this.#rows = spectrumRows;
    this.#accumulator = accumulator;
    this.#kernels = kernel.taps.map(() =>
      workspace.reserve(2 * bytes * spectrumRows.length * kernel.columns),
    );
    this.#correlate = {
      kernel: workspace.engine.exports[`complexRows_${suffixOf(accumulator)}` as const],
      spectrum: 0,
      pitchBytes: spectrumStrideBytes(plan),
      rowTable: this.rowTable,
      rows: spectrumRows.length,
      taps: 0,
      tapColumns: kernel.columns,
      columnStepBytes: columnStep * bytes,
      rowBytes: 0,
    };
  }

  keepKernel(kernel: number, spectrum: number): void {
    const { bytes } = this;
    const { tapColumns, pitchBytes } = this.#correlate;
    const elements = this.engine.heap.array(this.#accumulator);
    let to = (this.#kernels[kernel] as number) / bytes;
    for (const row of this.#rows) {
      const real = (spectrum + 2 * row * pitchBytes) / bytes;
      for (let v = 0; v < tapColumns; v++) {
        elements[to++] = elements[real + v] as number;
        elements[to++] = elements[real + pitchBytes / bytes + v] as number;
      }
    }
  }

  protected multiply(kernel: number, spectrum: number, columns: number): void {
    const call = this.#correlate;
    call.spectrum = spectrum;
    call.taps = this.#kernels[kernel] as number;
    call.rowBytes = columns * this.bytes;
    complexRows(call);
  }
}

/** By transforms of rows, a group of them at a time. */
export class TransformedRows extends SpectrumRows {
  readonly #transforms: TransformCalls;
  /** Of each kernel, the transformed groups. */
  readonly #kernels: readonly number[];
  readonly #groups: number;
  readonly #groupBytes: number;
  readonly #gather: Gather;
  readonly #scatter: Scatter;
  readonly #multiply: Multiply;

  constructor(plan: FourierPlan, horizontal: Transform, twiddles: Float64Array, workspace: Workspace) {
    super(plan, workspace);
    const { kernel, accumulator, spectrumRows } = plan;
    const { exports } = workspace.engine;
    const suffix = suffixOf(accumulator);
    const { length } = horizontal;
    const pitchBytes = spectrumStrideBytes(plan);
    this.#groups = (spectrumRows.length * elementTypes[accumulator].bytes) / GROUP_BYTES;
    this.#groupBytes = 2 * GROUP_BYTES * length;
    this.#kernels = kernel.taps.map(() => workspace.reserve(this.#groups * this.#groupBytes));
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
    // Each line is a complex row: its real parts, and then its imaginary parts.
    this.#transforms = transformCalls(horizontal, twiddles, accumulator, workspace, lines, GROUP_BYTES);
  }

  keepKernel(kernel: number, spectrum: number): void {
    const { lines } = this.#gather;
    for (let group = 0; group < this.#groups; group++) {
      this.#transform(group, spectrum);
      const to = (this.#kernels[kernel] as number) + group * this.#groupBytes;
      this.engine.heap.array('uint8').copyWithin(to, lines, lines + this.#groupBytes);
    }
  }

  protected multiply(kernel: number, spectrum: number, columns: number): void {
    this.#scatter.spectrum = spectrum;
    this.#scatter.columns = roundUp(columns, VECTOR_BYTES / this.bytes);
    for (let group = 0; group < this.#groups; group++) {
      this.#transform(group, spectrum);
      this.#multiply.other = (this.#kernels[kernel] as number) + group * this.#groupBytes;
      multiply(this.#multiply);
      inverse(this.#transforms.inverse);
      this.#scatter.rowTable = this.#gather.rowTable;
      scatter(this.#scatter);
    }
  }

  #transform(group: number, spectrum: number): void {
    const rowsPerGroup = GROUP_BYTES / this.bytes;
    this.#gather.spectrum = spectrum;
    this.#gather.rowTable = this.rowTable + 4 * group * rowsPerGroup;
    gather(this.#gather);
    forward(this.#transforms.forward);
  }
}
