import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseNpy } from '../../src/cli/npy.ts';
import { oracle, roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { gridOf } from '../support/containers.ts';
import { blurred } from '../support/gaussians.ts';
import { exampleFolder, face, greatestDifference, readPixels, runNode } from './run.ts';

const byte = (value: number) => roundHalfEvenSaturate(value, 'uint8');

describe('sharp', () => {
  const folder = exampleFolder('sharp');

  it.each(['rgb', 'rgba'])('gives a picture in %s local contrast', async (kind) => {
    const small = sharp(face).resize(120, 90);
    await (kind === 'rgba' ? small.ensureAlpha(0.5) : small).png().toFile(join(folder, `${kind}.png`));
    await runNode('sharp', 'clarity.js', `${kind}.png`, `${kind}-clear.png`);

    const before = await readPixels(join(folder, `${kind}.png`));
    const after = await readPixels(join(folder, `${kind}-clear.png`));
    const { data, width, height, channels } = before;
    const blur = blurred(data, [height, width, channels], {
      sigma: [30, 30],
      boundary: ['reflect', 'reflect'],
    });
    const expected = blur.map((value, n) => {
      const isAlpha = channels === 4 && n % 4 === 3;
      return isAlpha ? data[n]! : byte(data[n]! + 0.6 * (data[n]! - value));
    });
    expect(after).toMatchObject({ width: 120, height: 90, channels: kind.length });
    expect(greatestDifference(after.data, expected)).toBeLessThanOrEqual(1);
    expect(greatestDifference(before.data, after.data)).toBeGreaterThan(30);
  });
});

describe('photo-folder', () => {
  const folder = exampleFolder('photo-folder');
  const photos = ['a.jpg', 'b.PNG', 'c.webp', 'gray.png', 'clear.png'];
  let printed: string[];

  beforeAll(async () => {
    for (const name of ['photos', 'edges']) rmSync(join(folder, name), { recursive: true, force: true });
    mkdirSync(join(folder, 'photos'));
    const write = (name: string, picture: Sharp) => picture.toFile(join(folder, 'photos', name));
    await write('a.jpg', sharp(face).resize(200));
    await write('b.PNG', sharp(face).resize(160).png());
    await write('c.webp', sharp(face).resize(120));
    await write('gray.png', sharp(face).resize(100).grayscale());
    await write('clear.png', sharp(face).resize(80).ensureAlpha(0.5));
    writeFileSync(join(folder, 'photos', 'broken.jpg'), 'not a photo');
    writeFileSync(join(folder, 'photos', 'notes.txt'), 'nothing');
    printed = await runNode('photo-folder', 'main.js', 'photos', 'edges');
  });

  it('tells of each photo, also of the one that it cannot read', () => {
    const done = photos.map((name) => `photos/${name} -> edges/${name}.png`);
    const failed = 'photos/broken.jpg: Input file contains unsupported image format';
    expect(printed.sort()).toEqual([...done, failed].sort());
    expect(readdirSync(join(folder, 'edges')).sort()).toEqual(photos.map((name) => `${name}.png`).sort());
  });

  it.each(photos)('finds the edges of %s', async (name) => {
    const photo = sharp(join(folder, 'photos', name))
      .toColourspace('srgb')
      .removeAlpha();
    const { data, info } = await photo.raw().toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const gray = Array.from({ length: width * height }, (_, n) => {
      const [r, g, b] = data.subarray(n * channels, (n + 1) * channels);
      return channels === 1 ? r! : byte(0.299 * r! + 0.587 * g! + 0.114 * b!);
    });
    const grid = gridOf({ data: new Float64Array(gray), shape: [height, width] });
    const options = { operation: 'correlate2d', mode: 'same', boundary: 'reflect' } as const;
    const x = oracle(grid, [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], options).values; // biome-ignore format: a kernel
    const y = oracle(grid, [[-1, -2, -1], [0, 0, 0], [1, 2, 1]], options).values; // biome-ignore format: a kernel
    const lengths = x.map((value, n) => Math.hypot(value, y[n]!));
    const [least, greatest] = [Math.min(...lengths), Math.max(...lengths)];
    const expected = lengths.map((length) => byte((255 * (length - least)) / (greatest - least)));

    const edges = await readPixels(join(folder, 'edges', `${name}.png`));
    expect(edges).toMatchObject({ width, height });
    const one = edges.data.filter((_, n) => n % edges.channels === 0);
    // A gray level may be 1 off here, where fixed point rounds it otherwise than these floats, so gradients up to 4.
    expect(greatestDifference(one, expected)).toBeLessThanOrEqual(4);
  });
});

describe('scientific-arrays', () => {
  it('filters views of an ndarray', async () => {
    // Each point of the cube is its index, so steps along a row are 1, along a column 6, and of every other column 2.
    const cube = Float64Array.from({ length: 24 }, (_, n) => 2 * 24 + n);
    const slice = blurred(cube, [4, 6, 1], { sigma: [1, 1], boundary: ['reflect', 'reflect'] });
    expect(await runNode('scientific-arrays', 'ndarray.js')).toEqual([
      '2 x 3 steps of 1',
      '6 x 3 steps of 6',
      '4 x 2 steps of 2',
      `smooth 3 x 4 x 6 ${slice[1 * 6 + 3]!.toFixed(3)}`,
    ]);
  });

  it('fills gaps as SciPy does', async () => {
    const folder = exampleFolder('scientific-arrays');
    const { data: given } = parseNpy(readFileSync(join(folder, 'temperatures.npy')));
    const gaps = given.filter((value) => Number.isNaN(value)).length;
    expect(gaps).toBeGreaterThan(200);
    expect(await runNode('scientific-arrays', 'fill-gaps.js', 'temperatures.npy', 'filled.npy')).toEqual([
      `${gaps} gaps filled, 0 left`,
    ]);
    const filled = parseNpy(readFileSync(join(folder, 'filled.npy')));
    const scipy = parseNpy(readFileSync(new URL('golden/filled.npy', import.meta.url)));
    expect(filled).toMatchObject({ shape: [40, 60], data: expect.any(Float32Array) });
    expect(greatestDifference(filled.data, scipy.data)).toBeLessThan(1e-5);
  });
});
