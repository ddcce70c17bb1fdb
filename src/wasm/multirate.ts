import type { Prepared, StagedRows } from '../backend/backend.ts';
import { type Accumulator, elementTypes } from '../base/dtype.ts';
import { inMemory } from '../base/errors.ts';
import type { DType } from '../base/types.ts';
import type { RowSink, RowSource, View } from '../io/view.ts';
import {
  type AxisPlan,
  BYTE_PLACES,
  blockTaps,
  CELL_PLACES,
  firstCells,
  integerResultWeights,
  integerWeights,
  PLACES,
} from '../plan/grid.ts';
import { type MultiratePlan, rowsBefore } from '../plan/multirate.ts';
import type { Strip } from '../plan/strips.ts';
import {
  decimate,
  decimateFloats,
  interpolate,
  interpolateFloats,
  magnitude,
  quantize,
  rowSums,
  transpose,
} from './abi.ts';
import { Borders } from './borders.ts';
import { type Engine, suffixOf } from './engine.ts';
import { oddLines } from './heap.ts';
import { PreparedPlan } from './prepared.ts';
import { Results } from './results.ts';
import { PreparedSeparable } from './separable.ts';
import { Workspace } from './workspace.ts';

/** Kernels read and write whole tiles: at most so many elements. */
const TILE = 32;
/** Rows of the image that are read at a time stay in a second-level cache. */
const READ_BYTES = 128 * 1024;

/** Decimates rows into cells, as many as `rows` and `flushed` say. */
interface Decimator {
  /** @param row The first row, by its place in the tables. */
  run(
    source: number,
    pitchBytes: number,
    row: number,
    rows: number,
    flushed: number,
    destination: number,
  ): void;
  /** Forgets sums of rows before. */
  clear(): void;
}

/**
 * Of an image in several bands, the fallback is set up beforehand: once the results of a band are written, memory may not run
 * out. Of a single band nothing is written before it is known whether it serves.
 *
 * @throws {RangeError} The engine's, if there is not enough memory.
 */
export function prepareMultirate(plan: MultiratePlan, engine: Engine): Prepared {
  const prepared = Workspace.prepare(engine, (workspace) => new PreparedMultirate(plan, workspace));
  try {
    if (plan.bands.length > 1) prepared.setUpFallback();
    return prepared;
  } catch (error) {
    prepared.dispose();
    throw error;
  }
}

/** See `MultiratePlan`. */
class PreparedMultirate extends PreparedPlan<MultiratePlan> {
  readonly rows: StagedRows;
  protected readonly results: readonly Results[];
  protected readonly ties = null;
  #fallback: Prepared | undefined;
  readonly #bands: readonly Band[];
  /** How many rows are staged before those of each band. */
  readonly #stagedBefore: readonly number[];
  /** The band whose rows were staged last. */
  #band: Band | undefined;
  #magnitude = 0;

  constructor(plan: MultiratePlan, workspace: Workspace) {
    super(plan, workspace);
    const computed = plan.lanes === 'bytes' ? plan.result : plan.accumulator;
    this.results = [new Results(plan, workspace, { computed })];
    const buffers = new Buffers(plan, workspace);
    const across = new Across(plan, workspace, buffers);
    this.#bands = plan.bands.map((axis) => new Band(plan, axis, workspace, buffers, across));
    this.#stagedBefore = rowsBefore(plan);
    this.rows = new FedRows(plan, workspace, buffers, (source, pitchBytes, rowCount, at) =>
      this.#feed(source, pitchBytes, rowCount, at),
    );
  }

  /** Passes have tables and rows of their own, and most images do without them: see `prepareMultirate`. */
  get fallback(): Prepared | null {
    return inMemory(() => this.setUpFallback());
  }

  setUpFallback(): Prepared | null {
    const { passes } = this.plan;
    if (passes === null) return null;
    this.#fallback ??= Workspace.prepare(
      this.workspace.engine,
      (workspace) => new PreparedSeparable(passes, workspace),
    );
    return this.#fallback;
  }

  override dispose(): void {
    this.#fallback?.dispose();
    super.dispose();
  }

  #feed(source: number, pitchBytes: number, rowCount: number, at: number): void {
    const index = this.#stagedBefore.lastIndexOf(at);
    if (index >= 0) {
      this.#band = this.#bands[index] as Band;
      this.#band.start();
    }
    (this.#band as Band).feed(source, pitchBytes, rowCount);
  }

  override begin({ stagedRows }: Strip): number {
    if (stagedRows > 0) this.#magnitude = (this.#band as Band).correlate(this.plan.maxMagnitude);
    return this.#magnitude;
  }

  compute({ outputRow, outputRows }: Strip, kernel: number, sink: RowSink): number {
    const results = this.results[kernel] as Results;
    results.place(sink, outputRow);
    (this.#band as Band).interpolate(outputRow, outputRows, results.address, results.strideBytes);
    return 0;
  }
}

type Feed = (source: number, pitchBytes: number, rowCount: number, at: number) => void;

/** Rows that are decimated as they are read, instead of being staged for later. */
class FedRows implements StagedRows {
  readonly #plan: MultiratePlan;
  readonly #workspace: Workspace;
  readonly #buffers: Buffers;
  readonly #feed: Feed;
  readonly #borders: Borders | null;
  readonly #rowsPerRead: number;
  readonly #read: number;
  readonly #staged: number;

  constructor(plan: MultiratePlan, workspace: Workspace, buffers: Buffers, feed: Feed) {
    const { storage, imageRowLength } = plan;
    this.#plan = plan;
    this.#workspace = workspace;
    this.#buffers = buffers;
    this.#feed = feed;
    const { bytes } = elementTypes[storage];
    const none = { left: 0, leftCount: 0, right: 0, rightCount: 0 };
    this.#borders =
      buffers.staged === storage
        ? null
        : new Borders(workspace, storage, buffers.staged as Accumulator, plan.fillvalue, {
            first: 0,
            count: imageRowLength,
            tables: none,
          });
    const pitchBytes = buffers.stagedPitchBytes;
    this.#rowsPerRead = Math.max(2, Math.min(64, Math.floor(READ_BYTES / pitchBytes)));
    this.#staged = workspace.scratch(this.#rowsPerRead * pitchBytes);
    this.#read = this.#borders ? workspace.scratch(this.#rowsPerRead * imageRowLength * bytes) : 0;
  }

  adopt(): boolean {
    return false;
  }

  stage(source: RowSource, imageRow: number, rowCount: number, at: number): void {
    const { storage, imageRowLength } = this.#plan;
    const { engine } = this.#workspace;
    const { bytes } = elementTypes[storage];
    const start = engine.addressOf(source.view, storage);
    if (start >= 0 && this.#borders === null && imageRowLength % TILE === 0) {
      const strideBytes = (source.view as View).rowStride * bytes;
      this.#feed(start + imageRow * strideBytes, strideBytes, rowCount, at);
      return;
    }
    const { stagedPitchBytes } = this.#buffers;
    for (let row = 0; row < rowCount; row += this.#rowsPerRead) {
      const rows = Math.min(this.#rowsPerRead, rowCount - row);
      const into = engine.heap.array(storage);
      if (this.#borders) {
        source.read(imageRow + row, rows, into, this.#read / bytes, imageRowLength);
        this.#borders.apply(this.#read, imageRowLength * bytes, rows, this.#staged, stagedPitchBytes);
      } else {
        source.read(imageRow + row, rows, into, this.#staged / bytes, stagedPitchBytes / bytes);
      }
      this.#feed(this.#staged, stagedPitchBytes, rows, at + row);
    }
  }

  fill(rowCount: number, at: number): void {
    const { staged, stagedPitchBytes } = this.#buffers;
    const { bytes } = elementTypes[staged];
    const begin = this.#staged / bytes;
    const values = this.#workspace.engine.heap.array(staged);
    values.fill(this.#plan.fillvalue, begin, begin + stagedPitchBytes / bytes);
    this.#feed(this.#staged, 0, rowCount, at);
  }

  /** No row is staged twice. */
  keep(): void {}
}

/** What the bands of a plan share: types and scratch buffers. */
class Buffers {
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

/** Along columns into rows between the passes (`isFirst`), or along rows into the grid. */
function decimatorOf(
  plan: MultiratePlan,
  axis: AxisPlan,
  workspace: Workspace,
  buffers: Buffers,
  isFirst: boolean,
): Decimator {
  const { lanes, accumulator, pieces, imageRowLength } = plan;
  const { exports, heap } = workspace.engine;
  const rows = axis.advances.length;
  const advances = workspace.table('uint8', axis.advances);
  const sums = isFirst
    ? buffers.sums
    : workspace.scratch(pieces * oddLines(buffers.columnLength * elementTypes[buffers.grid].bytes));
  const sumPitchBytes = isFirst
    ? buffers.sumPitchBytes
    : oddLines(buffers.columnLength * elementTypes[buffers.grid].bytes);
  const common = {
    source: 0,
    pitchBytes: 0,
    count: isFirst ? imageRowLength : buffers.columnLength,
    rows: 0,
    advances,
    sums,
    sumPitchBytes,
    flushed: 0,
    destination: 0,
    destinationPitchBytes: isFirst ? buffers.widePitchBytes : buffers.cellBytes,
  };
  const clear = () => {
    const address = sums / 4;
    heap.array('int32').fill(0, address, address + (pieces * sumPitchBytes) / 4);
  };
  if (lanes === 'bytes') {
    const { weights, places } = integerWeights(axis, pieces, isFirst ? BYTE_PLACES : CELL_PLACES);
    const table = workspace.table('int16', weights);
    const call = {
      kernel: isFirst ? exports.decimate_u8_i16 : exports.decimate_i16_f32,
      ...common,
      weights: table,
      weightPitchBytes: rows * 2,
      shift: isFirst ? places - PLACES : 0,
      scale: 2 ** -(places + PLACES),
    };
    return {
      clear,
      run(source, pitchBytes, row, rowCount, flushed, destination) {
        call.source = source;
        call.pitchBytes = pitchBytes;
        call.rows = rowCount;
        call.advances = advances + row;
        call.weights = table + row * 2;
        call.flushed = flushed;
        call.destination = destination;
        decimate(call);
      },
    };
  }
  const table = workspace.table(accumulator, axis.weights);
  const { bytes } = elementTypes[accumulator];
  const call = {
    kernel: exports[`decimateFloats_${suffixOf(accumulator)}` as const],
    ...common,
    weights: table,
  };
  return {
    clear,
    run(source, pitchBytes, row, rowCount, flushed, destination) {
      call.source = source;
      call.pitchBytes = pitchBytes;
      call.rows = rowCount;
      call.advances = advances + row;
      call.weights = table + row * pieces * bytes;
      call.flushed = flushed;
      call.destination = destination;
      decimateFloats(call);
    },
  };
}

type Interpolator = (
  source: number,
  pitchBytes: number,
  row: number,
  rows: number,
  destination: number,
  destinationPitchBytes: number,
) => void;

function interpolatorOf(
  { lanes, accumulator, pieces, imageRowLength }: MultiratePlan,
  axis: AxisPlan,
  workspace: Workspace,
  buffers: Buffers,
  isLast: boolean,
): Interpolator {
  const { exports } = workspace.engine;
  const advances = workspace.table('uint8', axis.resultAdvances);
  const isBytes = lanes === 'bytes';
  const weights = isBytes
    ? workspace.table('int16', integerResultWeights(axis))
    : workspace.table(accumulator, axis.resultWeights);
  const weightBytes = isBytes ? 8 : pieces * elementTypes[accumulator].bytes;
  const call = {
    source: 0,
    pitchBytes: 0,
    count: isLast ? imageRowLength : buffers.columnLength,
    rows: 0,
    advances,
    weights,
    destination: 0,
    destinationPitchBytes: 0,
  };
  const ofBytes = { kernel: isLast ? exports.interpolate_u8 : exports.interpolate_i16, ...call };
  const ofFloats = {
    kernel: exports[`interpolateFloats_${suffixOf(accumulator)}` as const],
    ...call,
  };
  const own = isBytes ? ofBytes : ofFloats;
  return (source, pitchBytes, row, rows, destination, destinationPitchBytes) => {
    own.source = source;
    own.pitchBytes = pitchBytes;
    own.rows = rows;
    own.advances = advances + row;
    own.weights = weights + row * weightBytes;
    own.destination = destination;
    own.destinationPitchBytes = destinationPitchBytes;
    if (isBytes) interpolate(ofBytes);
    else interpolateFloats(ofFloats);
  };
}

/** Copies rows to their places, or fills them with a value. */
function copyRows(
  copies: Int32Array,
  { engine }: Workspace,
  dtype: DType,
  address: number,
  rowBytes: number,
  fill: number,
): void {
  const { bytes } = elementTypes[dtype];
  const values = engine.heap.array(dtype);
  const [start, length] = [address / bytes, rowBytes / bytes];
  for (let i = 0; i < copies.length; i += 2) {
    const to = start + (copies[i] as number) * length;
    const place = copies[i + 1] as number;
    if (place < 0) values.fill(fill, to, to + length);
    else values.copyWithin(to, start + place * length, start + (place + 1) * length);
  }
}

/** All that is done along rows, of a block of rows of cells at a time. */
class Across {
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

/** All that is done along the columns of a band. */
class Band {
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
      this.#workspace.engine.heap.array('uint8').copyWithin(wide, start, start + kept * widePitchBytes);
    }
    this.#wideFirst = cell;
    this.#wideEnd = cell + kept;
    this.#across.fromGrid(quantized + this.#wideEnd * quantizedPitchBytes, wide + kept * widePitchBytes);
    this.#wideEnd += this.#plan.blockRows;
  }
}
