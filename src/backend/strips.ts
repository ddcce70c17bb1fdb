import type { Plan } from '../plan/plan.ts';
import { folds } from '../spec/boundary.ts';

/** What a backend does with a strip. Staged rows are counted from the strip's first, at 0. */
export interface StripMachine {
  /** Reads image rows and stages them, margins and all. */
  stage(firstImageRow: number, rowCount: number, at: number): void;
  /** Stages rows that lie wholly beyond the image. */
  fill(rowCount: number, at: number): void;
  /** Moves staged rows that the next strip needs too to the front. */
  keep(from: number, rowCount: number): void;
  /** Computes output rows from the staged ones and writes them out. */
  compute(firstOutputRow: number, rowCount: number): void;
}

/**
 * Goes through a plan strip by strip. Only a strip is held at a time: the memory taken depends on the width of
 * the image and on the kernel, not on the height of the image.
 */
export function runStrips(plan: Plan, machine: StripMachine): void {
  const { output, strip, rowStep } = plan;
  const overlap = Math.max(0, strip.stagedRows - strip.outputRows * rowStep);
  for (let row = 0; row < output.rows; row += strip.outputRows) {
    const rowCount = Math.min(strip.outputRows, output.rows - row);
    const stagedRows = strip.stagedRows - (strip.outputRows - rowCount) * rowStep;
    const kept = row === 0 ? 0 : overlap;
    if (kept > 0) machine.keep(strip.stagedRows - kept, kept);
    stageRows(plan, machine, row * rowStep - plan.top, kept, stagedRows);
    machine.compute(row, rowCount);
  }
}

/** Stages rows `begin` to `end` of a strip whose first row is row `origin` of the continued image. */
function stageRows(plan: Plan, machine: StripMachine, origin: number, begin: number, end: number): void {
  const fold = folds[plan.boundary];
  const imageRow = (staged: number) => fold(origin + staged, plan.imageRows);
  for (let at = begin; at < end; ) {
    const first = imageRow(at);
    let rowCount = 1;
    while (at + rowCount < end && imageRow(at + rowCount) === (first < 0 ? -1 : first + rowCount)) rowCount++;
    if (first < 0) machine.fill(rowCount, at);
    else machine.stage(first, rowCount, at);
    at += rowCount;
  }
}
