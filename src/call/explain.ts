import { describeMilliseconds } from '../base/milliseconds.ts';
import type { Explanation } from '../base/types.ts';
import type { Plan } from '../plan/plan.ts';
import type { Problem } from '../problem/problem.ts';
import { greatestOf, magnitudeOf, sum } from '../problem/taps.ts';
import type { Call, Part } from './plan-call.ts';

/**
 * The plans of a call and the reasons for them. Of several, cost and memory are summed, the bound is the greatest, and all else
 * describes the costliest.
 *
 * @param call Its plans become part of the explanation, so do not run it afterwards.
 */
export function explanationOf({ parts: planned }: Call): Explanation {
  const parts = planned.map(explainOne);
  const costliest = parts.reduce((a, b) => (b.estimatedMilliseconds > a.estimatedMilliseconds ? b : a));
  if (parts.length === 1) return costliest;
  return {
    ...costliest,
    estimatedMilliseconds: sum(parts.map((part) => part.estimatedMilliseconds)),
    memoryBytes: sum(parts.map((part) => part.memoryBytes)),
    errorBound: greatestOf(parts, (part) => part.errorBound),
    sumOfTaps: greatestOf(parts, (part) => part.sumOfTaps),
    sentence: parts.map((part, index) => `${index + 1} of ${parts.length}: ${part.sentence}`).join(' | '),
  };
}

function explainOne({ choice, backend, memoryBytes, problem }: Part): Explanation {
  const { plan, reason, candidates, bound: errorBound } = choice;
  const taken = candidates.find(({ method }) => method === plan.method);
  const cost = taken?.cost ?? 0;
  const how = `${names[plan.method]} (${taken?.reason})`;
  const others = candidates
    .filter((candidate) => candidate !== taken)
    .map(({ method, cost, reason }) => {
      const time = cost === null ? 'ruled out' : describeMilliseconds(cost);
      return `${names[method]}: ${time}, ${reason}`;
    });
  return {
    method: plan.method,
    backend,
    reason,
    estimatedMilliseconds: cost,
    candidates: candidates.map(({ method, cost, reason }) => ({
      method,
      estimatedMilliseconds: cost,
      reason,
    })),
    memoryBytes,
    errorBound,
    sumOfTaps: sumOfTaps(problem),
    plan: withoutTaps(plan),
    sentence: [
      `${how} on the backend ${backend}, because ${reason}: about ${describeMilliseconds(cost)} and ${kibibytes(memoryBytes)}`,
      errorBound === 0
        ? 'exact'
        : `off by at most ${errorBound.toExponential(1)} x sum |kernel| x max |image|`,
      ...others,
    ].join('; '),
  };
}

/** A plan, and those within, without the taps, which the caller has and which may be many. */
function withoutTaps(plan: Plan): object {
  const { kernel, ...rest } = plan;
  const own = { ...rest, kernel: { rows: kernel.rows, columns: kernel.columns } };
  if ('passes' in plan) return { ...own, passes: plan.passes && withoutTaps(plan.passes) };
  return 'direct' in plan && plan.direct ? { ...own, direct: withoutTaps(plan.direct) } : own;
}

/** The greatest sum of magnitudes that a kernel's taps have. */
function sumOfTaps({ kernel, divisions }: Problem): number {
  return greatestOf(
    kernel.taps.map((taps, index) => magnitudeOf(taps) / (divisions?.[index]?.divisor ?? 1)),
    Number,
  );
}

const names: { readonly [method in Plan['method']]: string } = {
  direct: 'direct sums',
  separable: 'separable passes',
  fft: 'Fourier transforms',
  multirate: 'a Gaussian at several rates',
};

function kibibytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KiB`;
}
