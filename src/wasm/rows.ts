import type { StagedRows } from '../backend/backend.ts';
import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { DType } from '../base/types.ts';
import type { RowSource, View } from '../io/view.ts';
import type { PlanBase } from '../plan/base.ts';
import { Borders, borderTables } from './borders.ts';
import type { Engine } from './engine.ts';
import { oddLines } from './heap.ts';
import type { Workspace } from './workspace.ts';

/** Rows that lie 4096 bytes apart all compete for the same lines of a first-level cache: of the 8 of 32 KiB, or the 12 of 48 KiB. */
export const CACHE_WAYS = 8;
const ALIAS_BYTES = 4096;

/** Image rows that are read before they are converted and get their borders: half of a first-level cache of 32 KiB. */
const READ_BYTES = 16384;

interface Options {
  /** What rows are staged as: the accumulator's type, or the image's own. */
  readonly dtype: DType;
  /** Whether rows get their borders and phases. If not, they may be read where they lie. */
  readonly isBordered: boolean;
  /** From how many more rows of taps on rows are copied that would compete for the same lines of the cache. Default: from none. */
  readonly maxAliasedRows?: number;
  /** How many rows there are at most. */
  readonly rows?: number;
}

/** The rows of a strip: staged in the scratch area, or rows of a resident image where they lie. */
export class Rows implements StagedRows {
  /** Of the rows to compute with. */
  address = 0;
  strideBytes = 0;
  /** How many there are at most. */
  readonly capacity: number;
  readonly #plan: PlanBase;
  readonly #engine: Engine;
  readonly dtype: DType;
  readonly isBordered: boolean;
  readonly #maxAliasedRows: number;
  readonly #staged: number;
  readonly #stagedStrideBytes: number;
  /** What rows go through after they are read; null where they are staged as they are. */
  readonly #borders: Borders | null;
  readonly #read: number;
  readonly #rowsPerRead: number;

  constructor(plan: PlanBase, workspace: Workspace, options: Options) {
    const { imageRowLength, leftBorder, rightBorder, storage, fillvalue, strip } = plan;
    const { dtype, isBordered, maxAliasedRows = Infinity, rows = strip.stagedRows } = options;
    const { bytes } = elementTypes[dtype];
    this.#plan = plan;
    this.#engine = workspace.engine;
    this.dtype = dtype;
    this.isBordered = isBordered;
    this.#maxAliasedRows = maxAliasedRows;
    this.capacity = rows;
    const packedBytes = imageRowLength * bytes;
    this.#stagedStrideBytes = packedBytes;
    if (isBordered) this.#stagedStrideBytes = oddLines(plan.stagedRowLength * bytes);
    else if (this.#competes(packedBytes)) this.#stagedStrideBytes = oddLines(packedBytes);
    // Without borders: of no length.
    const end = isBordered ? undefined : 0;
    this.#borders =
      isBordered || storage !== dtype
        ? new Borders(workspace, storage, dtype as Accumulator, fillvalue, {
            first: 0,
            count: imageRowLength,
            tables: borderTables(workspace, leftBorder.subarray(0, end), rightBorder.subarray(0, end)),
            phasesOf: isBordered ? plan : undefined,
          })
        : null;
    const rowBytes = imageRowLength * elementTypes[storage].bytes;
    this.#rowsPerRead = Math.max(1, Math.min(rows, Math.floor(READ_BYTES / rowBytes)));
    this.#read = this.#borders ? workspace.scratch(this.#rowsPerRead * rowBytes) : 0;
    this.#staged = workspace.scratch(rows * this.#stagedStrideBytes);
  }

  /** Takes rows of a resident image where they lie. */
  adopt(source: RowSource, imageRow: number): boolean {
    if (this.#borders !== null) return false;
    const { view } = source;
    const start = this.#engine.addressOf(view, this.dtype);
    if (start === undefined) return false;
    const strideBytes = (view as View).rowStride * elementTypes[this.dtype].bytes;
    if (strideBytes < 0 || this.#competes(strideBytes)) return false;
    this.address = start + imageRow * strideBytes;
    this.strideBytes = strideBytes;
    return true;
  }

  stage(source: RowSource, imageRow: number, rowCount: number, at: number): void {
    this.#useStaged();
    const { storage, imageRowLength } = this.#plan;
    const { bytes } = elementTypes[storage];
    let to = this.address + at * this.strideBytes;
    if (this.#borders === null) {
      const into = this.#engine.heap.array(storage);
      source.read(imageRow, rowCount, into, to / bytes, this.strideBytes / bytes);
      return;
    }
    const { view } = source;
    const start = this.#engine.addressOf(view, storage);
    if (start !== undefined) {
      const strideBytes = (view as View).rowStride * bytes;
      this.#borders.apply(start + imageRow * strideBytes, strideBytes, rowCount, to, this.strideBytes);
      return;
    }
    for (let row = 0; row < rowCount; row += this.#rowsPerRead) {
      const rows = Math.min(this.#rowsPerRead, rowCount - row);
      const into = this.#engine.heap.array(storage);
      source.read(imageRow + row, rows, into, this.#read / bytes, imageRowLength);
      this.#borders.apply(this.#read, imageRowLength * bytes, rows, to, this.strideBytes);
      to += rows * this.strideBytes;
    }
  }

  fill(rowCount: number, at: number, value = this.#plan.fillvalue): void {
    this.#useStaged();
    const { bytes } = elementTypes[this.dtype];
    const begin = (this.address + at * this.strideBytes) / bytes;
    const end = begin + (rowCount * this.strideBytes) / bytes;
    this.#engine.heap.array(this.dtype).fill(value, begin, end);
  }

  keep(from: number, rowCount: number): void {
    this.#useStaged();
    const start = this.address + from * this.strideBytes;
    this.#engine.moveDown(this.address, start, rowCount * this.strideBytes);
  }

  #useStaged(): void {
    this.address = this.#staged;
    this.strideBytes = this.#stagedStrideBytes;
  }

  #competes(strideBytes: number): boolean {
    return this.#plan.kernel.rows > this.#maxAliasedRows && strideBytes % ALIAS_BYTES === 0;
  }
}
