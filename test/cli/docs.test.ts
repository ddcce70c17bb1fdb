import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { type BuiltProgram, buildProgram } from './program.ts';
import { run } from './run.ts';

/** Where commands are shown, and how the lines begin there. */
const shown = {
  'README.md': 'npx ',
  'docs/cli.md': 'npx ',
  'docs/start.md': 'npx ',
  'packages/cli/README.md': '',
};
const inDocs = Object.entries(shown).flatMap(([path, before]) => {
  const text = joined(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
  return [...text.matchAll(new RegExp(`^${before}convolve-wasm (.*)$`, 'gm'))].map(([, words]) => words!);
});

/** A text whose lines do not go on after a backslash. */
function joined(text: string): string {
  return text.replaceAll(/\\\n */g, '');
}

/** The help's examples, as it is printed. */
function examplesOfHelp(): string[] {
  let help = '';
  const program = createProgram().configureOutput({ writeOut: (text) => (help += text) });
  for (const command of [program, ...program.commands]) {
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  }
  return [...joined(help).matchAll(/^ {2}convolve-wasm (\w+ .*)$/gm)].map(([, words]) => words!);
}

/** Words as a shell splits them. */
function split(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
}

let program: BuiltProgram;
let folder: string;
beforeAll(async () => {
  program = await buildProgram();
  folder = await mkdtemp(join(tmpdir(), 'convolve-wasm-docs-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await program.remove();
});

/** What the examples speak of. */
async function place(): Promise<string> {
  const here = await mkdtemp(join(folder, 'case-'));
  const photo = sharp({ create: { width: 64, height: 48, channels: 3, background: '#804020' } });
  await mkdir(join(here, 'photos'));
  await photo.jpeg().toFile(join(here, 'photo.jpg'));
  await copyFile(join(here, 'photo.jpg'), join(here, 'photos/one.jpg'));
  for (const name of ['a.png', 'b.png']) await photo.png().toFile(join(here, name));
  await copyFile(new URL('npy/little-f8.npy', import.meta.url), join(here, 'image.npy'));
  for (const name of ['kernel.csv', 'sharpen.csv'])
    await writeFile(join(here, name), '0,-1,0\n-1,5,-1\n0,-1,0\n');
  return here;
}

const examples = [...new Set([...inDocs, ...examplesOfHelp()])];

it('finds the examples', () => {
  expect(inDocs.length).toBeGreaterThanOrEqual(18);
  expect(examples.length).toBeGreaterThanOrEqual(20);
});

// The whole benchmark, which takes its time, has a test of its own.
describe('an example does what it says', () => {
  it.each(examples.filter((example) => example !== 'bench' && !example.includes('<')))(
    '%s',
    async (example) => {
      const { code, stdout, stderr } = await run(await place(), ...split(example));
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('convolve-wasm:') });
      expect(stdout + stderr).not.toBe('');
    },
  );

  it.each(examples.filter((example) => example.includes('<')))('%s', async (example) => {
    const here = await place();
    const command = `"${process.execPath}" "${program.main}" ${example}`;
    const { stderr } = await promisify(execFile)('sh', ['-c', command], { cwd: here });
    expect(stderr).toBe('- -> -\n');
    expect((await sharp(join(here, 'soft.png')).metadata()).width).toBe(64);
  });
});
