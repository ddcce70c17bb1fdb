import type { StagedRows } from '../backend/backend.ts';
import { elementTypes } from '../base/dtype.ts';
import type { DType, TypedArray } from '../base/types.ts';
import type { RowSource } from '../io/view.ts';
import type { PlanBase } from '../plan/base.ts';
import { type Engine, type Kernel, suffixes } from './engine.ts';
import { oddLines, type Pieces } from './heap.ts';

/** Rows of a first-level cache of 32 KiB with 8 ways that lie 4096 bytes apart all compete for the same 8 lines. */
const WAYS = 8;
const ALIAS_BYTES = 4096;

/** A strip of rows of one type, the accumulator's or the image's own, without margins: copied in one piece, or taken where they lie. */
export class FlatRows implements StagedRows {
  /** Of the rows at hand. */
  address = 0;
  pitchBytes = 0;
  readonly #plan: PlanBase;
  readonly #engine: Engine;
  readonly #dtype: DType;
  readonly #raw: number;
  readonly #staged: number;
  readonly #stagedPitchBytes: number;
  readonly #widen: Kernel;
  readonly #competes: (pitchBytes: number) => boolean;

  /** `revisits`: whether a kernel comes back to the same lines of the cache, column of taps after column. */
  constructor(plan: PlanBase, dtype: DType, engine: Engine, scratch: Pieces, revisits: boolean) {
    const { strip, imageRowLength, kernel } = plan;
    const { bytes } = elementTypes[dtype];
    this.#plan = plan;
    this.#dtype = dtype;
    this.#engine = engine;
    this.#widen = engine.kernel(`pad_${suffixes[plan.storage]}_${suffixes[dtype]}`);
    this.#competes = (pitchBytes) => revisits && kernel.rows > WAYS && pitchBytes % ALIAS_BYTES === 0;
    const packed = imageRowLength * bytes;
    this.#stagedPitchBytes = this.#competes(packed) ? oddLines(packed) : packed;
    this.#raw = scratch.take(
      plan.storage === dtype ? 0 : strip.stagedRows * imageRowLength * elementTypes[plan.storage].bytes,
    );
    this.#staged = scratch.take(strip.stagedRows * this.#stagedPitchBytes);
  }

  /** Takes rows of a resident image where they lie. */
  adopt(source: RowSource, firstImageRow: number): boolean {
    const { view } = source;
    const start = this.#engine.addressOf(view, this.#dtype);
    if (view === null || start === undefined) return false;
    const pitchBytes = view.rowStride * elementTypes[this.#dtype].bytes;
    if (pitchBytes < 0 || this.#competes(pitchBytes)) return false;
    this.address = start + firstImageRow * pitchBytes;
    this.pitchBytes = pitchBytes;
    return true;
  }

  stage(source: RowSource, firstImageRow: number, rowCount: number, at: number): void {
    this.#takeStaged();
    const { storage, imageRowLength } = this.#plan;
    const { buffer, scratch } = this.#engine;
    const { array, bytes } = elementTypes[storage];
    const to = this.address + at * this.pitchBytes;
    if (storage === this.#dtype) {
      const pitch = this.pitchBytes / bytes;
      source.read(
        firstImageRow,
        rowCount,
        new array(buffer, to, (rowCount - 1) * pitch + imageRowLength) as TypedArray,
        0,
        pitch,
      );
      return;
    }
    const raw = scratch + this.#raw;
    source.read(
      firstImageRow,
      rowCount,
      new array(buffer, raw, rowCount * imageRowLength) as TypedArray,
      0,
      imageRowLength,
    );
    this.#widen(raw, imageRowLength * bytes, rowCount, 0, imageRowLength, 0, 0, 0, 0, 0, to, this.pitchBytes);
  }

  fill(rowCount: number, at: number): void {
    this.#takeStaged();
    const { array, bytes } = elementTypes[this.#dtype];
    const length = rowCount * (this.pitchBytes / bytes);
    new array(this.#engine.buffer, this.address + at * this.pitchBytes, length).fill(this.#plan.fillvalue);
  }

  keep(from: number, rowCount: number): void {
    this.#takeStaged();
    const { stagedRows } = this.#plan.strip;
    const bytes = new Uint8Array(this.#engine.buffer, this.address, stagedRows * this.pitchBytes);
    bytes.copyWithin(0, from * this.pitchBytes, (from + rowCount) * this.pitchBytes);
  }

  #takeStaged(): void {
    this.address = this.#engine.scratch + this.#staged;
    this.pitchBytes = this.#stagedPitchBytes;
  }
}
