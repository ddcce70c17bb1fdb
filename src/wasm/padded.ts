import type { StagedRows } from '../backend/backend.ts';
import { elementTypes } from '../base/dtype.ts';
import type { TypedArray } from '../base/types.ts';
import type { RowSource } from '../io/view.ts';
import type { PlanBase } from '../plan/base.ts';
import { type Engine, type Kernel, put, suffixes } from './engine.ts';
import { oddLines, type Pieces } from './heap.ts';

/** A strip of rows in the accumulator's type, each with its margins and dealt out into phases. */
export class PaddedRows implements StagedRows {
  readonly pitchBytes: number;
  readonly #plan: PlanBase;
  #fixed = 0;
  readonly #engine: Engine;
  readonly #left: number;
  readonly #right: number;
  readonly #raw: number;
  readonly #row: number;
  readonly #rows: number;
  readonly #staged: number;
  readonly #padKernel: Kernel;
  readonly #splitKernel: Kernel;

  /** `fixed` and `scratch` give offsets, of tables and of rows; `rows` is how many there are. */
  constructor(plan: PlanBase, engine: Engine, fixed: Pieces, scratch: Pieces, rows: number) {
    const { bytes } = elementTypes[plan.accumulator];
    const suffix = suffixes[plan.accumulator];
    this.#plan = plan;
    this.#engine = engine;
    this.#padKernel = engine.kernel(`pad_${suffixes[plan.storage]}_${suffix}`);
    this.#splitKernel = engine.kernel(`split_${suffix}`);
    this.#rows = rows;
    this.#left = fixed.take(plan.leftMargin.byteLength);
    this.#right = fixed.take(plan.rightMargin.byteLength);
    this.pitchBytes = oddLines(plan.stagedRowLength * bytes);
    const paddedLength = plan.leftMargin.length + plan.imageRowLength + plan.rightMargin.length;
    this.#raw = scratch.take(
      this.#readsInPlace ? 0 : rows * plan.imageRowLength * elementTypes[plan.storage].bytes,
    );
    this.#row = scratch.take(plan.phases > 1 ? paddedLength * bytes : 0);
    this.#staged = scratch.take(rows * this.pitchBytes);
  }

  /** Writes the tables. */
  write(fixed: number): void {
    this.#fixed = fixed;
    put(this.#engine.buffer, fixed + this.#left, Int32Array, this.#plan.leftMargin);
    put(this.#engine.buffer, fixed + this.#right, Int32Array, this.#plan.rightMargin);
  }

  get address(): number {
    return this.#engine.scratch + this.#staged;
  }

  adopt(): boolean {
    return false;
  }

  stage(source: RowSource, firstImageRow: number, rowCount: number, at: number): void {
    const { storage, accumulator, imageRowLength, leftMargin, phases, channels } = this.#plan;
    const { buffer, scratch } = this.#engine;
    const { bytes } = elementTypes[accumulator];
    const { array, bytes: storageBytes } = elementTypes[storage];
    const to = this.address + at * this.pitchBytes;
    const { view } = source;
    const resident = this.#engine.addressOf(view, storage);
    let from: number;
    let fromPitchBytes = imageRowLength * storageBytes;
    if (view !== null && resident !== undefined) {
      fromPitchBytes = view.rowStride * storageBytes;
      from = resident + firstImageRow * fromPitchBytes;
    } else if (this.#readsInPlace) {
      fromPitchBytes = this.pitchBytes;
      from = to + leftMargin.length * bytes;
      const staged = new array(
        buffer,
        from,
        (rowCount - 1) * (this.pitchBytes / bytes) + imageRowLength,
      ) as TypedArray;
      source.read(firstImageRow, rowCount, staged, 0, this.pitchBytes / bytes);
    } else {
      from = scratch + this.#raw;
      source.read(
        firstImageRow,
        rowCount,
        new array(buffer, from, rowCount * imageRowLength) as TypedArray,
        0,
        imageRowLength,
      );
    }
    if (phases === 1) {
      this.#pad(from, fromPitchBytes, rowCount, to);
      return;
    }
    const row = scratch + this.#row;
    const pixels = (leftMargin.length + imageRowLength + this.#plan.rightMargin.length) / channels;
    for (let i = 0; i < rowCount; i++) {
      this.#pad(from + i * fromPitchBytes, 0, 1, row);
      this.#splitKernel(
        row,
        pixels,
        channels,
        phases,
        to + i * this.pitchBytes,
        this.#plan.phaseLength * bytes,
      );
    }
  }

  fill(rowCount: number, at: number, value = this.#plan.fillvalue): void {
    const { array, bytes } = elementTypes[this.#plan.accumulator];
    const pitch = this.pitchBytes / bytes;
    new array(this.#engine.buffer, this.address + at * this.pitchBytes, rowCount * pitch).fill(value);
  }

  keep(from: number, rowCount: number): void {
    const bytes = new Uint8Array(this.#engine.buffer, this.address, this.#rows * this.pitchBytes);
    bytes.copyWithin(0, from * this.pitchBytes, (from + rowCount) * this.pitchBytes);
  }

  get #readsInPlace(): boolean {
    return this.#plan.storage === this.#plan.accumulator && this.#plan.phases === 1;
  }

  #pad(from: number, fromPitchBytes: number, rowCount: number, to: number): void {
    const { imageRowLength, leftMargin, rightMargin, fillvalue } = this.#plan;
    this.#padKernel(
      from,
      fromPitchBytes,
      rowCount,
      0,
      imageRowLength,
      this.#fixed + this.#left,
      leftMargin.length,
      this.#fixed + this.#right,
      rightMargin.length,
      fillvalue,
      to,
      this.pitchBytes,
    );
  }
}
