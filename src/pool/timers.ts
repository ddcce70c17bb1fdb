interface Timers {
  setTimeout(run: () => void, ms: number): Timer;
  clearTimeout(timer: unknown): void;
  readonly Deno?: { unrefTimer?(timer: unknown): void };
}

type Timer = { unref?(): void } | number;

/** What stops a timer. */
export type Stop = () => void;

function start(ms: number, run: () => void): Stop {
  const { setTimeout, clearTimeout, Deno } = globalThis as unknown as Timers;
  const timer = setTimeout(run, ms);
  // It does not keep a process alive.
  if (typeof timer === 'object') timer.unref?.();
  else Deno?.unrefTimer?.(timer);
  return () => clearTimeout(timer);
}

/**
 * Waits for a time without keeping a process alive. If the thread was busy meanwhile, messages that came in that time are heard before
 * `run` is called.
 */
export function after(ms: number, run: () => void): Stop {
  let stop = start(ms, () => {
    stop = start(0, run);
  });
  return () => stop();
}
