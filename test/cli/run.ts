import { format } from 'node:util';
import sharp from 'sharp';
import { vi } from 'vitest';
import { execute } from '../../src/cli/execute.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The command line in a folder, without a process of its own, so that a test takes milliseconds. Its standard streams are no
 * terminals. Tests of a file run one after the other, since the folder and the streams are those of this process.
 */
export async function run(cwd: string, ...args: string[]): Promise<Ended> {
  const shown = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((text, ...rest: unknown[]) => {
      shown[name] += text;
      for (const callback of rest) if (typeof callback === 'function') callback();
      return true;
    });
  }
  vi.spyOn(console, 'log').mockImplementation((...values) => {
    shown.stdout += `${format(...values)}\n`;
  });
  vi.spyOn(console, 'error').mockImplementation((...values) => {
    shown.stderr += `${format(...values)}\n`;
  });
  const before = process.cwd();
  process.chdir(cwd);
  try {
    await execute(args);
    return { code: Number(process.exitCode ?? 0), ...shown };
  } finally {
    process.exitCode = undefined;
    process.chdir(before);
    vi.restoreAllMocks();
  }
}

export interface Samples {
  readonly values: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Of sharp: `uchar` or `ushort`. */
  readonly depth: string;
  /** Of sharp: `b-w`, `grey16`, `srgb` or `rgb16`. */
  readonly space: string;
}

/** The samples of a picture as its file has them. */
export async function samples(path: string): Promise<Samples> {
  const { depth = '', space = '', hasAlpha } = await sharp(path).metadata();
  // Of 8-bit gray sharp gives no alpha with the raw samples.
  const asColours = space === 'b-w' && hasAlpha;
  const picture = sharp(path).toColourspace(asColours ? 'srgb' : space);
  const { data, info } = await picture.raw({ depth: depth as 'uchar' }).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const array = depth === 'ushort' ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  const values = asColours ? [...array].filter((_, at) => at % 4 === 0 || at % 4 === 3) : [...array];
  return { values, width, height, channels: asColours ? 2 : channels, depth, space };
}
