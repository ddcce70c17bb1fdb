import type { Method } from '../base/types.ts';
import type { Problem } from '../problem/problem.ts';
import type { Plan } from './plan.ts';
import type { BackendRates } from './rates.ts';

/** A method that was considered. */
export interface Candidate {
  readonly method: Plan['method'];
  /**
   * Estimated milliseconds (of an `Option` nanoseconds) on the machine that the rates were fitted on; null if the method cannot
   * compute the problem.
   */
  readonly cost: number | null;
  /** What the method would do, or why it is not possible. */
  readonly reason: string;
}

export interface Option extends Candidate {
  readonly cost: number;
  /** Whether `auto` may choose it. */
  readonly allowed: boolean;
  readonly bound: number;
  plan(): Plan;
}

/** What the choice of a method depends on besides the problem. */
export interface Request {
  readonly method: Method;
  /** Of the backend. */
  readonly rates: BackendRates;
  /** Make the same choice on all backends, and only among methods whose results agree to the bit. */
  readonly deterministic: boolean;
}

/**
 * Methods for kernels that only some functions make. Each is null until such a function is there: bundles without one do without the
 * method. See `call/multirate.ts`.
 */
export const extraMethods: {
  multirate: ((problem: Problem, rates: BackendRates, request: Request) => Option | string) | null;
} = { multirate: null };
