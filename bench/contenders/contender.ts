import type { TypedArray } from 'convolve-wasm';
import { arrays, type Cell, resultDtype } from '../cells/cell.ts';
import { geometry } from '../cells/geometry.ts';
import { timeRuns } from '../measure/time-runs.ts';
import { unanswered } from '../measure/unanswered.ts';

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
  /** Runs until so much time is spent, and once at least: the time of a run in each sample. */
  sample(budget: number): Promise<readonly number[]>;
}

/** A contender that runs in this process; a sample is the mean of so many calls. */
export function localContender(row: string, variant: Variant, run: () => TypedArray, calls = 1): Contender {
  return {
    row,
    variant,
    async once() {
      let answer: TypedArray | undefined;
      const [time] = timeRuns(() => {
        answer = run();
      }, 0);
      return { answer: answer!.slice(), time: time! };
    },
    async sample(budget) {
      return timeRuns(run, budget, calls);
    },
  };
}

/** An array for the answer to a cell. */
export function newOut(cell: Cell): TypedArray {
  const { rows, columns, channels } = geometry(cell);
  return unanswered(new arrays[resultDtype(cell)](rows * columns * channels));
}
