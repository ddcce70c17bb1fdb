import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleFolder, runNode } from './run.ts';

const folder = exampleFolder('zarr-queue');
const work = join(folder, 'work');

/** Processes whose command line has some words: the example's workers, and its Redis. */
function processes(words: string): string[] {
  const commands = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return ''; // it has ended meanwhile
      }
    });
  return commands.filter((command) => command.includes(words));
}

/** The temporary folders of Redis, which are named in its command line too. */
const temporary = () => readdirSync(tmpdir()).filter((name) => name.startsWith('zarr-queue-'));

function expectNothingLeft(): void {
  expect(processes(join(folder, 'worker.js'))).toEqual([]);
  expect(processes('zarr-queue-')).toEqual([]);
  expect(temporary()).toEqual([]);
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

    // Another worker, this process, writes the same bytes.
    const load = (name: string) => import(pathToFileURL(join(folder, '../node_modules', name)).href);
    const { runChunkJob } = await load('convolve-wasm-zarr/dist/index.js');
    const zarr = await load('zarrita/dist/src/index.js');
    const { default: FileSystemStore } = await load('@zarrita/storage/dist/src/fs.js');
    const { id } = JSON.parse(readFileSync(join(work, 'output/convolve-wasm/task.json'), 'utf8'));
    const location = zarr.root(new FileSystemStore(work));
    const chunk = () => readFileSync(join(work, 'output/c/7/2'));
    const before = chunk();
    rmSync(join(work, 'output/c/7/2'));
    await runChunkJob(
      { task: id, chunk: [7, 2] },
      {
        input: await zarr.open(location.resolve('input'), { kind: 'array' }),
        output: await zarr.open(location.resolve('output'), { kind: 'array' }),
      },
    );
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
});
