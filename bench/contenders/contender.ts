import type { TypedArray } from 'convolve-wasm';
import { timeRuns } from '../measure/time-runs.ts';

/** Where the image is and the result goes. */
export const variantNames = {
  /** Both stay in the backend's own memory. */
  resident: 'resident',
  /** From the caller's array into one that the caller keeps. */
  out: 'into out',
  /** The same, with a kernel that was prepared. */
  prepared: 'prepared into out',
  /** From the caller's array into a new one each time. */
  fresh: 'fresh',
};

export type Variant = keyof typeof variantNames;

/** Who solves a cell and is timed. Times are in milliseconds. */
export interface Contender {
  readonly row: string;
  readonly variant: Variant;
  /** Runs once; the answer is a copy. */
  once(): Promise<{ readonly answer: TypedArray; readonly time: number }>;
  /**
   * Runs until so much time is spent, and once at least: the time of a run in each sample. `calls`: of how many runs a sample
   * is the mean, where the clock needs more than the cell's number.
   */
  sample(budget: number, calls?: number): Promise<readonly number[]>;
}

/** Gives the results, which the next run may overwrite. */
export type Run = () => readonly TypedArray[];

/** A contender that runs in this process; a sample is the mean of so many calls. */
export function localContender(row: string, variant: Variant, run: Run, calls = 1): Contender {
  return {
    row,
    variant,
    async once() {
      let results: readonly TypedArray[] = [];
      const [time] = timeRuns(() => {
        results = run();
      }, 0);
      return { answer: joined(results), time: time! };
    },
    async sample(budget, more = calls) {
      return timeRuns(run, budget, more);
    },
  };
}

/** A copy, one result after another. All are of one type. */
export function joined(results: readonly TypedArray[]): TypedArray {
  const [first] = results;
  const length = results.reduce((sum, { length }) => sum + length, 0);
  const all = new (first!.constructor as new (length: number) => TypedArray)(length);
  let at = 0;
  for (const result of results) {
    all.set(result, at);
    at += result.length;
  }
  return all;
}
