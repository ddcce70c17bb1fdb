import type { BackendName } from 'convolve-wasm';
import { Bench } from 'tinybench';
import type { Job } from './chapter.ts';
import { check, equal } from './check.ts';

/** A handful of repetitions, and about a second for the whole demo: an impression, `npm run bench` measures. */
const effort = { warmupIterations: 2, warmupTime: 50, iterations: 5, time: 150 };

/** A job's median time on each backend, in milliseconds, once all have given the same answer. */
export function medians({ name, run }: Job, backends: readonly BackendName[]): number[] {
  const [first, ...others] = backends.map((backend) => run(backend));
  check(
    `${name}: every backend answers alike`,
    others.every((answer) => equal(answer, first!)),
  );

  const bench = new Bench({ ...effort, throws: true });
  for (const backend of backends) bench.add(backend, () => void run(backend));
  return bench.runSync().map(({ result }) => ('latency' in result ? result.latency.p50 : Number.NaN));
}
