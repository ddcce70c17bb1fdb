import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { createProgram } from '../../src/cli/program.ts';
import { backendInfo, explain } from '../../src/index.ts';
import { run } from './run.ts';

const here = fileURLToPath(new URL('..', import.meta.url));
const names = ['js', 'wasm', 'wasm-relaxed'] as const;
const available = names.filter((name) => backendInfo().backends[name].available);

describe('info', () => {
  it('tells versions and backends as JSON', async () => {
    const { code, stdout, stderr } = await run(here, 'info', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const info = JSON.parse(stdout);
    expect(info).toMatchObject({
      version: packageJson.version,
      node: process.versions.node,
      backend: backendInfo().backend,
      sharp: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
    for (const name of names) {
      expect(info.backends[name].available).toBe(backendInfo().backends[name].available);
    }
  });

  it('tells them to people', async () => {
    const { stdout } = await run(here, 'info');
    expect(stdout).toMatch(new RegExp(`^convolve-wasm +${packageJson.version}$`, 'm'));
    for (const name of available) expect(stdout).toMatch(new RegExp(`^ +${name} +available$`, 'm'));
  });
});

describe('explain', () => {
  const kernel = [
    [1, 2, 1],
    [2, 4, 2],
    [1, 2, 1],
  ];
  const args = ['explain', '--shape', '480x640', '--kernel', JSON.stringify(kernel), '--backend', 'js'];

  it('gives what the library explains', async () => {
    const { stdout } = await run(here, ...args, '--dtype', 'uint8', '--mode', 'full', '--json');
    const image = { data: new Uint8Array(480 * 640), shape: [480, 640] };
    const expected = explain(image, kernel, { mode: 'full', backend: 'js' });
    expect(JSON.parse(stdout)).toMatchObject(JSON.parse(JSON.stringify(expected)));
  });

  it('prints the sentence and a table', async () => {
    const { stdout, stderr } = await run(here, ...args);
    const image = { data: new Float32Array(480 * 640), shape: [480, 640] };
    const { sentence, method } = explain(image, kernel, { mode: 'same', boundary: 'reflect', backend: 'js' });
    expect(stderr).toBe('');
    expect(stdout.split('\n')[0]).toBe(sentence);
    expect(stdout).toMatch(new RegExp(`│ ${method} \\* +│ +[\\d.]+ │`));
  });

  it('takes a size instead of a kernel', async () => {
    const { stdout } = await run(here, 'explain', '--shape', '64x64', '--kernel-shape', '31x31', '--json');
    expect(JSON.parse(stdout).sumOfTaps).toBeGreaterThan(31 * 31 * 0.4);
  });

  it.each([
    ['neither', ['--shape', '9x9'], 2, /either --kernel or --kernel-shape/],
    [
      'both',
      ['--shape', '9x9', '-k', '[[1]]', '--kernel-shape', '3x3'],
      2,
      /either --kernel or --kernel-shape/,
    ],
    ['no shape', ['-k', '[[1]]'], 2, /'-s, --shape/],
    ['a wrong shape', ['-k', '[[1]]', '--shape', '9'], 2, /rows x columns, such as 1080x1920/],
    ['a shape beyond all memory', ['-k', '[[1]]', '--shape', '3000000x3000000'], 1, /not enough memory/],
    ['a kernel that is too large', ['-k', '[[1,2,3]]', '--shape', '2x2', '--mode', 'valid'], 1, /kernel/],
    [
      'a method that cannot serve',
      ['-k', '[[1,2],[3,5]]', '--shape', '9x9', '--method', 'separable'],
      1,
      /separable/,
    ],
  ])('refuses %s', async (_name, flags, code, message) => {
    const ended = await run(here, 'explain', ...flags);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(/^convolve-wasm: .*\n$/);
    expect(ended.stderr).toMatch(message);
  });
});

describe('bench', () => {
  type Cell = { cell: string; medianMilliseconds: Record<string, number> };

  it('times the loops and every backend on every cell', async () => {
    const { code, stdout, stderr } = await run(here, 'bench', '--time', '5', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { cells } = JSON.parse(stdout) as { cells: Cell[] };
    expect(cells.map(({ cell }) => cell)).toEqual([
      'float32, 1024 x 1024, kernel 3 x 3',
      'float32, 1024 x 1024, kernel 5 x 5',
      'float32, 1024 x 1024, kernel 15 x 15',
      'uint8, 1080 x 1920, edges 3 x 3',
    ]);
    for (const { medianMilliseconds: times } of cells) {
      expect(Object.keys(times)).toEqual(['loops', ...available]);
      for (const time of Object.values(times)) expect(time).toBeGreaterThan(0);
      expect(times.loops).toBeGreaterThan(times.wasm!);
    }
  });

  it('takes sizes, kernels and an element type, and prints a table and bars', async () => {
    const args = ['--sizes', '64,48x96', '--kernels', '3,1x4', '--dtype', 'uint8', '--time', '1'];
    const { code, stdout, stderr } = await run(here, 'bench', ...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const size of ['64 x 64', '48 x 96']) {
      for (const kernel of ['3 x 3', '1 x 4']) {
        const name = `uint8, ${size}, kernel ${kernel}`;
        expect(stdout).toMatch(new RegExp(`│ ${name} +│ +[\\d.]+ │ +[\\d.]+  [\\d.]+x │`));
        expect(stdout).toMatch(new RegExp(`^${name}\n  loops +█+ [\\d.]+ ms\n  js +█+ [\\d.]+ ms`, 'm'));
      }
    }
  });

  it('leaves the loops out where they would take a minute', async () => {
    const args = ['bench', '--sizes', '700', '--kernels', '151', '--time', '1', '--json'];
    const { stdout, stderr } = await run(here, ...args);
    expect(stderr).toBe('');
    const { cells } = JSON.parse(stdout) as { cells: Cell[] };
    expect(Object.keys(cells[0]!.medianMilliseconds)).toEqual(available);
  });

  it.each([
    ['a size of 0', ['--sizes', '0'], /whole numbers from 1 on/],
    ['three axes', ['--sizes', '3x3x3'], /sizes such as 512 or 1080x1920/],
    ['no time', ['--time', '0'], /a number above 0/],
    ['another type', ['--dtype', 'int8'], /float32, uint8/],
  ])('refuses %s', async (_name, flags, message) => {
    const ended = await run(here, 'bench', ...flags);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^convolve-wasm: .*\n$/);
    expect(ended.stderr).toMatch(message);
  });
});

describe('the program', () => {
  it('prints its version', async () => {
    expect(await run(here, '--version')).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
  });

  const commands = createProgram().commands.map((command) => command.name());

  it.each(['', ...commands])('describes a command in 80 columns: %s', async (command) => {
    const words = command === '' ? [] : [command];
    const { code, stdout, stderr } = await run(here, ...words, '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: convolve-wasm/);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(await run(here, 'help', ...words)).toEqual({ code, stdout, stderr });
  });

  it.each(['', 'filter', 'plot', 'bench', 'explain', 'completion'])(
    'helps with examples: %s',
    async (command) => {
      const { stdout } = await run(here, ...(command === '' ? [] : [command]), '--help');
      expect(stdout).toMatch(/^Examples:\n {2}convolve-wasm \w+/m);
    },
  );

  it('has no help for a command that there is not', async () => {
    expect(await run(here, 'help', 'fliter')).toEqual({
      code: 2,
      stdout: '',
      stderr: "convolve-wasm: unknown command 'fliter'\n",
    });
  });

  it('says how it is used when it is called without a command', async () => {
    const { code, stdout, stderr } = await run(here);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: convolve-wasm/);
  });
});
