import { elementTypes } from '../dtype.ts';
import type { Plan } from '../plan/plan.ts';
import type { Arena } from './arena.ts';

/** A line of the first-level cache on x86 and most ARM cores. */
const CACHE_LINE_BYTES = 64;

/** Where the pieces of a plan lie in linear memory, in bytes. */
export interface Layout {
  readonly taps: number;
  readonly columnOffsets: number;
  readonly leftMargin: number;
  readonly rightMargin: number;
  /** Image rows as they came; none where they can be read straight into their staged places. */
  readonly raw: number;
  readonly rawRows: number;
  /** One padded row, where phases have yet to be split off. */
  readonly paddedRow: number;
  readonly staged: number;
  readonly stagedPitchBytes: number;
  readonly sums: number;
  /** Rounded results, for an integer result. */
  readonly results: number;
}

export function layOut(plan: Plan, arena: Arena): Layout {
  const storageBytes = elementTypes[plan.storage].bytes;
  const sumBytes = elementTypes[plan.accumulator].bytes;
  const { strip, kernel, outputRowLength } = plan;
  const stagedPitchBytes = oddCacheLines(plan.stagedRowLength * sumBytes);
  const paddedLength = plan.leftMargin.length + plan.imageRowLength + plan.rightMargin.length;
  const inPlace = plan.storage === plan.accumulator && plan.phases === 1;
  const rawRows = inPlace ? 0 : strip.stagedRows;
  const sums = strip.outputRows * outputRowLength;
  const isInteger = elementTypes[plan.result].range !== null;
  arena.reset();
  return {
    taps: arena.take(kernel.rows * kernel.columns * sumBytes),
    columnOffsets: arena.take(kernel.columns * 4),
    leftMargin: arena.take(plan.leftMargin.byteLength),
    rightMargin: arena.take(plan.rightMargin.byteLength),
    raw: arena.take(rawRows * plan.imageRowLength * storageBytes),
    rawRows,
    paddedRow: arena.take(plan.phases > 1 ? paddedLength * sumBytes : 0),
    staged: arena.take(strip.stagedRows * stagedPitchBytes),
    stagedPitchBytes,
    sums: arena.take(sums * sumBytes),
    results: arena.take(isInteger ? sums * elementTypes[plan.result].bytes : 0),
  };
}

/** An odd number of cache lines, so that the rows under a kernel do not compete for the same cache sets. */
function oddCacheLines(bytes: number): number {
  const lines = Math.ceil(bytes / CACHE_LINE_BYTES);
  return (lines % 2 === 0 ? lines + 1 : lines) * CACHE_LINE_BYTES;
}
