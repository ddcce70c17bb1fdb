import type { TypedArray } from 'convolve-wasm';
import { Bench } from 'tinybench';

/** Where the image is and the result goes. */
export const variantNames = {
  /** Both stay in the backend's own memory. */
  resident: 'resident',
  /** From the caller's array into one that the caller keeps. */
  out: 'into out',
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
  /** Runs until so much time is spent, and once at least: the time of each run. */
  sample(budget: number): Promise<readonly number[]>;
}

/** A contender that runs in this process. */
export function localContender(row: string, variant: Variant, run: () => TypedArray): Contender {
  return {
    row,
    variant,
    async once() {
      let answer: TypedArray | undefined;
      const [time] = timeRuns(0, () => {
        answer = run();
      });
      return { answer: answer!.slice(), time: time! };
    },
    async sample(budget) {
      return timeRuns(budget, () => {
        run();
      });
    },
  };
}

function timeRuns(budget: number, run: () => void): readonly number[] {
  // Otherwise this contender may pay for the garbage of the one before.
  globalThis.gc?.();
  const bench = new Bench({ warmup: false, time: budget, iterations: 1, retainSamples: true, throws: true });
  bench.add('run', run, { async: false });
  const [task] = bench.runSync();
  const { result } = task!;
  return 'latency' in result ? result.latency.samples! : [];
}
