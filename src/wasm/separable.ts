import type { Prepared } from '../backend/backend.ts';
import { runStrips } from '../backend/strips.ts';
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
  const isGuarded = plan.mostMagnitude < Infinity || plan.tieMargin > 0;
  const fallback = isGuarded && plan.direct ? prepareDirect(plan.direct, engine, scratch.bytes) : undefined;
  const fixed = engine.claim(fixedPieces.bytes, scratch.bytes, fallback);
  passes.write(fixed);
  return {
    bytes: fixedPieces.bytes + (fallback?.bytes ?? 0),
    dispose() {
      engine.heap.free(fixed);
      fallback?.dispose();
    },
    run(source, sinks, range) {
      runStrips(
        plan,
        {
          adopt: (firstImageRow) => rows.adopt(source, firstImageRow),
          stage: (firstImageRow, rowCount, at) => rows.stage(source, firstImageRow, rowCount, at),
          fill: (rowCount, at) => rows.fill(rowCount, at),
          keep: (from, rowCount) => rows.keep(from, rowCount),
          compute(firstOutputRow, rowCount, stagedRows) {
            let sum = 0;
            let isNearTie = false;
            sinks.forEach((sink, index) => {
              const place = results.place(sink, firstOutputRow);
              sum = Math.max(sum, passes.correlate(fixed, index, rows, stagedRows, place, rowCount));
              if (results.deliver(sink, firstOutputRow, rowCount, place, index)) isNearTie = true;
            });
            if (isNearTie || !(sum <= plan.mostMagnitude)) {
              fallback?.run(source, sinks, { first: firstOutputRow, count: rowCount });
            }
          },
        },
        range,
      );
    },
  };
}
