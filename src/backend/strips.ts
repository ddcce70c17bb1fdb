import type { PlanBase } from '../plan/base.ts';
import { folds } from '../problem/boundary.ts';

/** Output rows. */
export interface RowRange {
  readonly first: number;
  readonly count: number;
}

/** What a backend does with a strip. Staged rows are counted from the strip's first, at 0. */
export interface StripMachine {
  /** Reads image rows and stages them, margins and all. */
  stage(firstImageRow: number, rowCount: number, at: number): void;
  /** Stages rows that lie wholly beyond the image. */
  fill(rowCount: number, at: number): void;
  /** Moves staged rows that the next strip needs too to the front. */
  keep(from: number, rowCount: number): void;
  /** Takes image rows that are a whole strip where they lie, if it can; nothing is staged then. */
  adopt?(firstImageRow: number, rowCount: number): boolean;
  /** Computes output rows from the strip and writes them out. */
  compute(firstOutputRow: number, rowCount: number, stagedRows: number): void;
}

/**
 * Goes through a plan strip by strip. Only a strip is held at a time: the memory taken depends on the width of
 * the image and on the kernel, not on the height of the image.
 */
export function runStrips(plan: PlanBase, machine: StripMachine, range?: RowRange): void {
  const { output, strip, rowStep, rowGathering } = plan;
  const stride = rowGathering?.stride ?? rowStep;
  const first = range?.first ?? 0;
  const end = first + (range?.count ?? output.rows);
  const overlap = Math.max(0, strip.stagedRows - strip.outputRows * rowStep);
  let staged = 0;
  for (let row = first; row < end; row += strip.outputRows) {
    const rowCount = Math.min(strip.outputRows, end - row);
    const stagedRows = strip.stagedRows - (strip.outputRows - rowCount) * rowStep;
    const origin = row * stride - plan.top;
    const isInside = rowGathering === null && origin >= 0 && origin + stagedRows <= plan.imageRows;
    if (isInside && machine.adopt?.(origin, stagedRows)) {
      staged = 0;
    } else {
      const kept = staged > 0 ? overlap : 0;
      if (kept > 0) machine.keep(staged - kept, kept);
      stageRows(plan, machine, origin, kept, stagedRows);
      staged = stagedRows;
    }
    machine.compute(row, rowCount, stagedRows);
  }
}

/** The row of the continued image, counted from the image's first, that a strip stages at a place. */
function placeOf({ rowGathering, rowStep }: PlanBase, origin: number, staged: number): number {
  if (rowGathering === null) return origin + staged;
  const group = Math.floor(staged / rowStep);
  return origin + group * rowGathering.stride + (staged - group * rowStep) * rowGathering.dilation;
}

/** Stages rows `begin` to `end` of a strip whose first row is row `origin` of the continued image. */
function stageRows(plan: PlanBase, machine: StripMachine, origin: number, begin: number, end: number): void {
  const fold = folds[plan.boundary];
  const imageRow = (staged: number) => fold(placeOf(plan, origin, staged), plan.imageRows);
  for (let at = begin; at < end; ) {
    const first = imageRow(at);
    let rowCount = 1;
    while (at + rowCount < end && imageRow(at + rowCount) === (first < 0 ? -1 : first + rowCount)) rowCount++;
    if (first < 0) machine.fill(rowCount, at);
    else machine.stage(first, rowCount, at);
    at += rowCount;
  }
}
