import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Site } from '../browser/sites.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Not the root of its host, so that an address without the base is noticed. */
const base = '/convolve-wasm/';

/** Builds the documentation. */
export function buildSite(): Site {
  execFileSync('npm', ['run', 'docs:build'], {
    cwd: root,
    env: { ...process.env, DOCS_BASE: base },
    stdio: 'pipe',
  });
  const host = mkdtempSync(join(tmpdir(), 'convolve-wasm-site-'));
  cpSync(join(root, 'docs/.vitepress/dist'), join(host, base), { recursive: true });
  return { root: host, path: base };
}

/** The pages of the documentation, by their paths from its base. The playground has tests of its own. */
export function pagesOf({ root, path }: Site): string[] {
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html') && file !== '404.html' && file !== 'playground/index.html')
    .sort();
}
