import type { StagedRows } from '../backend/backend.ts';
import type { RowSource } from '../io/view.ts';
import type { PlanBase } from '../plan/base.ts';
import { roundToFloat32 } from './arithmetic.ts';
import { pad } from './pad.ts';
import { split } from './split.ts';

/** A strip of rows in float64, each with its margins and dealt out into phases. */
export class PaddedRows implements StagedRows {
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

  adopt(): boolean {
    return false;
  }

  stage(source: RowSource, firstImageRow: number, rowCount: number, at: number): void {
    const { imageRowLength, stagedRowLength, leftMargin, rightMargin, phases, channels, phaseLength } =
      this.#plan;
    const row = this.#row;
    for (let i = 0; i < rowCount; i++) {
      const to = (at + i) * stagedRowLength;
      const begin = phases > 1 ? 0 : to;
      const interior = begin + leftMargin.length;
      source.read(firstImageRow + i, 1, row, interior, imageRowLength);
      if (this.#roundsImage) roundToFloat32(row, interior, interior + imageRowLength);
      pad(row, begin, imageRowLength, leftMargin, rightMargin, this.#fillvalue);
      if (phases > 1) split(row, row.length / channels, channels, phases, this.data, to, phaseLength);
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
}

/** A plan for the rows of its image as they are, without margins or phases. */
export function flat<P extends PlanBase>(plan: P): P {
  const none = new Int32Array(0);
  const { imageRowLength: stagedRowLength } = plan;
  return { ...plan, leftMargin: none, rightMargin: none, phases: 1, stagedRowLength };
}
