import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** Names the folder in which each raw test file leaves a list of the exports that it called. */
export const CALLED_FOLDER = 'CALLED_EXPORTS_FOLDER';

/** After all raw tests have run, the run fails for an export of the binary that none of them called. */
export default function setup({ config }: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'called-exports-'));
  process.env[CALLED_FOLDER] = folder;
  return () => {
    const lists = readdirSync(folder);
    const called = new Set(lists.flatMap((list) => JSON.parse(readFileSync(join(folder, list), 'utf8'))));
    rmSync(folder, { recursive: true });
    const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts'));
    const isPart = config.testNamePattern !== undefined || files.some((file) => !lists.includes(file));
    const missed = isPart ? [] : exportNames().filter((name) => !called.has(name));
    if (missed.length === 0) return;
    console.error(`FAIL  no test in test/kernels calls ${missed.join(', ')}`);
    // Vitest only prints what is thrown here.
    process.exitCode = 1;
  };
}

function exportNames(): string[] {
  const bytes = readFileSync(new URL('../../build/simd.wasm', import.meta.url));
  return WebAssembly.Module.exports(new WebAssembly.Module(bytes)).map(({ name }) => name);
}
