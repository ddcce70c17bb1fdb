import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'convolve-exits-'));
const program = join(folder, 'exits.mjs');
/** A process that has not ended by then never will. */
const HANG_MS = 50_000;

beforeAll(() =>
  build({
    entryPoints: [fileURLToPath(new URL('./exits.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
  }),
);
afterAll(() => rmSync(folder, { recursive: true }));

describe('a process ends by itself if its pool', () => {
  it.each([
    ['is not closed', '2'],
    ['is made', '0'],
    ['is not waited for', 'begun\nand then done'],
    ['is aborted while workers start', 'AbortError'],
    ['is aborted while workers compute', 'AbortError'],
    ['lost a worker', 'undefined'],
    ['loses workers always', 'ERR_WORKER'],
    ['has workers that do not start', '0'],
    ['has workers that hang', '0'],
    ['is closed', '0'],
    ['is closed while it computes', '1'],
  ])('%s', async (name, told) => {
    const limits = { timeout: HANG_MS, killSignal: 'SIGKILL' } as const;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, name], limits);
    expect(stdout.trim()).toBe(told);
    expect(stderr).toBe('');
  });
});
