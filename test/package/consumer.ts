import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder outside the repository where the packed tarball is installed, without optional dependencies. */
    consumer: string;
  }
}

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What `npm pack` says of the tarball. */
export interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

export function pack(...args: string[]): Packed {
  const [packed] = JSON.parse(npm(root, 'pack', '--json', '--ignore-scripts', ...args)) as [Packed];
  return packed;
}

export function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Vitest's global set-up: gives every test file the `consumer` folder. */
export default function setup(project: TestProject): () => void {
  const consumer = mkdtempSync(join(tmpdir(), 'convolve-wasm-'));
  const remove = () => rmSync(consumer, { recursive: true, force: true });
  try {
    const { filename } = pack('--pack-destination', consumer);
    writeFileSync(join(consumer, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    npm(consumer, 'install', '--no-audit', '--no-fund', '--omit=optional', join(consumer, filename));
  } catch (error) {
    remove();
    throw error;
  }
  project.provide('consumer', consumer);
  return remove;
}
