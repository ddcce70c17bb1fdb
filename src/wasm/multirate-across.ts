import { type Accumulator, elementTypes } from '../base/dtype.ts';
import { blockTaps, PLACES } from '../plan/grid.ts';
import type { MultiratePlan } from '../plan/multirate.ts';
import { rowSums, transpose } from './abi.ts';
import { suffixOf } from './engine.ts';
import type { Buffers } from './multirate-buffers.ts';
import {
  copyRows,
  type Decimator,
  decimatorOf,
  type Interpolator,
  interpolatorOf,
} from './multirate-filters.ts';
import type { Workspace } from './workspace.ts';

/** The steps along rows, for a block of rows of cells at a time. */
export class Across {
  readonly #plan: MultiratePlan;
  readonly #workspace: Workspace;
  readonly #buffers: Buffers;
  readonly #decimator: Decimator;
  readonly #interpolator: Interpolator;
  readonly #taps: number;
  /** Columns beyond the edges, each with the column that it is a copy of. */
  readonly #beyond: Int32Array;

  constructor(plan: MultiratePlan, workspace: Workspace, buffers: Buffers) {
    const { horizontal } = plan;
    const { sources, origin, count } = horizontal;
    this.#plan = plan;
    this.#workspace = workspace;
    this.#buffers = buffers;
    this.#decimator = decimatorOf(plan, horizontal, workspace, buffers, false);
    this.#interpolator = interpolatorOf(plan, horizontal, workspace, buffers, false);
    this.#taps = workspace.table(buffers.grid, horizontal.kernel);
    const beyond: number[] = [];
    sources.forEach((source, place) => {
      if (place >= origin && place < origin + count) return;
      beyond.push(place, source < 0 ? -1 : origin + source);
    });
    this.#beyond = Int32Array.from(beyond);
  }

  /** Decimates and correlates a block, into rows of the grid. */
  toGrid(destination: number): void {
    const { horizontal, fillvalue, channels, imageRowLength, blockRows, lanes } = this.#plan;
    const buffers = this.#buffers;
    const { engine } = this.#workspace;
    const { between, grid, wide, columns, cells, narrow, columnBytes, cellBytes, columnLength } = buffers;
    transpose({
      kernel: engine.exports[`transpose_${suffixOf(between as 'int16' | Accumulator)}` as const],
      source: wide,
      pitchBytes: buffers.widePitchBytes,
      rows: blockRows,
      columns: imageRowLength,
      destination: columns + horizontal.origin * columnBytes,
      destinationPitchBytes: blockRows * elementTypes[between].bytes,
    });
    const fill = lanes === 'bytes' ? fillvalue * 2 ** PLACES : fillvalue;
    copyRows(this.#beyond, this.#workspace, between, columns, columnBytes, fill);
    const rows = horizontal.sources.length;
    const to = cells + horizontal.firstPlace * cellBytes;
    this.#decimator.clear();
    this.#decimator.run(columns, columnBytes, 0, rows, this.#plan.pieces, to);
    copyRows(horizontal.copies, this.#workspace, grid, cells, cellBytes, fillvalue);
    rowSums({
      kernel: engine.exports[`rowSums_${suffixOf(grid)}` as const],
      source: cells + horizontal.kernelPlace * cellBytes,
      pitchBytes: cellBytes,
      taps: this.#taps,
      tapCount: horizontal.kernel.length,
      blockTaps: blockTaps(horizontal.kernel),
      count: columnLength,
      destination: narrow,
      destinationPitchBytes: cellBytes,
      rows: horizontal.results,
    });
    transpose({
      kernel: engine.exports[`transpose_${suffixOf(grid)}` as const],
      source: narrow,
      pitchBytes: blockRows * elementTypes[grid].bytes,
      rows: horizontal.results * channels,
      columns: blockRows,
      destination,
      destinationPitchBytes: buffers.coarsePitchBytes,
    });
  }

  /** Interpolates a block of rows of the grid, into rows as wide as the image. */
  fromGrid(source: number, destination: number): void {
    const { horizontal, channels, imageRowLength, blockRows } = this.#plan;
    const buffers = this.#buffers;
    const { engine } = this.#workspace;
    const { between, columns, narrow, columnBytes } = buffers;
    const kernel = engine.exports[`transpose_${suffixOf(between as 'int16' | Accumulator)}` as const];
    const lineBytes = blockRows * elementTypes[between].bytes;
    transpose({
      kernel,
      source,
      pitchBytes: buffers.quantizedPitchBytes,
      rows: blockRows,
      columns: horizontal.results * channels,
      destination: narrow,
      destinationPitchBytes: lineBytes,
    });
    this.#interpolator(narrow, columnBytes, 0, horizontal.count, columns, columnBytes);
    transpose({
      kernel,
      source: columns,
      pitchBytes: lineBytes,
      rows: imageRowLength,
      columns: blockRows,
      destination,
      destinationPitchBytes: buffers.widePitchBytes,
    });
  }
}
