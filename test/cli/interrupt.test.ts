import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { noise } from '../support/fixtures.ts';
import { type BuiltProgram, buildProgram } from './program.ts';

vi.setConfig({ testTimeout: 60_000 });

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type Signal = keyof typeof exitCodes;

/** Milliseconds from a signal to the end. A machine that is busy with something else may need more than one attempt. */
const LIMIT = 500;
const ATTEMPTS = 4;

let program: BuiltProgram;
let folder: string;
let here: string;
beforeAll(async () => {
  program = await buildProgram();
  folder = await mkdtemp(join(tmpdir(), 'convolve-wasm-interrupt-'));
  const face = fileURLToPath(new URL('../../demo/images/face.jpg', import.meta.url));
  await copyFile(face, join(folder, 'face.jpg'));
  const taps = noise(1);
  // 90601 products for each sample: this takes half a minute.
  const rows = Array.from({ length: 301 }, () => Array.from({ length: 301 }, taps).join());
  await writeFile(join(folder, 'huge.csv'), rows.join('\n'));
});
beforeEach(async () => {
  here = await mkdtemp(join(folder, 'case-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await program.remove();
});

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program.main, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/**
 * Sends a signal and waits for the end. Returns the milliseconds between; infinity where the signal came before Node had begun,
 * as it may on a machine that is busy with something else.
 */
async function interrupt(child: ChildProcess, signal: Signal): Promise<number> {
  expect(child.exitCode).toBe(null);
  const ended = once(child, 'exit');
  const start = performance.now();
  child.kill(signal);
  const [code, endedBy] = await ended;
  const milliseconds = performance.now() - start;
  if (endedBy === signal) return Infinity;
  expect(code).toBe(exitCodes[signal]);
  return milliseconds;
}

/** Whether one of some attempts is fast enough. They are numbered from 1. */
async function expectFast(attempt: (number: number) => Promise<number>): Promise<void> {
  const times: number[] = [];
  while (times.length < ATTEMPTS) {
    const milliseconds = await attempt(times.length + 1);
    if (milliseconds < LIMIT) return;
    times.push(milliseconds);
  }
  expect.fail(`took ${times.map(Math.round).join(', ')} ms`);
}

const slow = ['--kernel', 'huge.csv', '--method', 'direct'];

const filter = () => ['filter', ...slow, 'face.jpg', '-o', join(here, 'face.png')];
const byWorkers = () => [...filter(), '--threads', '2'];
const alone = () => [...filter(), '--threads', '1'];
const plot = () => ['plot', ...slow, 'face.jpg', '-o', join(here, 'face.svg')];
const bench = () => ['bench'];

// From when Node itself has begun until long sums are being formed.
it.each([
  ['SIGINT', 300, 'filter', filter],
  ['SIGTERM', 500, 'filter', filter],
  ['SIGINT', 1200, 'filter --threads 2', byWorkers],
  ['SIGINT', 1200, 'filter --threads 1', alone],
  ['SIGTERM', 1200, 'plot', plot],
  ['SIGINT', 800, 'bench', bench],
  ['SIGHUP', 800, 'bench', bench],
] as const)('%s after %i ms ends %s at once', async (signal, delay, _, args) => {
  await expectFast(async (number) => {
    const child = start(args());
    await wait(number * delay);
    const milliseconds = await interrupt(child, signal);
    expect(await readdir(here)).toEqual([]);
    return milliseconds;
  });
});

it.each(['SIGINT', 'SIGTERM'] as const)('a batch that gets %s keeps whole files only', async (signal) => {
  const pictures = Array.from({ length: 40 }, (_, n) => join(here, `${n}.png`));
  const face = sharp(join(folder, 'face.jpg')).resize(512, 384);
  await face.png({ compressionLevel: 1 }).toFile(pictures[0]!);
  await Promise.all(pictures.slice(1).map((picture) => copyFile(pictures[0]!, picture)));
  const out = join(here, 'out');
  // At different moments: while files are read, filtered, encoded, written.
  for (const delay of [0, 50, 100]) {
    await expectFast(async () => {
      await rm(out, { recursive: true, force: true });
      const child = start(['filter', 'edges', ...pictures, '-o', out]);
      const [line] = await once(child.stderr!, 'data');
      expect(String(line)).toContain(' -> ');
      await wait(delay);
      const milliseconds = await interrupt(child, signal);
      const files = await readdir(out);
      expect(files.length).toBeGreaterThan(0);
      expect(files.length).toBeLessThan(pictures.length);
      for (const file of files) {
        expect(file).toMatch(/^\d+\.png$/);
        expect((await sharp(join(out, file)).raw().toBuffer()).length).toBe(512 * 384 * 3);
      }
      return milliseconds;
    });
  }
});

describe('a file that is being written', () => {
  it('is told of before it is made', async () => {
    const output = join(here, 'demo.svg');
    const child = fork(program.command, ['plot', '--demo', '-o', output], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const [path] = await once(child, 'message');
    expect(dirname(path)).toBe(here);
    await wait(100);
    expect(await readdir(here)).toEqual([]);
    child.send(path);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await readdir(here)).toEqual(['demo.svg']);
  });

  /** The program with another command in it, one that writes half of a file. */
  async function startWriting(then: string): Promise<ChildProcess> {
    await copyFile(program.main, join(here, 'main.js'));
    await writeFile(join(here, 'package.json'), '{ "type": "module" }');
    const command = `
      import { writeFileSync } from 'node:fs';
      import { join } from 'node:path';
      process.once('message', (path) => {
        writeFileSync(path, 'half of it');
        console.log('written');
        ${then};
      });
      process.send(join(process.cwd(), 'half.tmp'));`;
    await writeFile(join(here, 'command.js'), command);
    const child = spawn(process.execPath, [join(here, 'main.js')], {
      cwd: here,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout!, 'data');
    expect(await readdir(here)).toContain('half.tmp');
    return child;
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('is removed on %s', async (signal) => {
    await expectFast(async () => interrupt(await startWriting('for (;;) {}'), signal));
    expect(await readdir(here)).not.toContain('half.tmp');
  });

  it('is removed when its writer is killed', async () => {
    const kill = `setTimeout(() => process.kill(process.pid, 'SIGKILL'), 500)`;
    const child = await startWriting(kill);
    expect(await once(child, 'exit')).toEqual([137, null]);
    expect(await readdir(here)).not.toContain('half.tmp');
  });
});

const hasTerminals = process.platform === 'linux' && !spawnSync('script', ['--version']).error;

it.skipIf(!hasTerminals)('Ctrl-C ends it while a bar is shown, and gives the cursor back', async () => {
  const pictures = Array.from({ length: 3 }, (_, n) => join(here, `${n}.jpg`));
  for (const picture of pictures) await copyFile(join(folder, 'face.jpg'), picture);
  const command = [process.execPath, program.main, 'filter', ...slow, ...pictures, '-o', join(here, 'out')];
  const quoted = command.map((word) => `'${word}'`).join(' ');
  await expectFast(async () => {
    const terminal = spawn('script', ['-qec', quoted, '/dev/null'], { cwd: folder });
    let shown = '';
    const hasBar = new Promise<void>((resolve) => {
      terminal.stdout.on('data', (text) => {
        shown += text;
        if (shown.includes('0 of 3')) resolve();
      });
    });
    await hasBar;
    await wait(300);
    const ended = once(terminal, 'exit');
    const start = performance.now();
    terminal.stdin.write('\u0003');
    const [code] = await ended;
    const milliseconds = performance.now() - start;
    expect(code).toBe(130);
    expect(shown.lastIndexOf('\u001b[?25h')).toBeGreaterThan(shown.lastIndexOf('\u001b[?25l'));
    expect(existsSync(join(here, 'out'))).toBe(false);
    return milliseconds;
  });
});

it.each([
  ['0', ['explain', '--shape', '9x9', '-k', '[[1]]'], 0],
  ['1', ['filter', 'edges', 'missing.png', '-o', 'out.png'], 1],
  ['2', ['filter', 'no-such-filter', 'face.jpg', '-o', 'out.png'], 2],
])('without a signal the exit code is still %s', (_, args, code) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program.main, ...args], { cwd: folder });
  expect(status).toBe(code);
  expect(String(code === 0 ? stdout : stderr)).toMatch(/^(direct sums|convolve-wasm: )/);
});
