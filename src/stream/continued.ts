import type { Call, Part } from '../call/plan-call.ts';
import type { AxisPlan } from '../plan/grid.ts';
import type { Plan } from '../plan/plan.ts';
import { repairOf } from '../plan/repair.ts';

/**
 * The same call on an image that has `rows` more rows above and below: those that its boundary rule puts there. Then nothing lies
 * beyond the edges, and rows come one after another, although those above are the last ones of the image.
 */
export function continuedBy(rows: number, call: Call): Call {
  if (rows === 0) return call;
  const partOf = (part: Part): Part => {
    const { problem, choice } = part;
    const [down, across] = problem.centre;
    return {
      ...part,
      problem: {
        ...problem,
        image: { ...problem.image, rows: problem.image.rows + 2 * rows },
        top: problem.top - rows,
        centre: [down + rows, across],
      },
      choice: { ...choice, plan: planOf(choice.plan, rows) },
    };
  };
  const { subject, parts, validity } = call;
  return {
    ...call,
    subject: { ...subject, rows: subject.rows + 2 * rows },
    parts: parts.map(partOf),
    validity: validity && { ...validity, parts: validity.parts.map(partOf) },
  };
}

/** A plan, and those within it that stand in for it. */
function planOf<P extends Plan>(plan: P, rows: number): P {
  const repair = repairOf(plan);
  return Object.freeze({
    ...plan,
    imageRows: plan.imageRows + 2 * rows,
    top: plan.top - rows,
    ...('direct' in plan && { direct: plan.direct && planOf(plan.direct, rows) }),
    ...('passes' in plan && { passes: plan.passes && planOf(plan.passes, rows) }),
    ...('bands' in plan && { bands: plan.bands.map((band) => bandOf(band, rows)) }),
    ...(repair && { repair: { ...repair, reference: planOf(repair.reference, rows) } }),
  });
}

/** A band reads rows by their numbers. */
function bandOf(band: AxisPlan, rows: number): AxisPlan {
  return { ...band, sources: band.sources.map((_, i) => i - band.origin + rows) };
}
