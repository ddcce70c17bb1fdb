import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { DType } from '../base/types.ts';
import type { MultiratePlan } from '../plan/multirate.ts';
import { oddLines } from './heap.ts';
import type { Workspace } from './workspace.ts';

/** Kernels read and write whole tiles: at most so many elements. */
export const TILE = 32;

/** The types and scratch buffers that all bands of a plan share. */
export class Buffers {
  /** The types of rows of the image, of rows between the passes, and of the grid. */
  readonly staged: DType;
  readonly between: DType;
  readonly grid: Accumulator;
  readonly stagedPitchBytes: number;
  /** Rows of cells as wide as the image: of a block that is decimated, or those that strips are interpolated from. */
  readonly wide: number;
  readonly widePitchBytes: number;
  /** A block of rows of cells, transposed: all columns of the image and beyond. */
  readonly columns: number;
  /** Elements, and bytes, of a column of a block. */
  readonly columnLength: number;
  readonly columnBytes: number;
  /** The same block, decimated, and the columns that come of the coarse kernel. */
  readonly cells: number;
  readonly cellBytes: number;
  readonly narrow: number;
  /** Rows of cells of a band, and those that come of the coarse kernel, as sums and as they are interpolated. */
  readonly coarse: number;
  readonly coarsePitchBytes: number;
  readonly correlated: number;
  readonly quantized: number;
  readonly quantizedPitchBytes: number;
  readonly sums: number;
  readonly sumPitchBytes: number;

  constructor(plan: MultiratePlan, workspace: Workspace) {
    const { lanes, accumulator, imageRowLength, channels, horizontal, bands, blockRows, pieces } = plan;
    const isBytes = lanes === 'bytes';
    this.staged = isBytes ? plan.storage : accumulator;
    this.between = isBytes ? 'int16' : accumulator;
    this.grid = accumulator;
    const bytesOf = (dtype: DType) => elementTypes[dtype].bytes;
    const pitchOf = (length: number, dtype: DType) =>
      oddLines(Math.ceil(length / TILE) * TILE * bytesOf(dtype));
    this.stagedPitchBytes = pitchOf(imageRowLength, this.staged);
    this.widePitchBytes = pitchOf(imageRowLength, this.between);
    this.wide = workspace.scratch((blockRows + pieces) * this.widePitchBytes);
    this.columnLength = channels * blockRows;
    this.columnBytes = this.columnLength * bytesOf(this.between);
    const columnCount = Math.max(horizontal.sources.length, horizontal.origin + horizontal.count);
    // Transposed a whole vector at a time.
    const slack = TILE * blockRows * bytesOf(this.grid);
    this.columns = workspace.scratch(columnCount * this.columnBytes + slack);
    this.cellBytes = this.columnLength * bytesOf(this.grid);
    this.cells = workspace.scratch(horizontal.places * this.cellBytes + slack);
    this.narrow = workspace.scratch(horizontal.results * this.cellBytes + slack);
    const coarseLength = horizontal.results * channels;
    this.coarsePitchBytes = pitchOf(coarseLength, this.grid);
    const places = Math.max(...bands.map((band) => band.places));
    const results = Math.max(...bands.map((band) => band.results));
    this.coarse = workspace.scratch((places + blockRows) * this.coarsePitchBytes);
    this.correlated = workspace.scratch((results + blockRows) * this.coarsePitchBytes);
    this.quantizedPitchBytes = isBytes ? pitchOf(coarseLength, this.between) : this.coarsePitchBytes;
    this.quantized = isBytes
      ? workspace.scratch((results + blockRows) * this.quantizedPitchBytes)
      : this.correlated;
    const sumBytes = Math.max(imageRowLength, this.columnLength) + TILE;
    this.sumPitchBytes = oddLines(sumBytes * bytesOf(isBytes ? 'int32' : accumulator));
    this.sums = workspace.scratch(pieces * this.sumPitchBytes);
  }
}
