import type { RowSource } from '../io/view.ts';
import type { Plan } from '../plan/plan.ts';
import type { Strip } from '../plan/strips.ts';
import { folds } from '../problem/boundary.ts';
import { multipliedOut, type Taps } from '../problem/taps.ts';
import type { StripSums } from './backend.ts';

/** One sum takes about ten times as long here as in a strip of direct sums, so that repairs take at most a third of its time. */
const MAX_TIES = 1 / 32;

/**
 * Replaces the sums of a strip that lie next to a tie by direct sums in float64, read from the image. Where transforms or passes
 * compute a large kernel, a whole strip of direct sums would take minutes.
 *
 * @param row Room for a row of the image.
 * @returns Whether it is done. Else there are too many, or rows are not staged as a whole.
 */
export function repairSums(
  plan: Plan,
  strip: Strip,
  kernel: number,
  source: RowSource,
  { values, at, rowStride }: StripSums,
  row: Float64Array,
): boolean {
  const { outputRowLength, tieMargin, rowGathering, phases, delta } = plan;
  if (rowGathering !== null || phases > 1) return false;
  const limit = strip.outputRows * outputRowLength * MAX_TIES;
  const ties: { readonly i: number; readonly x: number; sum: number; readonly places: Int32Array }[] = [];
  for (let i = 0; i < strip.outputRows; i++) {
    for (let x = 0; x < outputRowLength; x++) {
      const sum = values[at + i * rowStride + x] as number;
      if (Math.abs(sum - Math.floor(sum) - 0.5) > tieMargin) continue;
      if (ties.length >= limit) return false;
      ties.push({ i, x, sum: 0, places: elementsOf(plan, x) });
    }
  }
  const taps = multipliedOut(plan.kernel.taps[kernel] as Taps);
  const { rows, columns } = plan.kernel;
  for (const tie of ties) {
    const origin = (strip.outputRow + tie.i) * plan.rowStep - plan.top;
    let tap = 0;
    for (let u = 0; u < rows; u++) {
      const imageRow = folds[plan.boundary[0]](origin + u * plan.tapRowStep, plan.imageRows);
      if (imageRow < 0) row.fill(plan.fillvalue);
      else source.read(imageRow, 1, row, 0, plan.imageRowLength);
      for (let v = 0; v < columns; v++, tap++) {
        const place = tie.places[v] as number;
        tie.sum += (taps[tap] as number) * (place < 0 ? plan.fillvalue : (row[place] as number));
      }
    }
    values[at + tie.i * rowStride + tie.x] = tie.sum + delta;
  }
  return true;
}

/** For each column of taps the element of a row that result `x` multiplies with it; -1 for the fill value. */
function elementsOf(plan: Plan, x: number): Int32Array {
  const { channels, leftBorder, rightBorder, imageRowLength, columnOffsets } = plan;
  const stride = plan.method === 'fft' ? plan.columnStride : 1;
  const begin = Math.floor(x / channels) * stride * channels + (x % channels);
  return columnOffsets.map((offset) => {
    const place = begin + offset;
    if (place < leftBorder.length) return leftBorder[place] as number;
    const inside = place - leftBorder.length;
    return inside < imageRowLength ? inside : (rightBorder[inside - imageRowLength] as number);
  });
}
