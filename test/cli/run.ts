import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import sharp from 'sharp';

const sources = (name: string) => fileURLToPath(new URL(`../../src/cli/${name}`, import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
/** Arguments of Node that start the command line with what waits for signals around it, as it is installed. */
export const wholeProgram = ['--import', tsx, sources('main.ts')];
/** Only what does the work, which starts faster. */
const command = ['--import', tsx, sources('command.ts')];

export interface Ended {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line as a process, in a folder. Its standard streams are no terminals. */
export function run(cwd: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...command, ...args], { cwd }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
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
