import { elementTypes } from '../base/dtype.ts';
import { type FourierPlan, GROUP_BYTES, roundUp } from '../plan/fourier.ts';
import { Columns, type Rows } from './columns.ts';
import { type Engine, type Kernel, put, suffixes } from './engine.ts';
import { oddLines, type Pieces } from './heap.ts';

const VECTOR_BYTES = 16;

/**
 * What is done to the rows of a spectrum: correlation with the complex taps of a kernel, or multiplication of their own
 * transforms, a group of rows at a time in `lines`.
 */
export class SpectrumRows {
  readonly pitchBytes: number;
  readonly #plan: FourierPlan;
  readonly #engine: Engine;
  readonly #transform: Columns | null;
  readonly #rowTable: number;
  readonly #conjugates: number;
  readonly #kernels: readonly number[];
  readonly #lines: number;
  readonly #gatherKernel: Kernel;
  readonly #scatterKernel: Kernel;
  readonly #multiplyKernel: Kernel;
  readonly #conjugateKernel: Kernel;
  readonly #tapsKernel: Kernel;

  constructor(plan: FourierPlan, engine: Engine, fixed: Pieces, scratch: Pieces) {
    const { kernel, accumulator, horizontal } = plan;
    const { bytes } = elementTypes[accumulator];
    this.#plan = plan;
    this.#engine = engine;
    this.#gatherKernel = engine.kernel(`gather_${suffixes[accumulator]}`);
    this.#scatterKernel = engine.kernel(`scatter_${suffixes[accumulator]}`);
    this.#multiplyKernel = engine.kernel(`multiply_${suffixes[accumulator]}`);
    this.#conjugateKernel = engine.kernel(`conjugate_${suffixes[accumulator]}`);
    this.#tapsKernel = engine.kernel(`complexRows_${suffixes[accumulator]}`);
    this.pitchBytes = oddLines(plan.spectrumColumns * bytes);
    this.#transform = horizontal && new Columns(horizontal, accumulator, engine, fixed);
    this.#rowTable = fixed.take(plan.spectrumRows.byteLength);
    this.#conjugates = fixed.take(plan.conjugates.byteLength);
    const kernelBytes = 2 * bytes * plan.spectrumRows.length * (horizontal?.length ?? kernel.columns);
    this.#kernels = kernel.taps.map(() => fixed.take(kernelBytes));
    this.#lines = scratch.take(horizontal ? 2 * horizontal.length * GROUP_BYTES : 0);
  }

  write(fixed: number): void {
    this.#transform?.write(fixed);
    put(this.#engine.buffer, fixed + this.#rowTable, Int32Array, this.#plan.spectrumRows);
    put(this.#engine.buffer, fixed + this.#conjugates, Int32Array, this.#plan.conjugates);
  }

  /** Keeps the rows of a transformed kernel at `spectrum`. */
  keepKernel(fixed: number, index: number, spectrum: number): void {
    const { kernel, accumulator, horizontal, spectrumRows } = this.#plan;
    const { array } = elementTypes[accumulator];
    const { buffer } = this.#engine;
    const to = fixed + (this.#kernels[index] as number);
    if (horizontal) {
      this.#forEachGroup(fixed, spectrum, (group, lines) => {
        const length = 2 * GROUP_BYTES * horizontal.length;
        new Uint8Array(buffer).copyWithin(to + group * length, lines.address, lines.address + length);
      });
      return;
    }
    const taps = new array(buffer, to, 2 * spectrumRows.length * kernel.columns);
    let at = 0;
    for (const row of spectrumRows) {
      const real = new array(buffer, spectrum + 2 * row * this.pitchBytes, kernel.columns);
      const imaginary = new array(buffer, spectrum + (2 * row + 1) * this.pitchBytes, kernel.columns);
      for (let v = 0; v < kernel.columns; v++) {
        taps[at++] = real[v] as number;
        taps[at++] = imaginary[v] as number;
      }
    }
  }

  /** Correlates the first `columns` elements of all rows with a kernel's, in place. */
  correlate(fixed: number, index: number, spectrum: number, columns: number): void {
    const { kernel, accumulator, horizontal, spectrumRows, conjugates, columnStep } = this.#plan;
    const { bytes } = elementTypes[accumulator];
    const taps = fixed + (this.#kernels[index] as number);
    const width = roundUp(columns * bytes, VECTOR_BYTES);
    if (horizontal) {
      const transform = this.#transform as Columns;
      this.#forEachGroup(fixed, spectrum, (group, lines, rowTable) => {
        const { length } = horizontal;
        this.#multiplyKernel(lines.address, taps + group * 2 * GROUP_BYTES * length, GROUP_BYTES, length);
        const real = { address: lines.address, pitchBytes: 2 * GROUP_BYTES, rows: length };
        const imaginary = { ...real, address: lines.address + GROUP_BYTES };
        transform.inverse(fixed, lines, GROUP_BYTES, 0, 0, real, imaginary, 1);
        this.#scatterKernel(lines.address, GROUP_BYTES, width / bytes, spectrum, this.pitchBytes, rowTable);
      });
    } else {
      this.#tapsKernel(
        spectrum,
        this.pitchBytes,
        fixed + this.#rowTable,
        spectrumRows.length,
        taps,
        kernel.columns,
        columnStep * bytes,
        columns * bytes,
      );
    }
    this.#conjugateKernel(spectrum, this.pitchBytes, fixed + this.#conjugates, conjugates.length / 2, width);
  }

  /** Transforms rows, a group at a time. */
  #forEachGroup(
    fixed: number,
    spectrum: number,
    then: (group: number, lines: Rows, rowTable: number) => void,
  ): void {
    const { accumulator, horizontal, spectrumRows } = this.#plan;
    const rowsPerGroup = GROUP_BYTES / elementTypes[accumulator].bytes;
    const address = this.#engine.scratch + this.#lines;
    const lines = { address, pitchBytes: GROUP_BYTES };
    const real = { address, pitchBytes: 2 * GROUP_BYTES };
    const imaginary = { address: address + GROUP_BYTES, pitchBytes: 2 * GROUP_BYTES };
    for (let group = 0; group * rowsPerGroup < spectrumRows.length; group++) {
      const rowTable = fixed + this.#rowTable + 4 * group * rowsPerGroup;
      this.#gatherKernel(
        spectrum,
        this.pitchBytes,
        rowTable,
        GROUP_BYTES,
        (horizontal as { length: number }).length,
        address,
      );
      (this.#transform as Columns).forward(fixed, real, imaginary, lines, GROUP_BYTES);
      then(group, lines, rowTable);
    }
  }
}
