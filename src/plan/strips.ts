import { folds } from '../problem/boundary.ts';
import type { PlanBase } from './base.ts';

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
  /** All staged rows, in order. */
  readonly runs: readonly RowRun[];
}

/**
 * The strips of a plan, or of some of its rows of results. Only one strip is in memory at a time, so the memory of a call depends
 * on the width of the image and on the kernel, not on the height of the image.
 */
export function stripsOf(plan: PlanBase, firstRow = 0, rowCount = plan.output.rows): Strip[] {
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
      runs: isInside ? [{ imageRow: origin, rowCount: stagedRows, at: 0 }] : runsOf(plan, origin, stagedRows),
    });
  }
  return strips;
}

/** The row of the continued image, counted from row 0 of the image, that a staged row is. */
function rowOf({ rowGathering, rowStep }: PlanBase, origin: number, staged: number): number {
  if (rowGathering === null) return origin + staged;
  const group = Math.floor(staged / rowStep);
  return origin + group * rowGathering.stride + (staged - group * rowStep) * rowGathering.dilation;
}

function runsOf(plan: PlanBase, origin: number, stagedRows: number): RowRun[] {
  const fold = folds[plan.boundary];
  const imageRowAt = (staged: number) => fold(rowOf(plan, origin, staged), plan.imageRows);
  const runs: RowRun[] = [];
  for (let at = 0; at < stagedRows; ) {
    const imageRow = imageRowAt(at);
    let rowCount = 1;
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
