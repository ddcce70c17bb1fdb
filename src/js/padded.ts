import type { PlanBase } from '../plan/plan.ts';
import type { RowSource } from '../view.ts';
import { roundToFloat32 } from './arithmetic.ts';
import { pad } from './pad.ts';
import { split } from './split.ts';

/** A strip of rows in float64, each with its margins and dealt out into phases. */
export class PaddedRows {
  readonly data: Float64Array;
  readonly #plan: PlanBase;
  readonly #row: Float64Array;
  readonly #roundsImage: boolean;
  readonly #fillvalue: number;

  constructor(plan: PlanBase, rows: number, roundsImage: boolean, fillvalue: number) {
    const { leftMargin, rightMargin, imageRowLength, phases, stagedRowLength } = plan;
    this.#plan = plan;
    this.#roundsImage = roundsImage;
    this.#fillvalue = fillvalue;
    this.data = new Float64Array(rows * stagedRowLength);
    this.#row =
      phases > 1 ? new Float64Array(leftMargin.length + imageRowLength + rightMargin.length) : this.data;
  }

  stage(source: RowSource, firstImageRow: number, rowCount: number, at: number): void {
    const { imageRowLength, stagedRowLength, leftMargin, phases } = this.#plan;
    for (let row = 0; row < rowCount; row++) {
      const begin = (at + row) * stagedRowLength;
      const interior = (phases > 1 ? 0 : begin) + leftMargin.length;
      source.read(firstImageRow + row, 1, this.#row, interior, imageRowLength);
      if (this.#roundsImage) roundToFloat32(this.#row, interior, interior + imageRowLength);
      this.#finish(begin);
    }
  }

  fill(rowCount: number, at: number, value = this.#fillvalue): void {
    const { stagedRowLength } = this.#plan;
    this.data.fill(value, at * stagedRowLength, (at + rowCount) * stagedRowLength);
  }

  keep(from: number, rowCount: number): void {
    const { stagedRowLength } = this.#plan;
    this.data.copyWithin(0, from * stagedRowLength, (from + rowCount) * stagedRowLength);
  }

  #finish(begin: number): void {
    const { imageRowLength, leftMargin, rightMargin, phases, channels, phaseLength } = this.#plan;
    pad(this.#row, phases > 1 ? 0 : begin, imageRowLength, leftMargin, rightMargin, this.#fillvalue);
    if (phases > 1) {
      split(this.#row, this.#row.length / channels, channels, phases, this.data, begin, phaseLength);
    }
  }
}
