/** How long a timing goes on. */
const TIMING_MS = 500;

/** Clocks of browsers tick every 0.1 ms, or even every 1 ms. What is timed at once takes many ticks. */
const AT_ONCE_MS = 20;

/** The median time of a call, in milliseconds. It has been made before, so that all is set up. */
export function medianTime(call: () => unknown): number {
  const times: number[] = [];
  let count = 1;
  const end = performance.now() + TIMING_MS;
  do {
    const start = performance.now();
    for (let done = 0; done < count; done++) call();
    const took = performance.now() - start;
    if (took < AT_ONCE_MS) count *= 2;
    else times.push(took / count);
  } while (times.length === 0 || performance.now() < end);
  times.sort((one, other) => one - other);
  return times[Math.floor(times.length / 2)]!;
}
