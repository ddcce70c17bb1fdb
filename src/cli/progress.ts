import { MultiBar, Presets } from 'cli-progress';

/** Shows progress on standard error: a bar in a terminal, else a line for each file. */
export interface Progress {
  /** How far a picture is, from 0 to 1. They are numbered from 0, in the order in which they are done. */
  within(picture: number, part: number): void;
  done(line: string): void;
  failed(line: string): void;
  stop(): void;
}

/** A bar for a single picture that takes less than this would only flash. */
const MIN_SHOWN_MILLISECONDS = 250;
const REDRAW_MILLISECONDS = 50;

export function showProgress(total: number, quiet: boolean): Progress {
  const nothing = () => {};
  if (quiet) return { within: nothing, done: nothing, failed: console.error, stop: nothing };
  if (!process.stderr.isTTY) {
    return { within: nothing, done: console.error, failed: console.error, stop: nothing };
  }
  const isSingle = total === 1;
  const format = isSingle
    ? '{bar} {percentage} %, {eta_formatted} left'
    : '{bar} {count} of {total}, {eta_formatted} left';
  const bars = new MultiBar(
    { format, stream: process.stderr, hideCursor: true, clearOnComplete: isSingle },
    Presets.legacy,
  );
  const start = performance.now();
  let bar: ReturnType<typeof bars.create> | undefined;
  /** How far each picture is. */
  const parts = new Array<number>(total).fill(0);
  let count = 0;
  let drawn = start;
  const draw = () => {
    bar ??= bars.create(total, 0, { count });
    bar.update(
      parts.reduce((sum, part) => sum + part),
      { count },
    );
    // Draws it now: in one thread no timer runs while a picture is filtered.
    bars.update();
    drawn = performance.now();
  };
  if (!isSingle) draw();
  return {
    within(picture, part) {
      parts[picture] = part;
      const now = performance.now();
      if (now - drawn < (bar ? REDRAW_MILLISECONDS : MIN_SHOWN_MILLISECONDS)) return;
      draw();
    },
    done(line) {
      parts[count++] = 1;
      if (!isSingle) return draw();
      bars.stop();
      console.error(line);
    },
    failed(line) {
      parts[count++] = 1;
      if (isSingle) {
        bars.stop();
        console.error(line);
      } else {
        bars.log(`${line}\n`);
        // The line appears when the bar is drawn again.
        draw();
      }
    },
    stop: () => bars.stop(),
  };
}
