import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { RowTiff } from '../../src/cli/row-tiff.ts';

/** A picture that is made row by row: colours of 8 bits. */
export interface LargePicture {
  readonly width: number;
  readonly height: number;
}

const CHANNELS = 3;
const ROWS_AT_ONCE = 50;

/** A row of a picture: edges, ramps and texture. */
export function rowOf({ width }: LargePicture, y: number): Uint8Array {
  const row = new Uint8Array(width * CHANNELS);
  for (let i = 0; i < row.length; i++) row[i] = ((i * 7 + y * 13) ^ (i >> 5)) + 3 * (y >> 3);
  return row;
}

/** Writes a TIFF without ever holding more than some rows of it. */
export async function writeLargePicture(path: string, picture: LargePicture): Promise<void> {
  const { width, height } = picture;
  const file = await RowTiff.create(path);
  try {
    for (let y = 0; y < height; y += ROWS_AT_ONCE) {
      const rows = Math.min(ROWS_AT_ONCE, height - y);
      const data = new Uint8Array(rows * width * CHANNELS);
      for (let i = 0; i < rows; i++) data.set(rowOf(picture, y + i), i * width * CHANNELS);
      await file.write({ data, width, height: rows, channels: CHANNELS });
    }
    await file.finish();
  } finally {
    await file.close();
  }
}

export interface LargeRun {
  readonly code: number | null;
  readonly stderr: string;
  readonly milliseconds: number;
  /** What the process had in memory at most: `VmHWM` of Linux. */
  readonly peakMiB: number;
}

/** Runs the command line, and looks at its memory. */
export async function runWatched(command: string, args: readonly string[]): Promise<LargeRun> {
  const start = performance.now();
  const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  let peakMiB = 0;
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peakMiB = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024 || peakMiB;
    } catch {
      // It has ended.
    }
  }, 20);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(timer);
  return { code, stderr, milliseconds: performance.now() - start, peakMiB };
}
