import { readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { pictures } from '../../scripts/pictures/pictures.ts';

const folder = new URL('../../docs/pictures/', import.meta.url);

/** Gray levels by which another version of a codec may differ. */
const TOLERANCE = 4;

it('are those of the folder', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(pictures).sort());
});

it.each(Object.entries(pictures))('%s is what the package draws', async (file, draw) => {
  const committed = readFileSync(new URL(file, folder));
  const drawn = await draw();
  if (typeof drawn === 'string') return expect(committed.toString()).toBe(drawn);
  const [old, current] = await Promise.all([committed, drawn].map((bytes) => sharp(bytes).raw().toBuffer()));
  expect(current!.length).toBe(old!.length);
  expect(
    current!.reduce((most, byte, at) => Math.max(most, Math.abs(byte - old![at]!)), 0),
  ).toBeLessThanOrEqual(TOLERANCE);
});
