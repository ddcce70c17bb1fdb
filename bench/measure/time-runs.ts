import { Bench } from 'tinybench';

/**
 * Runs until so many milliseconds are spent, and once at least. Each sample is the mean of so many calls, in milliseconds
 * of the given clock.
 */
export function timeRuns(
  run: () => void,
  budget: number,
  calls = 1,
  now = () => performance.now(),
): readonly number[] {
  // Otherwise this run may pay for the garbage of the one before.
  globalThis.gc?.();
  const bench = new Bench({
    now,
    warmup: false,
    time: budget,
    iterations: 1,
    retainSamples: true,
    throws: true,
  });
  const sample = () => {
    for (let call = 0; call < calls; call++) run();
  };
  bench.add('run', sample, { async: false });
  const [task] = bench.runSync();
  const { result } = task!;
  const times = 'latency' in result ? result.latency.samples! : [];
  return times.map((time) => time / calls);
}
