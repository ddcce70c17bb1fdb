import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { integers } from '../support/random.ts';
import { type BuiltProgram, buildProgram } from './program.ts';
import { run, samples } from './run.ts';

/* Standard input and output, and folders. */

let program: BuiltProgram;
let folder: string;

beforeAll(async () => {
  program = await buildProgram();
  folder = await mkdtemp(join(tmpdir(), 'convolve-wasm-standard-'));
  const data = Uint8Array.from({ length: 9 * 8 * 3 }, integers(1, 0, 255));
  const picture = sharp(data, { raw: { width: 9, height: 8, channels: 3 } });
  await mkdir(join(folder, 'pictures'));
  for (const name of ['b.png', 'A.PNG', 'c.webp']) {
    const format = name.endsWith('webp') ? 'webp' : 'png';
    await picture
      .clone()
      .toFormat(format, { lossless: true })
      .toFile(join(folder, 'pictures', name));
  }
  await writeFile(join(folder, 'pictures', 'notes.txt'), 'none');
  await writeFile(join(folder, 'pictures', '.hidden.png'), 'none');
  await mkdir(join(folder, 'pictures', 'inner.png'));
  await mkdir(join(folder, 'single'));
  await picture
    .clone()
    .png()
    .toFile(join(folder, 'single', 'one.png'));
  await mkdir(join(folder, 'empty'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await program.remove();
});

/** The whole program, with bytes on standard input. */
function piped(
  input: Uint8Array,
  ...args: string[]
): Promise<{ code: number | null; stdout: Buffer; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program.main, ...args], { cwd: folder });
    const stdout: Buffer[] = [];
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('close', (code) => resolve({ code, stdout: Buffer.concat(stdout), stderr }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

describe('standard input and output', () => {
  it('are pictures, in the format that is named', async () => {
    const input = await readFile(join(folder, 'single', 'one.png'));
    const blur = ['filter', 'blur', '--sigma', '1.5'];
    const { code, stdout, stderr } = await piped(input, ...blur, '-', '-o', '-', '--format', 'tif');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '- -> -\n' });
    await writeFile(join(folder, 'piped.tif'), stdout);
    await run(folder, ...blur, 'single/one.png', '-o', 'file.tif');
    expect(await samples(join(folder, 'piped.tif'))).toEqual(await samples(join(folder, 'file.tif')));
    expect((await sharp(stdout).metadata()).format).toBe('tiff');
  });

  it('are named stdin.png in a folder, and are PNG by default', async () => {
    const input = await readFile(join(folder, 'pictures', 'c.webp'));
    expect(await piped(input, 'filter', 'emboss', '-', '-o', 'out-of-stdin/', '-q')).toMatchObject({
      code: 0,
    });
    expect(await readdir(join(folder, 'out-of-stdin'))).toEqual(['stdin.png']);
    const { stdout } = await piped(input, 'filter', 'emboss', '-', '-o', '-', '-q');
    expect(stdout.equals(await readFile(join(folder, 'out-of-stdin', 'stdin.png')))).toBe(true);
  });

  it('are refused where they hold no picture, or too many', async () => {
    const none = await piped(new Uint8Array(0), 'filter', 'emboss', '-', '-o', '-');
    expect(none).toMatchObject({
      code: 1,
      stderr: 'convolve-wasm: cannot read standard input: it is empty\n',
    });
    expect(none.stdout.length).toBe(0);
    const broken = await piped(Buffer.from('none'), 'filter', 'emboss', '-', '-o', '-');
    expect(broken.stderr).toMatch(/^convolve-wasm: cannot read standard input: /);
    expect(await run(folder, 'filter', 'emboss', 'pictures', '-o', '-')).toMatchObject({
      code: 2,
      stderr: 'convolve-wasm: standard output takes one picture\n',
    });
  });

  it('are refused by --stream before anything is filtered', async () => {
    const args = ['filter', 'emboss', 'single/one.png', '-', '--stream', '-o', 'streamed/'];
    expect(await run(folder, ...args)).toEqual({
      code: 2,
      stdout: '',
      stderr: 'convolve-wasm: --stream takes files, not standard input\n',
    });
    expect(await readdir(folder)).not.toContain('streamed');
  });
});

describe('a folder as input', () => {
  it('is all its pictures, whatever the case of their endings', async () => {
    const { code, stderr } = await run(folder, 'filter', 'sharpen', 'pictures/', '-o', 'sharpened');
    expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 0, lines: 3 });
    expect((await readdir(join(folder, 'sharpened'))).sort()).toEqual(['A.PNG', 'b.png', 'c.webp']);
  });

  it('may be named beside its pictures, in another spelling', async () => {
    const inputs = ['pictures', './pictures/b.png', join(folder, 'pictures', 'c.webp')];
    const { code, stderr } = await run(folder, 'filter', 'sharpen', ...inputs, '-o', 'once');
    expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 0, lines: 3 });
  });

  it('with one picture goes to a folder or to a file', async () => {
    for (const output of ['as-folder', 'as-file.png']) {
      expect(await run(folder, 'filter', 'edges', 'single', '-o', output)).toMatchObject({ code: 0 });
    }
    expect(await readdir(join(folder, 'as-folder'))).toEqual(['one.png']);
    const paths = ['as-folder/one.png', 'as-file.png'].map((path) => join(folder, path));
    expect(await samples(paths[0]!)).toEqual(await samples(paths[1]!));
  });

  it('is refused without pictures', async () => {
    expect(await run(folder, 'filter', 'edges', 'empty', '-o', 'none/')).toMatchObject({
      code: 1,
      stderr: 'convolve-wasm: there are no pictures in the folder "empty"\n',
    });
  });
});

it('--precision, --nan and --anchor are those of the library', async () => {
  const one = 'single/one.png';
  await run(folder, 'filter', 'blur', one, '--precision', 'exact', '--nan', 'ignore', '-o', 'exact.png');
  const { gaussianBlur, correlate2d } = await import('../../src/index.ts');
  const { values } = await samples(join(folder, one));
  const image = { data: Uint8Array.from(values), width: 9, height: 8, channels: 3 };
  const exact = gaussianBlur(image, { precision: 'exact' });
  expect((await samples(join(folder, 'exact.png'))).values).toEqual([...exact.data]);
  const flags = ['--operation', 'correlate2d', '--anchor', '0,1', '--boundary', 'wrap'];
  await run(folder, 'filter', '-k', '[[0.25,0.5],[0,0.25]]', one, ...flags, '-o', 'anchored.png');
  const options = { mode: 'same', anchor: [0, 1], boundary: 'wrap', dtype: 'uint8' } as const;
  const anchored = correlate2d(
    image,
    [
      [0.25, 0.5],
      [0, 0.25],
    ],
    options,
  );
  expect((await samples(join(folder, 'anchored.png'))).values).toEqual([...anchored.data]);
  const wrong = await run(folder, 'filter', 'blur', one, '--anchor', '0,0', '-o', 'wrong.png');
  expect(wrong).toMatchObject({
    code: 2,
    stderr: 'convolve-wasm: --anchor goes with a --kernel, not with gaussian-blur\n',
  });
});
