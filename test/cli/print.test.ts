import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { backendInfo, explain } from '../../src/index.ts';
import { run } from './run.ts';

const here = fileURLToPath(new URL('..', import.meta.url));
const names = ['js', 'wasm', 'wasm-relaxed'] as const;
const available = names.filter((name) => backendInfo().backends[name].available);

describe.concurrent('info', { timeout: 60_000 }, () => {
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

describe.concurrent('explain', { timeout: 60_000 }, () => {
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
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(expected)));
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

describe('bench', { timeout: 120_000 }, () => {
  it('times every backend on every cell', async () => {
    const { code, stdout, stderr } = await run(here, 'bench', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { cells } = JSON.parse(stdout) as { cells: { cell: string; medianMilliseconds: object }[] };
    expect(cells.map(({ cell }) => cell)).toEqual([
      'float32, 1024 x 1024, kernel 3 x 3',
      'float32, 1024 x 1024, kernel 5 x 5',
      'float32, 1024 x 1024, kernel 15 x 15',
      '8 bits, 1920 x 1080, edges 3 x 3',
    ]);
    for (const { medianMilliseconds: times } of cells) {
      expect(Object.keys(times)).toEqual(available);
      for (const time of Object.values(times)) expect(time).toBeGreaterThan(0);
    }
  });
});

describe.concurrent('the program', { timeout: 60_000 }, () => {
  it('prints its version', async () => {
    expect(await run(here, '--version')).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
  });

  it.each([[], ['filter'], ['plot'], ['explain']])('helps with examples: %s', async (...command) => {
    const { code, stdout } = await run(here, ...command, '--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: convolve-wasm/);
    expect(stdout).toMatch(/^Examples:\n {2}convolve-wasm \w+/m);
  });

  it('says how it is used when it is called without a command', async () => {
    const { code, stdout, stderr } = await run(here);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: convolve-wasm/);
  });
});
