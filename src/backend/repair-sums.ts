import type { RowSource } from '../io/view.ts';
import type { Plan } from '../plan/plan.ts';
import type { Strip } from '../plan/strips.ts';
import { MAX_TIES } from '../plan/ties.ts';
import { folds } from '../problem/boundary.ts';
import { multipliedOut, type Taps } from '../problem/taps.ts';
import type { StripSums } from './backend.ts';

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
  const tiesOfRow: Tie[][] = [];
  let count = 0;
  for (let i = 0; i < strip.outputRows; i++) {
    const ties: Tie[] = [];
    for (let x = 0; x < outputRowLength; x++) {
      const place = at + i * rowStride + x;
      const sum = values[place] as number;
      if (Math.abs(sum - Math.floor(sum) - 0.5) > tieMargin) continue;
      if (++count > limit) return false;
      ties.push({ place, sum: 0, elements: elementsOf(plan, x) });
    }
    tiesOfRow.push(ties);
  }
  const taps = multipliedOut(plan.kernel.taps[kernel] as Taps);
  const { rows, columns } = plan.kernel;
  const { rowStep, tapRowStep, fillvalue } = plan;
  const reach = (rows - 1) * tapRowStep;
  const top = strip.outputRow * rowStep - plan.top;
  // Each row of the image is read once. Every sum still gets its rows of taps from the first to the last.
  for (let down = 0; down <= (strip.outputRows - 1) * rowStep + reach; down++) {
    let isRead = false;
    const last = Math.min(strip.outputRows - 1, Math.floor(down / rowStep));
    for (let i = Math.max(0, Math.ceil((down - reach) / rowStep)); i <= last; i++) {
      const ties = tiesOfRow[i] as Tie[];
      const u = (down - i * rowStep) / tapRowStep;
      if (ties.length === 0 || !Number.isInteger(u)) continue;
      if (!isRead) readRow(plan, source, top + down, row);
      isRead = true;
      for (const tie of ties) {
        let { sum } = tie;
        for (let v = 0; v < columns; v++) {
          const element = tie.elements[v] as number;
          const value = element < 0 ? fillvalue : (row[element] as number);
          sum += (taps[u * columns + v] as number) * value;
        }
        tie.sum = sum;
      }
    }
  }
  for (const { place, sum } of tiesOfRow.flat()) values[place] = sum + delta;
  return true;
}

/** A sum that is formed again. */
interface Tie {
  readonly place: number;
  readonly elements: Int32Array;
  sum: number;
}

/** @param index May lie beyond the image. */
function readRow(plan: Plan, source: RowSource, index: number, row: Float64Array): void {
  const imageRow = folds[plan.boundary[0]](index, plan.imageRows);
  if (imageRow < 0) row.fill(plan.fillvalue);
  else source.read(imageRow, 1, row, 0, plan.imageRowLength);
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
