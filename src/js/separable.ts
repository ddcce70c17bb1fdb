import type { Prepared } from '../backend/backend.ts';
import type { IntegerPlan } from '../plan/integer.ts';
import type { SeparablePlan } from '../plan/separable.ts';
import { sum } from '../problem/taps.ts';
import { directKernelOf, rounderOf, roundsSums } from './arithmetic.ts';
import { addBorders, borderedLength, deinterleave } from './borders.ts';
import { prepareDirect } from './direct.ts';
import { neighbourhoodOf } from './direct-kernel.ts';
import { prepared } from './prepared.ts';
import { rowsOf, withoutBorders } from './rows.ts';
import { allFinite } from './sums.ts';

/** Taps of both passes: a column for each term, and what it makes of the fill value; a row for each term, one after the other. */
interface Passes {
  readonly columns: readonly Float64Array[];
  readonly fills: Float64Array;
  readonly rows: Float64Array;
  readonly delta: number;
}

/** `plan.direct`, if any, serves strips in which a sum is not finite. */
export function prepareSeparable(plan: SeparablePlan | IntegerPlan): Prepared {
  const { imageRowLength, stagedRowLength, phases, phaseLength, channels } = plan;
  const passes = 'arithmetic' in plan ? integerPasses(plan) : passesOf(plan);
  const correlate = directKernelOf(plan);
  const rows = rowsOf(withoutBorders(plan), roundsSums(plan));
  const rank = 'rank' in plan ? plan.rank : 1;
  const between = new Float64Array(plan.strip.outputRows * rank * stagedRowLength);
  // Where phases are dealt out, all rows of a strip are first put here, borders and all.
  const bordered = phases > 1 ? new Float64Array(plan.strip.outputRows * borderedLength(plan)) : between;
  const isGuarded = plan.maxMagnitude < Infinity || plan.tieMargin > 0;
  const fallback = isGuarded && 'direct' in plan && plan.direct ? prepareDirect(plan.direct) : null;
  const above = {
    rowStep: plan.rowStep * imageRowLength,
    tapRowStep: plan.tapRowStep * imageRowLength,
    columnOffsets: Int32Array.of(0),
    columnStep: 1,
    count: imageRowLength,
  };

  const correlateColumns = ({ columns, fills }: Passes, term: number, rowCount: number) => {
    const rowStride = phases > 1 ? borderedLength(plan) : columns.length * stagedRowLength;
    const at = phases > 1 ? 0 : term * stagedRowLength;
    const destination = { values: bordered, at: at + plan.leftBorder.length, rowStride };
    correlate(rows.data, above, columns[term] as Float64Array, 0, destination, rowCount);
    addBorders(bordered, at, rowStride, rowCount, plan, fills[term] as number);
    if (phases === 1) return;
    for (let row = 0; row < rowCount; row++) {
      const from = row * rowStride;
      const to = (row * columns.length + term) * stagedRowLength;
      deinterleave(bordered, from, rowStride / channels, channels, phases, between, to, phaseLength);
    }
  };

  return prepared(
    plan,
    rows,
    (kernel, rowCount, destination) => {
      const pass = passes[kernel] as Passes;
      const terms = pass.columns.length;
      for (let term = 0; term < terms; term++) correlateColumns(pass, term, rowCount);
      // The terms of a row of results lie under each other, like rows of a kernel.
      const beside = neighbourhoodOf(plan, terms, 1);
      correlate(between, beside, pass.rows, pass.delta, destination, rowCount);
      return fallback ? allFinite(destination, rowCount, plan.outputRowLength) : 0;
    },
    { fallback, bytes: rows.data.byteLength + between.byteLength },
  );
}

function passesOf(plan: SeparablePlan): Passes[] {
  const round = rounderOf(plan);
  return plan.factors.map(({ rank, columns, rows }, kernel) => ({
    columns: Array.from({ length: rank }, (_, term) =>
      columns.subarray(term * plan.kernel.rows, (term + 1) * plan.kernel.rows).map(round),
    ),
    fills: plan.fillvalues[kernel] as Float64Array,
    rows: rows.map(round),
    delta: round(plan.delta),
  }));
}

function integerPasses({ kernels, fillvalue }: IntegerPlan): Passes[] {
  return kernels.map((kernel) => {
    const columns = kernel.columns as Float64Array;
    const fills = Float64Array.of(sum(columns) * fillvalue);
    return { columns: [columns], fills, rows: kernel.rows as Float64Array, delta: kernel.initial };
  });
}
