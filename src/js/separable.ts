import type { Prepared } from '../backend/backend.ts';
import type { Factors } from '../plan/factor.ts';
import type { SeparablePlan } from '../plan/separable.ts';
import { arithmeticOf } from './arithmetic.ts';
import { prepareDirect } from './direct.ts';
import { magnitude } from './magnitude.ts';
import { pad } from './pad.ts';
import { flat, PaddedRows } from './padded.ts';
import { Results } from './results.ts';
import { split } from './split.ts';

/** `plan.direct`, if any, serves strips in which something is not finite, or so large that a sum could overflow. */
export function prepareSeparable(plan: SeparablePlan): Prepared {
  const { round, correlate, roundsImage } = arithmeticOf(plan);
  const { kernel, strip, rank, phases, channels, imageRowLength, stagedRowLength, leftMargin, rightMargin } =
    plan;
  const factors = plan.factors.map((factor) => ({
    rank: factor.rank,
    columns: Array.from({ length: factor.rank }, (_, term) =>
      round(factor.columns.subarray(term * kernel.rows, (term + 1) * kernel.rows)),
    ),
    rows: round(factor.rows),
  }));
  const [fill = 0, delta = 0] = round(Float64Array.of(plan.fillvalue, plan.delta));
  const source = new PaddedRows(flat(plan), strip.stagedRows, roundsImage, fill);
  const intermediate = new Float64Array(strip.outputRows * rank * stagedRowLength);
  const paddedLength = leftMargin.length + imageRowLength + rightMargin.length;
  // Where phases are dealt out, all rows of a strip are first put here, margins and all.
  const padded = phases > 1 ? new Float64Array(strip.outputRows * paddedLength) : intermediate;
  const results = new Results(plan);
  const isGuarded = plan.maxMagnitude < Infinity || plan.tieMargin > 0;
  const fallback = isGuarded && plan.direct ? prepareDirect(plan.direct) : null;
  const firstOffset = Int32Array.of(0);

  const vertically = (index: number, term: number, terms: number, rowCount: number) => {
    const pitch = phases > 1 ? paddedLength : terms * stagedRowLength;
    const begin = phases > 1 ? 0 : term * stagedRowLength;
    const { columns } = factors[index] as (typeof factors)[number];
    correlate(
      source.data,
      plan.rowStep * imageRowLength,
      plan.tapRowStep * imageRowLength,
      1,
      firstOffset,
      columns[term] as Float64Array,
      0,
      padded,
      begin + leftMargin.length,
      pitch,
      rowCount,
      imageRowLength,
    );
    const fillvalue = (plan.fillvalues[index] as Float64Array)[term] as number;
    for (let row = 0; row < rowCount; row++) {
      pad(padded, begin + row * pitch, imageRowLength, leftMargin, rightMargin, fillvalue);
      if (phases > 1) {
        const from = padded.subarray(row * pitch, row * pitch + paddedLength);
        const to = (row * terms + term) * stagedRowLength;
        split(from, paddedLength / channels, channels, phases, intermediate, to, plan.phaseLength);
      }
    }
  };

  return {
    plan,
    rows: source,
    fallback,
    bytes: source.data.byteLength + intermediate.byteLength + results.sums.byteLength,
    dispose() {},
    begin: ({ stagedRows }) => (fallback ? magnitude(source.data, stagedRows * imageRowLength) : 0),
    compute({ outputRows }, kernel) {
      const terms = (plan.factors[kernel] as Factors).rank;
      for (let term = 0; term < terms; term++) vertically(kernel, term, terms, outputRows);
      correlate(
        intermediate,
        terms * stagedRowLength,
        stagedRowLength,
        plan.columnStep,
        plan.columnOffsets,
        (factors[kernel] as (typeof factors)[number]).rows,
        delta,
        results.sums,
        0,
        plan.outputRowLength,
        outputRows,
        plan.outputRowLength,
      );
      return 0;
    },
    isNearTie: ({ outputRows }) => results.isNearTie(outputRows),
    deliver: ({ outputRow, outputRows }, kernel, sink) =>
      results.deliver(sink, outputRow, outputRows, kernel),
  };
}
