import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openThreads } from '../../src/cli/threads.ts';
import type { Pool } from '../../src/pool.ts';
import { integers } from '../support/random.ts';
import { type BuiltProgram, buildProgram } from './program.ts';
import { run } from './run.ts';

/** The pools that commands made. */
const pools: Pool[] = [];
vi.mock(import('../../src/pool.ts'), async (load) => {
  const { createPool, ...others } = await load();
  return {
    ...others,
    createPool(options) {
      pools.push(createPool(options));
      return pools.at(-1)!;
    },
  };
});

let program: BuiltProgram;
let folder: string;
let here: string;
beforeAll(async () => {
  program = await buildProgram();
  folder = await mkdtemp(join(tmpdir(), 'convolve-wasm-threads-'));
});
beforeEach(async () => {
  pools.length = 0;
  here = await mkdtemp(join(folder, 'case-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await program.remove();
});

/** A picture that is large enough for workers. */
function picture(channels: 1 | 3 | 4, wide = false, width = 900, height = 700): Sharp {
  const values = Array.from({ length: width * height * channels }, integers(channels, 0, wide ? 65535 : 255));
  const data = wide ? Uint16Array.from(values) : Uint8Array.from(values);
  const space = channels === 1 ? (wide ? 'grey16' : 'b-w') : wide ? 'rgb16' : 'srgb';
  return sharp(data, { raw: { width, height, channels } }).toColourspace(space).png({ compressionLevel: 1 });
}

const rows = (size: number) =>
  JSON.stringify(
    Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i * 7 + j * 3) % 5)),
  );

describe('one picture', () => {
  it.each([
    ['a blur', 3, ['blur', '--sigma', '9', '--precision', 'exact']],
    ['a transparent blur', 4, ['box-blur', '--size', '31']],
    ['a gradient', 3, ['sobel']],
    ['a kernel', 1, ['-k', rows(15), '--normalize']],
    ['a kernel by Fourier transforms', 1, ['-k', rows(15), '--method', 'fft', '--show', 'minmax']],
    ['16 bits', 'wide', ['unsharp-mask', '--sigma', '4']],
  ] as const)('has the same bytes by any number of threads: %s', async (_, kind, args) => {
    const made = kind === 'wide' ? picture(3, true) : picture(kind);
    await made.toFile(join(here, 'in.png'));
    const files: Buffer[] = [];
    for (const threads of [1, 2, 3]) {
      const output = `${threads}.png`;
      const flags = ['--threads', String(threads), '-o', output];
      const ended = await run(here, 'filter', ...args, 'in.png', ...flags);
      expect(ended).toEqual({ code: 0, stdout: '', stderr: `in.png -> ${output}\n` });
      files.push(await readFile(join(here, output)));
    }
    expect(files[1]!.equals(files[0]!)).toBe(true);
    expect(files[2]!.equals(files[0]!)).toBe(true);
    expect(pools.map((pool) => pool.stats().threads)).toEqual([2, 3]);
    for (const pool of pools) {
      expect(pool.stats()).toMatchObject({ calls: 1, inlineCalls: 0, workers: 0, failure: undefined });
    }
  });

  it('takes a thread for each processor by default', async () => {
    await picture(1, false, 9, 9).toFile(join(here, 'in.png'));
    await run(here, 'filter', 'edges', 'in.png', '-o', 'out.png');
    const processors = availableParallelism();
    expect(pools.map((pool) => pool.stats().threads)).toEqual(processors > 1 ? [processors] : []);
  });

  it.each([1, 2])('tells how far it is, by %i', async (count) => {
    const threads = await openThreads(count);
    const image = { data: new Float32Array(1_000_000), shape: [1000, 1000] };
    const parts: number[] = [];
    const onProgress = (done: number, total: number) => parts.push(done / total);
    await threads.call('gaussianBlur', [image], { sigma: 3 }, { onProgress });
    await threads.close();
    expect(parts.length).toBeGreaterThan(2);
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    expect(parts.at(-1)).toBe(1);
  });

  it('is plotted by threads, too', async () => {
    await picture(1).toFile(join(here, 'in.png'));
    for (const threads of ['1', '2']) {
      const args = ['in.png', '-k', rows(9), '-o', `${threads}.svg`, '--threads', threads];
      expect((await run(here, 'plot', ...args)).code).toBe(0);
    }
    expect(await readFile(join(here, '2.svg'), 'utf8')).toBe(await readFile(join(here, '1.svg'), 'utf8'));
    expect(pools.map((pool) => pool.stats())).toEqual([
      expect.objectContaining({ inlineCalls: 0, workers: 0 }),
    ]);
  });
});

describe('a streamed picture', () => {
  it.each([
    ['a blur', ['blur', '--sigma', '3', '--precision', 'exact']],
    ['a Gaussian at several rates', ['blur', '--sigma', '20']],
    ['a gradient', ['sobel']],
    ['rows that wrap round', ['-k', rows(5), '--normalize', '--boundary', 'wrap']],
    ['results that are stretched', ['-k', rows(15), '--show', 'minmax']],
    ['16 bits', ['unsharp-mask', '--sigma', '4', '--gray']],
  ] as const)('has the same bytes by any number of threads: %s', async (name, args) => {
    await picture(3, name === '16 bits', 900, 2500).toFile(join(here, 'in.png'));
    const files: Buffer[] = [];
    for (const threads of [1, 2, 3]) {
      const flags = ['--stream', '--threads', String(threads), '-o', `${threads}.png`];
      expect((await run(here, 'filter', ...args, 'in.png', ...flags)).code).toBe(0);
      files.push(await readFile(join(here, `${threads}.png`)));
    }
    expect(files[1]!.equals(files[0]!)).toBe(true);
    expect(files[2]!.equals(files[0]!)).toBe(true);
    expect(pools.map((pool) => pool.stats().threads)).toEqual([2, 3]);
    for (const pool of pools) {
      expect(pool.stats()).toMatchObject({ workers: 0, deaths: 0, failure: undefined });
      expect(pool.stats().pieces).toBeGreaterThan(0);
    }
  });
});

it('filters a streamed picture by the main thread where no threads are asked for: workers take memory', async () => {
  await picture(3).toFile(join(here, 'in.png'));
  expect((await run(here, 'filter', 'sobel', 'in.png', '--stream', '-o', 'out.png')).code).toBe(0);
  for (const pool of pools) expect(pool.stats().pieces).toBe(0);
});

describe('many pictures', () => {
  /** The first takes longest. */
  async function place(): Promise<void> {
    await picture(3, false, 1200, 900).toFile(join(here, 'a.png'));
    for (const name of 'bcdefgh') await picture(3, false, 40, 30).toFile(join(here, `${name}.png`));
    await writeFile(join(here, 'c.png'), 'broken');
  }

  it.each(['2', '5'])('give the messages and files of one thread, in their order, by %s', async (threads) => {
    await place();
    const filter = ['filter', 'blur', '--sigma', '9', '*.png', 'none.jpg'];
    const alone = await run(here, ...filter, '-o', 'one/', '--threads', '1');
    const together = await run(here, ...filter, '-o', 'two/', '--threads', threads);
    expect(alone.code).toBe(1);
    expect(alone.stderr.split('\n').map((line) => line[0])).toEqual([...'abcdefghcc', undefined]);
    expect(together).toEqual({ ...alone, stderr: alone.stderr.replaceAll('one/', 'two/') });
    const names = await readdir(join(here, 'one'));
    expect(names.length).toBe(7);
    expect(await readdir(join(here, 'two'))).toEqual(names);
    for (const name of names) {
      const [one, two] = await Promise.all(['one', 'two'].map((out) => readFile(join(here, out, name))));
      expect(two!.equals(one!)).toBe(true);
    }
    expect(pools.map((pool) => pool.stats().workers)).toEqual([0]);
  });

  it.each(['1', '2'])('stop at an option that is wrong for all of them, by %s', async (threads) => {
    await place();
    const flags = ['--sigma', '-1', '-o', 'out/', '--threads', threads];
    const { code, stderr } = await run(here, 'filter', 'blur', 'c.png', 'a.png', 'b.png', ...flags);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^convolve-wasm: .*"c\.png".*\nconvolve-wasm: .*at least 0, got -1\n$/);
    expect(existsSync(join(here, 'out'))).toBe(false);
    for (const pool of pools) expect(pool.stats()).toMatchObject({ runningCalls: 0, workers: 0 });
  });

  it('do not wait for standard input once they stop', async () => {
    await picture(1, false, 9, 9).toFile(join(here, 'a.png'));
    const args = ['filter', 'blur', '--sigma', '-1', 'a.png', '-', '-o', 'out/', '--threads', '2'];
    const child = spawn(process.execPath, [program.main, ...args], {
      cwd: here,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    expect(await once(child, 'exit')).toEqual([2, null]);
  });
});

describe('explain', () => {
  const explain = async (...args: string[]) => {
    const large = ['--shape', '1080x1920', '--kernel-shape', '9x9'];
    const { stdout } = await run(here, 'explain', ...large, ...args);
    return stdout;
  };

  it('says how many workers would compute', async () => {
    expect(await explain('--threads', '2')).toMatch(/^by 2 workers: about \S+ ms in one thread$/m);
    expect(await explain('--threads', '1')).toMatch(/^without workers: there is one thread$/m);
    expect(await explain('--threads', '2', '--shape', '9x9')).toMatch(
      /^without workers: .* less than they cost$/m,
    );
    expect(pools.map((pool) => pool.stats().workers)).toEqual([0, 0]);
  });

  it('says long times without exponents', async () => {
    const long = await explain(
      '--threads',
      '2',
      '--shape',
      '9000x9000',
      '--kernel-shape',
      '31x31',
      '--method',
      'direct',
    );
    expect(long).toMatch(/^by 2 workers: about \d{3,} ms in one thread$/m);
    expect(long).not.toMatch(/\de\+\d/);
  });

  it('gives it as JSON', async () => {
    const byTwo = JSON.parse(await explain('--threads', '2', '--json'));
    expect(byTwo).toMatchObject({ threads: 2, why: expect.stringContaining('in one thread') });
    expect(JSON.parse(await explain('--threads', '1', '--json'))).toEqual({
      ...byTwo,
      threads: 0,
      why: 'there is one thread',
    });
  });
});

it.each(['0', '-1', '1.5', '1025', '1e2', 'all', ''])('--threads refuses "%s"', async (threads) => {
  await picture(1, false, 9, 9).toFile(join(here, 'in.png'));
  const ended = await run(here, 'filter', 'edges', 'in.png', '-o', 'out.png', '--threads', threads);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toMatch(/^convolve-wasm: .*--threads.* It takes a whole number from 1 to 1024\.\n$/);
  expect(await readdir(here)).toEqual(['in.png']);
});
