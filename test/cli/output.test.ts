import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { writeWhole } from '../../src/cli/output.ts';

const links = vi.hoisted(() => ({ areKnown: true }));
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>();
  const link: typeof fs.link = (...paths) =>
    links.areKnown
      ? fs.link(...paths)
      : Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM' }));
  return { ...fs, link };
});

let folder: string;
let here: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convolve-wasm-output-'));
});
beforeEach(async () => {
  here = await mkdtemp(join(folder, 'case-'));
  path = join(here, 'file');
});
afterAll(() => rm(folder, { recursive: true }));

it('writes a file, and leaves nothing else', async () => {
  await writeWhole(path, 'all of it', false);
  expect(await readFile(path, 'utf8')).toBe('all of it');
  expect(await readdir(here)).toEqual(['file']);
});

it('leaves a file alone that has come into being meanwhile', async () => {
  await writeFile(path, 'mine');
  await expect(writeWhole(path, 'yours', false)).rejects.toThrow(
    `cannot write "${path}": it exists; --force`,
  );
  expect(await readFile(path, 'utf8')).toBe('mine');
  expect(await readdir(here)).toEqual(['file']);
});

it('replaces it with force', async () => {
  await writeFile(path, 'mine');
  await writeWhole(path, 'yours', true);
  expect(await readFile(path, 'utf8')).toBe('yours');
  expect(await readdir(here)).toEqual(['file']);
});

it('does so where the file system has no hard links', async () => {
  links.areKnown = false;
  await writeWhole(path, 'mine', false);
  await expect(writeWhole(path, 'yours', false)).rejects.toThrow('it exists; --force');
  links.areKnown = true;
  expect(await readFile(path, 'utf8')).toBe('mine');
  expect(await readdir(here)).toEqual(['file']);
});

it('of two that write at once, lets one be the first', async () => {
  const outcomes = await Promise.allSettled([writeWhole(path, 'one', false), writeWhole(path, 'two', false)]);
  const written = outcomes.flatMap(({ status }, index) =>
    status === 'fulfilled' ? [['one', 'two'][index]] : [],
  );
  expect(written).toEqual([await readFile(path, 'utf8')]);
  expect(await readdir(here)).toEqual(['file']);
});
