import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between timers that should come each millisecond: what another task waits at most while this thread is busy. */
export interface Delay {
  readonly p50: number;
  readonly p99: number;
  readonly greatest: number;
}

/** Of this thread while something runs again and again, or, without it, while nothing does. */
export async function eventLoopDelay(timeMs: number, run?: () => Promise<void>): Promise<Delay> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  const end = performance.now() + timeMs;
  do await (run?.() ?? sleep(timeMs));
  while (performance.now() < end);
  histogram.disable();
  const milliseconds = (nanoseconds: number) => nanoseconds / 1e6;
  return {
    p50: milliseconds(histogram.percentile(50)),
    p99: milliseconds(histogram.percentile(99)),
    greatest: milliseconds(histogram.max),
  };
}
