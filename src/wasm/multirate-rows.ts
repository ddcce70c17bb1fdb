import type { StagedRows } from '../backend/backend.ts';
import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { RowSource, View } from '../io/view.ts';
import type { MultiratePlan } from '../plan/multirate.ts';
import { Borders } from './borders.ts';
import { type Buffers, TILE } from './multirate-buffers.ts';
import type { Workspace } from './workspace.ts';

/** Rows of the image that are read at a time stay in a second-level cache. */
const READ_BYTES = 128 * 1024;

type Feed = (source: number, pitchBytes: number, rowCount: number, at: number) => void;

/** Rows that are decimated as they are read, instead of being staged for later. */
export class FedRows implements StagedRows {
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
    if (start !== undefined && this.#borders === null && imageRowLength % TILE === 0) {
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
