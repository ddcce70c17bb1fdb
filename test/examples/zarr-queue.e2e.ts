import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleFolder, runNode } from './run.ts';

const folder = exampleFolder('zarr-queue');
const work = join(folder, 'work');

/** Processes whose command line has some words: the example's workers, and its Redis. */
function processes(words: string): { readonly pid: number; readonly command: string }[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return { pid: Number(pid), command };
      } catch {
        return { pid: 0, command: '' }; // it has ended meanwhile
      }
    });
  return all.filter(({ command }) => command.includes(words));
}

/** The temporary folders of Redis, which are named in its command line too. */
const temporary = () => readdirSync(tmpdir()).filter((name) => name.startsWith('zarr-queue-'));

function expectNothingLeft(): void {
  expect(processes(join(folder, 'worker.js'))).toEqual([]);
  expect(processes('zarr-queue-')).toEqual([]);
  expect(temporary()).toEqual([]);
}

/** What becomes of a job that a worker does which the main process has not started. */
async function stateAfterWorker(job: object): Promise<string> {
  const { Queue } = createRequire(join(folder, 'main.js'))('bullmq');
  const { startRedis } = await import(pathToFileURL(join(folder, 'redis.js')).href);
  const redis = startRedis();
  const connection = await redis.connection;
  const queue = new Queue('alone', { connection });
  const env = { ...process.env, REDIS: JSON.stringify(connection) };
  const worker = spawn(process.execPath, ['worker.js', 'work', 'alone'], {
    cwd: folder,
    env,
    stdio: 'inherit',
  });
  try {
    const added = await queue.add('chunk', job);
    for (;;) {
      const state = await added.getState();
      if (state === 'completed' || state === 'failed') return state;
      await wait(50);
    }
  } finally {
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    await queue.close();
    await redis.stop();
    rmSync(dirname(connection.path), { recursive: true, force: true });
  }
}

describe('zarr-queue', () => {
  it('says in a line what it needs', () => {
    const { status, stderr } = spawnSync(process.execPath, ['main.js'], { cwd: folder, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'usage: node main.js FOLDER\n' });
  });

  beforeEach(() => rmSync(work, { recursive: true, force: true }));
  afterEach(expectNothingLeft);

  it('does all chunks although a worker is killed, and the result is that of one call', async () => {
    const printed = await runNode('zarr-queue', 'main.js', 'work');
    expect(printed[0]).toBe('64 chunks to do');
    expect(printed.filter((line) => line.startsWith('a worker was killed at chunk '))).toHaveLength(1);
    expect(printed.slice(-3)).toEqual([
      '64 of 64',
      '0 chunks to do',
      '2048 x 2048 results are the same to the bit',
    ]);

    // A worker that has no parent to send messages to writes the same bytes.
    const { id } = JSON.parse(readFileSync(join(work, 'output/convolve-wasm/task.json'), 'utf8'));
    const chunk = () => readFileSync(join(work, 'output/c/7/2'));
    const before = chunk();
    rmSync(join(work, 'output/c/7/2'));
    expect(await stateAfterWorker({ task: id, chunk: [7, 2] })).toBe('completed');
    expect(chunk().equals(before)).toBe(true);
  });

  it('leaves no process behind when it is interrupted, and goes on when it runs again', async () => {
    const child = spawn(process.execPath, ['main.js', 'work'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface(child.stdout)) {
      if (/^[1-9]\d* of 64$/.test(line)) break;
    }
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([1, null]);
    expectNothingLeft();

    const printed = await runNode('zarr-queue', 'main.js', 'work');
    expect(Number.parseInt(printed[0]!, 10)).toBeLessThan(64);
    expect(printed.at(-1)).toBe('2048 x 2048 results are the same to the bit');
  });

  it('ends with an error when no worker is left', async () => {
    const child = spawn(process.execPath, ['main.js', 'work'], { cwd: folder });
    const [errors] = await Promise.all([
      text(child.stderr),
      (async () => {
        for await (const line of createInterface(child.stdout)) {
          if (!/^[1-9]\d* of 64$/.test(line)) continue;
          for (const { pid } of processes(join(folder, 'worker.js'))) process.kill(pid, 'SIGKILL');
        }
      })(),
      once(child, 'exit'),
    ]);
    expect(errors).toMatch(/no worker is left, but \d+ chunks are/);
    expect(child.exitCode).toBe(1);
  });
});
