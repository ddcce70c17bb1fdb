import type { Boundary } from '../base/types.ts';
import { folds } from '../problem/boundary.ts';
import type { PlanBase } from './base.ts';
import { type MultiratePlan, rowsBefore } from './multirate.ts';
import type { Plan } from './plan.ts';

/** Successive staged rows that are successive rows of the image, or that are all fill values. */
export interface RowRun {
  /** The first row of the image; -1 for fill values. */
  readonly imageRow: number;
  readonly rowCount: number;
  /** The first staged row, counted from the start of the strip. */
  readonly at: number;
}

/** Rows of results that are computed together, and the staged rows that they read. */
export interface Strip {
  readonly outputRow: number;
  readonly outputRows: number;
  readonly stagedRows: number;
  /** The number of its first staged rows that are the last staged rows of the strip before. */
  readonly keptRows: number;
  /** The first row of the image, if all staged rows are successive rows of the image; else -1. */
  readonly imageRow: number;
  /** The row of the continued image that the first staged row is; what is gathered begins there. */
  readonly origin: number;
  /** All staged rows of a band, in order. Null: see `runsFrom`. */
  readonly runs: readonly RowRun[] | null;
}

/**
 * The strips of a plan, or of some of its rows of results. Only one strip is in memory at a time, so the memory of a call depends
 * on the width of the image and on the kernel, not on the height of the image.
 */
export function stripsOf(plan: Plan, firstRow = 0, rowCount = plan.output.rows): Strip[] {
  if (plan.method === 'multirate') return stripsOfBands(plan, firstRow, firstRow + rowCount);
  const { strip: max, rowStep, rowGathering, top, imageRows } = plan;
  const stride = rowGathering?.stride ?? rowStep;
  const end = firstRow + rowCount;
  const overlap = Math.max(0, max.stagedRows - max.outputRows * rowStep);
  const strips: Strip[] = [];
  for (let outputRow = firstRow; outputRow < end; outputRow += max.outputRows) {
    const outputRows = Math.min(max.outputRows, end - outputRow);
    const stagedRows = max.stagedRows - (max.outputRows - outputRows) * rowStep;
    const origin = outputRow * stride - top;
    const isInside = rowGathering === null && origin >= 0 && origin + stagedRows <= imageRows;
    strips.push({
      outputRow,
      outputRows,
      stagedRows,
      keptRows: outputRow > firstRow ? overlap : 0,
      imageRow: isInside ? origin : -1,
      origin,
      runs: null,
    });
  }
  return strips;
}

/**
 * The staged rows of a strip, in order, from one of them on. They are not listed beforehand: mirrored rows are runs of their own, and
 * under a large kernel strips stage the same ones again and again.
 */
export function runsFrom(plan: PlanBase, strip: Strip, from: number): readonly RowRun[] {
  const { origin, stagedRows } = strip;
  if (strip.runs !== null) return strip.runs;
  if (strip.imageRow >= 0) return [{ imageRow: origin, rowCount: stagedRows, at: 0 }];
  const { boundary, imageRows, rowGathering, rowStep } = plan;
  const imageRowAt = (staged: number) => {
    const group = rowGathering ? Math.floor(staged / rowStep) : 0;
    const skipped = rowGathering
      ? group * rowGathering.stride + (staged - group * rowStep) * rowGathering.dilation
      : staged;
    return folds[boundary[0]](origin + skipped, imageRows);
  };
  const runs: RowRun[] = [];
  for (let at = from; at < stagedRows; ) {
    const imageRow = imageRowAt(at);
    const known = rowGathering ? 1 : knownRun(boundary[0], origin + at, imageRow, imageRows);
    let rowCount = Math.min(known, stagedRows - at);
    while (
      at + rowCount < stagedRows &&
      imageRowAt(at + rowCount) === (imageRow < 0 ? -1 : imageRow + rowCount)
    )
      rowCount++;
    runs.push({ imageRow, rowCount, at });
    at += rowCount;
  }
  return runs;
}

/** Rows that surely follow one after another: under large kernels strips stage millions of rows in all. */
function knownRun(boundary: Boundary, index: number, imageRow: number, imageRows: number): number {
  if (imageRow < 0) return index < 0 ? -index : Infinity;
  return index === imageRow || boundary === 'wrap' ? imageRows - imageRow : 1;
}

/** The first strip of a band stages all rows that the band reads, counted from those of the first band on. */
function stripsOfBands(plan: MultiratePlan, firstRow: number, endRow: number): Strip[] {
  const { bands, strip } = plan;
  const strips: Strip[] = [];
  for (const [index, stagedBefore] of rowsBefore(plan).entries()) {
    const { first, count, sources } = bands[index] as (typeof bands)[number];
    const end = Math.min(endRow, first + count);
    let runs = runsOfRows(sources, stagedBefore);
    for (let outputRow = Math.max(first, firstRow); outputRow < end; outputRow += strip.outputRows) {
      const outputRows = Math.min(strip.outputRows, end - outputRow);
      const stagedRows = runs.length > 0 ? sources.length : 0;
      strips.push({ outputRow, outputRows, stagedRows, keptRows: 0, imageRow: -1, origin: 0, runs });
      runs = [];
    }
  }
  return strips;
}

function runsOfRows(rows: Int32Array, stagedBefore: number): RowRun[] {
  const runs: RowRun[] = [];
  for (let row = 0; row < rows.length; ) {
    const imageRow = rows[row] as number;
    let rowCount = 1;
    while (rows[row + rowCount] === (imageRow < 0 ? -1 : imageRow + rowCount)) rowCount++;
    runs.push({ imageRow, rowCount, at: stagedBefore + row });
    row += rowCount;
  }
  return runs;
}
