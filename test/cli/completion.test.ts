import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filterNames } from '../../src/cli/filter-names.ts';
import { run } from './run.ts';

const has = (shell: string) => spawnSync(shell, ['--version']).status === 0;

let folder: string;
let here: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convolve-wasm-completion-'));
  here = await mkdtemp(join(folder, 'case-'));
  await writeFile(join(here, 'photo.jpg'), '');
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout, stderr } = await run(folder, 'completion', shell);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await writeFile(join(folder, shell), stdout);
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** What follows the beginning of a line, which ends where the cursor is; nothing means files. */
type Complete = (line: string) => string[];

/** Splits as bash does: at spaces and =. */
const bash: Complete = (line) => {
  const words = line.split(/ +|(?<==)|(?==)/);
  const [last, before] = [words.at(-1)!, words.at(-2)!];
  const script = `
    source "${folder}/bash"
    COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
    COMP_CWORD=${words.length - 1}
    _convolve_wasm convolve-wasm '${last}' '${before}'
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { cwd: here, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
};

const fish: Complete = (line) => {
  const script = `source "${folder}/fish"; complete -C '${line}'`;
  const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', script], {
    cwd: here,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  // A tab and a description follow a word.
  return stdout
    .trim()
    .split('\n')
    .map((word) => word.replace(/\t.*/, ''));
};

describe.each([
  ['bash', bash],
  ['fish', fish],
] as const)('%s completes', (shell, complete) => {
  it.skipIf(!has(shell)).each([
    ['commands', 'convolve-wasm ', ['filter', 'plot', 'bench', 'info', 'explain', 'completion', 'help']],
    ['a command', 'convolve-wasm pl', ['plot']],
    ['filters', 'convolve-wasm filter ', [...filterNames]],
    ['a filter', 'convolve-wasm filter so', ['sobel']],
    ['an option', 'convolve-wasm filter sobel --bou', ['--boundary']],
    ['values', 'convolve-wasm plot --mode ', ['full', 'same', 'valid']],
    ['a value', 'convolve-wasm plot --cmap vi', ['viridis', 'viridis_r']],
    ['a value that a function checks', 'convolve-wasm filter --boundary sy', ['symm']],
    ['a shell', 'convolve-wasm completion z', ['zsh']],
    ['a command to describe', 'convolve-wasm help ex', ['explain']],
  ])('%s', (_, line, expected) => {
    expect(complete(line)).toEqual(expect.arrayContaining(expected));
  });
});

describe.skipIf(!has('bash'))('bash', () => {
  it('completes only values after an option that takes one of some', () => {
    expect(bash('convolve-wasm plot --mode ')).toEqual(['full', 'same', 'valid']);
    expect(bash('convolve-wasm plot --mode=s')).toEqual(['same']);
    expect(bash('convolve-wasm plot --mode=')).toEqual(['full', 'same', 'valid']);
  });

  it('leaves files to the shell', () => {
    expect(bash('convolve-wasm filter sobel ph')).toEqual(['']);
    expect(bash('convolve-wasm plot -o ')).toEqual(['']);
  });
});

it.skipIf(!has('fish'))('fish completes files, too', () => {
  expect(fish('convolve-wasm filter sobel ph')).toEqual(['photo.jpg']);
});

it.skipIf(!has('zsh'))('zsh reads its script', () => {
  expect(spawnSync('zsh', ['-n', join(folder, 'zsh')], { encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  });
});
