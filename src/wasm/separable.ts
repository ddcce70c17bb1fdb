import type { Prepared } from '../backend/backend.ts';
import type { SeparablePlan } from '../plan/separable.ts';
import { prepareDirect } from './direct.ts';
import type { Engine } from './engine.ts';
import { FlatRows } from './flat.ts';
import { Pieces } from './heap.ts';
import { Passes } from './passes.ts';
import { Results } from './results.ts';

/** `plan.direct` computes strips again in which something is not finite, so large that a sum could overflow, or near a tie. */
export function prepareSeparable(plan: SeparablePlan, engine: Engine): Prepared {
  const fixedPieces = new Pieces();
  const scratch = new Pieces();
  const rows = new FlatRows(plan, plan.accumulator, engine, scratch, true);
  const passes = new Passes(plan, engine, fixedPieces, scratch);
  const results = new Results(plan, engine, scratch);
  const isGuarded = plan.maxMagnitude < Infinity || plan.tieMargin > 0;
  const fallback = isGuarded && plan.direct ? prepareDirect(plan.direct, engine, scratch.bytes) : null;
  const fixed = engine.claim(fixedPieces.bytes, scratch.bytes, fallback ?? undefined);
  passes.write(fixed);
  return {
    plan,
    rows,
    fallback,
    bytes: fixedPieces.bytes + (fallback?.bytes ?? 0),
    dispose() {
      engine.heap.free(fixed);
      fallback?.dispose();
    },
    begin: () => 0,
    compute({ outputRow, outputRows, stagedRows }, kernel, sink) {
      const place = results.place(sink, outputRow);
      return passes.correlate(fixed, kernel, rows, stagedRows, place, outputRows);
    },
    isNearTie: ({ outputRows }) => results.isNearTie(outputRows),
    deliver: ({ outputRow, outputRows }, kernel, sink) =>
      results.deliver(sink, outputRow, outputRows, kernel),
  };
}
