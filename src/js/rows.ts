import type { StagedRows } from '../backend/backend.ts';
import { elementTypes } from '../base/dtype.ts';
import type { PlanBase } from '../plan/base.ts';
import { addBorders, borderedLength, deinterleave } from './borders.ts';

/** Rows of fewer elements are read in one piece and then moved apart: reading one row alone takes about as long as moving these. */
const SHORT_ROW = 128;

/** A strip of rows in float64, each with its borders and dealt out into phases. */
export interface Rows extends StagedRows {
  readonly data: Float64Array;
  fill(rowCount: number, at: number, value?: number): void;
}

export function rowsOf(plan: PlanBase, roundsToFloat32 = false, rowCapacity = plan.strip.stagedRows): Rows {
  const { imageRowLength, stagedRowLength, leftBorder, channels, phases, phaseLength, storage } = plan;
  const fillvalue = roundsToFloat32 ? Math.fround(plan.fillvalue) : plan.fillvalue;
  // Float32 holds elements of up to two bytes.
  const roundsImage = roundsToFloat32 && storage !== 'float32' && elementTypes[storage].bytes > 2;
  const data = new Float64Array(rowCapacity * stagedRowLength);
  // Where a row gets its borders before it is dealt out.
  const single = { ...plan, phases: 1, stagedRowLength: borderedLength(plan) };
  const row = phases > 1 ? rowsOf(single, roundsToFloat32, 1) : null;
  return {
    data,
    adopt: () => false,
    stage(source, imageRow, rowCount, at) {
      const begin = at * stagedRowLength;
      if (row !== null) {
        const pixels = row.data.length / channels;
        for (let i = 0; i < rowCount; i++) {
          row.stage(source, imageRow + i, 1, 0);
          deinterleave(row.data, 0, pixels, channels, phases, data, begin + i * stagedRowLength, phaseLength);
        }
        return;
      }
      const interior = begin + leftBorder.length;
      if (imageRowLength < SHORT_ROW && imageRowLength < stagedRowLength) {
        source.read(imageRow, rowCount, data, begin, imageRowLength);
        moveApart(data, begin, imageRowLength, interior, stagedRowLength, rowCount);
      } else {
        source.read(imageRow, rowCount, data, interior, stagedRowLength);
      }
      if (roundsImage) {
        const end = begin + rowCount * stagedRowLength;
        for (let i = begin; i < end; i++) data[i] = Math.fround(data[i] as number);
      }
      addBorders(data, begin, stagedRowLength, rowCount, plan, fillvalue);
    },
    fill(rowCount, at, value = fillvalue) {
      data.fill(value, at * stagedRowLength, (at + rowCount) * stagedRowLength);
    },
    keep(from, rowCount) {
      data.copyWithin(0, from * stagedRowLength, (from + rowCount) * stagedRowLength);
    },
  };
}

/** Moves rows that lie one after another `rowStride` apart, the last one first since they move to where others were. */
function moveApart(
  values: Float64Array,
  from: number,
  length: number,
  to: number,
  rowStride: number,
  rowCount: number,
): void {
  for (let row = rowCount - 1; row >= 0; row--) {
    const source = from + row * length;
    const target = to + row * rowStride;
    for (let i = length - 1; i >= 0; i--) values[target + i] = values[source + i] as number;
  }
}

/** A plan for the rows of its image as they are, without borders or phases. */
export function withoutBorders<P extends PlanBase>(plan: P): P {
  const none = new Int32Array(0);
  const { imageRowLength: stagedRowLength } = plan;
  return { ...plan, leftBorder: none, rightBorder: none, phases: 1, stagedRowLength };
}
