import type { RowSink, RowSource } from '../io/view.ts';
import type { PlanBase } from '../plan/base.ts';
import { repairOf } from '../plan/repair.ts';
import { runsFrom, type Strip, stripsOf } from '../plan/strips.ts';
import { sum } from '../problem/taps.ts';
import type { Prepared, StagedRows } from './backend.ts';
import { repairSums } from './repair-sums.ts';

/**
 * A global function of this name is told how far a plan is after each strip: the command line moves its bar by it, since a
 * computation blocks everything else. It may not call the package, whose scratch memory is in use.
 */
const WATCHER = /* @__PURE__ */ Symbol.for('convolve-wasm.watcher');

type Watcher = (done: number, total: number) => void;

/**
 * Computes a plan strip by strip: reads the image from `source`, and writes a result for each kernel to `sinks`.
 *
 * A strip is computed, then judged, and only then written. Where its sums might have overflowed, or lie so near to ties that
 * rounding could go the wrong way, the fallback plan computes it again and writes it instead. In an image full of ties that would
 * compute all strips twice: so after a strip with ties the next ones go to the fallback plan at once, twice as many each time.
 * Results do not depend on it.
 *
 * @param kernels Which kernels of a bank to compute; all of them if not given.
 */
export function run(
  prepared: Prepared,
  source: RowSource,
  sinks: readonly RowSink[],
  strips: readonly Strip[] = stripsOf(prepared.plan),
  kernels?: readonly number[],
): void {
  const { rows } = prepared;
  const { maxMagnitude, tieMargin, output } = prepared.plan;
  const watch = (globalThis as { [name: symbol]: Watcher | undefined })[WATCHER];
  const count = kernels?.length ?? sinks.length;
  let stagedRows = 0;
  let skipped = 0;
  const isRepaired = repairOf(prepared.plan) !== null;
  // Before anything is written.
  const row = new Float64Array(tieMargin > 0 && !isRepaired ? prepared.plan.imageRowLength : 0);
  const isRepairedAt = (strip: Strip, kernel: number) => {
    const sums = isRepaired ? null : prepared.sumsOf(kernel);
    return sums !== null && repairSums(prepared.plan, strip, kernel, source, sums, row);
  };
  for (let i = 0; i < strips.length; i++) {
    const strip = strips[i] as Strip;
    stagedRows = stage(prepared.plan, rows, source, strip, stagedRows);
    const magnitude = prepared.begin(strip, sinks);
    let again: number[] | undefined;
    let hasTies = false;
    for (let k = 0; k < count; k++) {
      const kernel = kernels === undefined ? k : (kernels[k] as number);
      const sink = sinks[kernel] as RowSink;
      const isInRange = magnitude <= maxMagnitude && prepared.compute(strip, kernel, sink) <= maxMagnitude;
      const isNearTie =
        isInRange && tieMargin > 0 && prepared.isNearTie(strip, kernel) && !isRepairedAt(strip, kernel);
      hasTies ||= isNearTie;
      // The fallback is asked for only where it is needed: some plans do not set it up before.
      if ((isInRange && !isNearTie) || prepared.fallback === null) {
        prepared.deliver(strip, kernel, sink);
        sink.done(strip.outputRow, strip.outputRows);
      } else {
        again ??= [];
        again.push(kernel);
      }
    }
    skipped = hasTies && isRepaired ? Math.max(1, 2 * skipped) : 0;
    const fallback = again === undefined ? null : prepared.fallback;
    if (again === undefined || fallback === null) {
      watch?.(strip.outputRow + strip.outputRows, output.rows);
      continue;
    }
    run(fallback, source, sinks, stripsOf(fallback.plan, strip.outputRow, strip.outputRows), again);
    const rest = strips.slice(i + 1, i + 1 + skipped);
    if (rest.length === 0) continue;
    const rowCount = sum(rest.map(({ outputRows }) => outputRows));
    run(fallback, source, sinks, stripsOf(fallback.plan, (rest[0] as Strip).outputRow, rowCount), kernels);
    i += rest.length;
    stagedRows = 0;
  }
}

/** @returns How many rows are staged now; 0 where the strip is read in place. */
function stage(
  plan: PlanBase,
  rows: StagedRows,
  source: RowSource,
  strip: Strip,
  stagedBefore: number,
): number {
  if (strip.imageRow >= 0 && rows.adopt(source, strip.imageRow)) return 0;
  const kept = stagedBefore > 0 ? strip.keptRows : 0;
  if (kept > 0) rows.keep(stagedBefore - kept, kept);
  for (const { imageRow, rowCount, at } of runsFrom(plan, strip, kept)) {
    const skipped = Math.max(0, kept - at);
    if (skipped >= rowCount) continue;
    if (imageRow < 0) rows.fill(rowCount - skipped, at + skipped);
    else rows.stage(source, imageRow + skipped, rowCount - skipped, at + skipped);
  }
  return strip.stagedRows;
}
