import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rowOf, runWatched, writeLargePicture } from '../../bench/measure/large-picture.ts';
import { edges } from '../../src/index.ts';
import { type BuiltProgram, buildProgram } from './program.ts';

/* `npm run bench:large` filters pictures of 20000 x 20000 pixels. What a process takes depends on their width alone. */

const MAX_MIB = 200;
const picture = { width: 20_000, height: 1500 };
let folder: string;
let program: BuiltProgram;

beforeAll(async () => {
  program = await buildProgram();
  folder = await mkdtemp(join(tmpdir(), 'convolve-wasm-large-'));
  await writeLargePicture(join(folder, 'in.tif'), picture);
}, 120_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await program.remove();
});

it.skipIf(!existsSync('/proc/self/status'))(
  'filters a picture of 20000 pixels a row within 200 MiB',
  async () => {
    const out = join(folder, 'out.png');
    const args = ['filter', 'edges', join(folder, 'in.tif'), '--stream', '-o', out];
    const { code, stderr, peakMiB } = await runWatched(program.command, args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('out.png') });
    expect(peakMiB).toBeGreaterThan(20);
    expect(peakMiB).toBeLessThan(MAX_MIB);
    expect((await readdir(folder)).sort()).toEqual(['in.tif', 'out.png']);
    for (const y of [0, 777, picture.height - 3]) {
      const rows = [y, y + 1, y + 2].flatMap((each) => [...rowOf(picture, each)]);
      const image = { data: Uint8Array.from(rows), width: picture.width, height: 3, channels: 3 };
      const region = { left: 0, top: y + 1, width: picture.width, height: 1 };
      const row = await sharp(out, { limitInputPixels: false }).extract(region).raw().toBuffer();
      const wanted = edges(image, { dtype: 'uint8' }).data.subarray(picture.width * 3, 2 * picture.width * 3);
      expect(Buffer.compare(row, Buffer.from(wanted))).toBe(0);
    }
  },
  300_000,
);
