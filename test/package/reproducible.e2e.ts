import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { root } from './consumer.ts';

const folder = mkdtempSync(join(tmpdir(), 'convolve-wasm-build-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Builds a copy of the sources, from nothing, at another place. Returns the place. */
function buildAt(place: string): string {
  const copy = join(folder, place);
  const configs = readdirSync(root).filter((name) => /^(asconfig|package|tsconfig.*)\.json$/.test(name));
  for (const name of ['assembly', 'packages', 'src', 'scripts', 'node_modules', ...configs]) {
    cpSync(join(root, name), join(copy, name), { recursive: true, verbatimSymlinks: true });
  }
  rmSync(join(copy, 'src/wasm/binary'), { recursive: true });
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: copy, stdio: ['ignore', 'pipe', 'inherit'] });
  return copy;
}

/** The SHA-256 of every file that was built, by its path. */
function hashes(place: string): Record<string, string> {
  const files = ['dist', 'packages/cli/dist', 'packages/zarr/dist'].flatMap((folder) =>
    (readdirSync(join(place, folder), { recursive: true }) as string[])
      .map((path) => join(folder, path))
      .filter((path) => statSync(join(place, path)).isFile())
      .sort(),
  );
  return Object.fromEntries(files.map((path) => [path, sha256(readFileSync(join(place, path)))]));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

it('builds the same bytes anywhere, and they are those in dist', () => {
  const built = hashes(buildAt('a'));
  expect(Object.keys(built)).toContain('dist/index.js');
  expect(hashes(buildAt('another/place'))).toEqual(built);
  expect(hashes(root)).toEqual(built);
});
