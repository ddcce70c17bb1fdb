import { elementTypes } from '../base/dtype.ts';
import type { Problem } from '../problem/problem.ts';
import { type PlanBase, planBase } from './base.ts';
import { rowGeometry } from './rows.ts';
import { stripRows } from './strip-size.ts';

/** The plan of direct sums: rows are staged with their borders, as the type of sums; each tap is multiplied by an element. */
export interface DirectPlan extends PlanBase {
  readonly method: 'direct';
}

export function directPlan(problem: Problem): DirectPlan {
  const row = rowGeometry(problem, problem.stride[1]);
  const base = planBase(problem, row);
  const { bytes } = elementTypes[base.accumulator];
  const strip = stripRows(base, row.stagedRowLength * bytes, base.outputRowLength * bytes);
  return Object.freeze({ method: 'direct' as const, ...base, strip });
}
