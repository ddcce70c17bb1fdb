import { folds } from '../problem/boundary.ts';
import type { PlanBase } from './base.ts';

/** Staged rows that are successive rows of the image, or that all lie beyond it. */
export interface RowRun {
  /** The first of them; -1 for rows of fill values. */
  readonly imageRow: number;
  readonly rowCount: number;
  /** Which staged row of the strip is the first. */
  readonly at: number;
}

/** Rows of results that are computed together, and the rows of the continued image that this takes. */
export interface Strip {
  readonly outputRow: number;
  readonly outputRows: number;
  readonly stagedRows: number;
  /** How many of them, the first, are the last ones of the strip before. */
  readonly keptRows: number;
  /** The row of the image that the first staged row is, where the others follow it as they do in the image; else -1. */
  readonly imageRow: number;
  /** All staged rows. */
  readonly runs: readonly RowRun[];
}

/**
 * The strips of a plan, or of some of its rows of results. One is held at a time: the memory that a call takes depends on the
 * width of the image and on the kernel, not on the height of the image.
 */
export function stripsOf(plan: PlanBase, firstRow = 0, rowCount = plan.output.rows): Strip[] {
  const { strip: most, rowStep, rowGathering, top, imageRows } = plan;
  const stride = rowGathering?.stride ?? rowStep;
  const end = firstRow + rowCount;
  const overlap = Math.max(0, most.stagedRows - most.outputRows * rowStep);
  const strips: Strip[] = [];
  for (let outputRow = firstRow; outputRow < end; outputRow += most.outputRows) {
    const outputRows = Math.min(most.outputRows, end - outputRow);
    const stagedRows = most.stagedRows - (most.outputRows - outputRows) * rowStep;
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

const kept = /* @__PURE__ */ new WeakMap<PlanBase, readonly Strip[]>();
/** Listing the strips of a small image takes a tenth of a call. Where there are more, it takes no time to speak of. */
const MAX_KEPT = 16;

/** All strips of a plan; those of a plan with a few are kept. */
export function allStripsOf(plan: PlanBase): readonly Strip[] {
  const found = kept.get(plan);
  if (found) return found;
  const strips = stripsOf(plan);
  if (strips.length <= MAX_KEPT) kept.set(plan, strips);
  return strips;
}

/** The row of the continued image, counted from the image's first, that a strip stages at a place. */
function placeOf({ rowGathering, rowStep }: PlanBase, origin: number, staged: number): number {
  if (rowGathering === null) return origin + staged;
  const group = Math.floor(staged / rowStep);
  return origin + group * rowGathering.stride + (staged - group * rowStep) * rowGathering.dilation;
}

function runsOf(plan: PlanBase, origin: number, stagedRows: number): RowRun[] {
  const fold = folds[plan.boundary];
  const imageRowAt = (staged: number) => fold(placeOf(plan, origin, staged), plan.imageRows);
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
