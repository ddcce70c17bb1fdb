import { MultiBar, Presets } from 'cli-progress';

/** Tells on standard error how far a batch has come: by a bar in a terminal, else by a line for each file. */
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
  // Else it appears when a timer runs, that is, after the first picture was filtered.
  bars.update();
  return {
    done: () => bar.increment(),
    failed: (line) => {
      bars.log(`${line}\n`);
      bar.increment();
      // Lines appear when the bars are drawn again.
      bars.update();
    },
    stop: () => bars.stop(),
  };
}
