import { type AxisPlan, blockTaps, firstCells } from '../plan/grid.ts';
import type { MultiratePlan } from '../plan/multirate.ts';
import { magnitude, quantize, rowSums } from './abi.ts';
import { suffixOf } from './engine.ts';
import type { Across } from './multirate-across.ts';
import type { Buffers } from './multirate-buffers.ts';
import {
  copyRows,
  type Decimator,
  decimatorOf,
  type Interpolator,
  interpolatorOf,
} from './multirate-filters.ts';
import type { Workspace } from './workspace.ts';

/** The steps along the columns of a band. */
export class Band {
  readonly #plan: MultiratePlan;
  readonly #axis: AxisPlan;
  readonly #workspace: Workspace;
  readonly #buffers: Buffers;
  readonly #across: Across;
  readonly #decimator: Decimator;
  readonly #interpolator: Interpolator;
  readonly #taps: number;
  readonly #firsts: Int32Array;
  /** Rows fed, rows of cells in the block, and those that are in the grid. */
  #fed = 0;
  #filled = 0;
  #done = 0;
  /** The rows of cells that are as wide as the image. */
  #wideFirst = 0;
  #wideEnd = 0;

  constructor(plan: MultiratePlan, axis: AxisPlan, workspace: Workspace, buffers: Buffers, across: Across) {
    this.#plan = plan;
    this.#axis = axis;
    this.#workspace = workspace;
    this.#buffers = buffers;
    this.#across = across;
    this.#decimator = decimatorOf(plan, axis, workspace, buffers, true);
    this.#interpolator = interpolatorOf(plan, axis, workspace, buffers, true);
    this.#taps = workspace.table(buffers.grid, axis.kernel);
    this.#firsts = firstCells(axis);
  }

  start(): void {
    this.#fed = 0;
    this.#filled = 0;
    this.#done = 0;
    this.#decimator.clear();
  }

  feed(source: number, pitchBytes: number, rowCount: number): void {
    const { advances } = this.#axis;
    for (let row = 0; row < rowCount; ) {
      // A cell is complete before the row that advances.
      let cells = 0;
      let end = row;
      while (end < rowCount) {
        const next = cells + (advances[this.#fed + end - row] as number);
        if (this.#filled + next > this.#plan.blockRows) break;
        cells = next;
        end++;
      }
      this.#decimate(source + row * pitchBytes, pitchBytes, end - row, 0);
      this.#filled += cells;
      if (end < rowCount) this.#toGrid();
      row = end;
    }
  }

  #decimate(source: number, pitchBytes: number, rows: number, flushed: number): void {
    const { wide, widePitchBytes } = this.#buffers;
    const to = wide + this.#filled * widePitchBytes;
    this.#decimator.run(source, pitchBytes, this.#fed, rows, flushed, to);
    this.#fed += rows;
  }

  #toGrid(): void {
    const { coarse, coarsePitchBytes } = this.#buffers;
    this.#across.toGrid(coarse + (this.#axis.firstPlace + this.#done) * coarsePitchBytes);
    this.#done += this.#filled;
    this.#filled = 0;
  }

  /**
   * After all rows: the last cells, and the coarse kernel.
   *
   * @returns The sum of the magnitudes of the cells. Beyond `maxMagnitude` nothing is computed.
   */
  correlate(maxMagnitude: number): number {
    const { pieces, blockRows, horizontal, channels, fillSum, lanes, accumulator } = this.#plan;
    const { cells, firstPlace, copies, kernelPlace, kernel, results } = this.#axis;
    const buffers = this.#buffers;
    const { coarse, coarsePitchBytes, grid, correlated, quantized, quantizedPitchBytes } = buffers;
    const { exports } = this.#workspace.engine;
    const count = horizontal.results * channels;
    for (let left = pieces; left > 0; ) {
      if (this.#filled === blockRows) this.#toGrid();
      const flushed = Math.min(left, blockRows - this.#filled);
      this.#decimate(0, 0, 0, flushed);
      this.#filled += flushed;
      left -= flushed;
    }
    this.#toGrid();
    let sum = 0;
    if (maxMagnitude < Infinity) {
      sum = magnitude({
        kernel: exports[`magnitude_${suffixOf(accumulator)}` as const],
        source: coarse + firstPlace * coarsePitchBytes,
        pitchBytes: coarsePitchBytes,
        rows: cells,
        count,
      });
      if (!(sum <= maxMagnitude)) return sum;
    }
    copyRows(copies, this.#workspace, grid, coarse, coarsePitchBytes, fillSum);
    rowSums({
      kernel: exports[`rowSums_${suffixOf(grid)}` as const],
      source: coarse + kernelPlace * coarsePitchBytes,
      pitchBytes: coarsePitchBytes,
      taps: this.#taps,
      tapCount: kernel.length,
      blockTaps: blockTaps(kernel),
      count,
      destination: correlated,
      destinationPitchBytes: coarsePitchBytes,
      rows: results,
    });
    for (let row = 0; lanes === 'bytes' && row < results; row++) {
      quantize({
        kernel: exports.quantize,
        source: correlated + row * coarsePitchBytes,
        count,
        destination: quantized + row * quantizedPitchBytes,
      });
    }
    this.#wideFirst = 0;
    this.#wideEnd = 0;
    return sum;
  }

  interpolate(outputRow: number, rowCount: number, destination: number, pitchBytes: number): void {
    const { wide, widePitchBytes } = this.#buffers;
    const { pieces } = this.#plan;
    const firsts = this.#firsts;
    const end = outputRow - this.#axis.first + rowCount;
    let to = destination;
    for (let row = end - rowCount; row < end; ) {
      const cell = firsts[row] as number;
      if (cell + pieces > this.#wideEnd) this.#fromGrid(cell);
      let next = row + 1;
      while (next < end && (firsts[next] as number) + pieces <= this.#wideEnd) next++;
      const from = wide + (cell - this.#wideFirst) * widePitchBytes;
      this.#interpolator(from, widePitchBytes, row, next - row, to, pitchBytes);
      to += (next - row) * pitchBytes;
      row = next;
    }
  }

  /** One more block of rows of cells. Those from `cell` on that are there already stay. */
  #fromGrid(cell: number): void {
    const { wide, widePitchBytes, quantized, quantizedPitchBytes } = this.#buffers;
    const kept = Math.max(0, this.#wideEnd - cell);
    if (kept > 0) {
      const start = wide + (cell - this.#wideFirst) * widePitchBytes;
      this.#workspace.engine.moveDown(wide, start, kept * widePitchBytes);
    }
    this.#wideFirst = cell;
    this.#wideEnd = cell + kept;
    this.#across.fromGrid(quantized + this.#wideEnd * quantizedPitchBytes, wide + kept * widePitchBytes);
    this.#wideEnd += this.#plan.blockRows;
  }
}
