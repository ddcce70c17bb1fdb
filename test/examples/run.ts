import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { inject } from 'vitest';
import { root } from '../package/consumer.ts';

/** The photograph that pictures of the tests are made from, 1024 x 768. */
export const face = join(root, 'demo/images/face.jpg');

export function exampleFolder(name: string): string {
  return join(inject('examples'), name);
}

/** Runs a script of an example as a person does, in its folder. Returns the lines that it prints. */
export async function runNode(name: string, ...args: string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: exampleFolder(name) });
  return stdout.trimEnd().split('\n');
}

export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

export async function readPixels(file: string | Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** The greatest difference of two lists of numbers. */
export function greatestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let greatest = 0;
  // Written so that NaN on one side alone counts.
  for (let n = 0; n < a.length; n++) {
    const difference = Object.is(a[n], b[n]) ? 0 : Math.abs(a[n]! - b[n]!);
    if (!(difference <= greatest))
      greatest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return greatest;
}
