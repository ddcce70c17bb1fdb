import { MultiBar, Presets } from 'cli-progress';

/** Shows progress on standard error: a bar in a terminal, else a line for each file. */
export interface Progress {
  done(line: string): void;
  failed(line: string): void;
  stop(): void;
}

export function showProgress(total: number, quiet: boolean): Progress {
  if (quiet) return { done: () => {}, failed: console.error, stop: () => {} };
  if (!process.stderr.isTTY || total === 1) {
    return { done: console.error, failed: console.error, stop: () => {} };
  }
  const bars = new MultiBar(
    { format: '{bar} {value} of {total}, {eta_formatted} left', stream: process.stderr, hideCursor: true },
    Presets.legacy,
  );
  const bar = bars.create(total, 0);
  // Draws it now: the timer that would cannot run before the first picture is filtered.
  bars.update();
  return {
    done: () => bar.increment(),
    failed: (line) => {
      bars.log(`${line}\n`);
      bar.increment();
      // The line appears when the bar is drawn again.
      bars.update();
    },
    stop: () => bars.stop(),
  };
}
