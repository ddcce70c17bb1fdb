import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { npm, type Packed, pack, root } from '../package/consumer.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder with a copy of each example, beside which the packed package and all that they import is installed. */
    examples: string;
  }
}

export const exampleNames = readdirSync(join(root, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** What the tests run examples with. Vite comes from the repository. */
const tools = {
  '@types/ndarray': '1.1.0',
  // The last whose Miniflare runs on Node 20.
  miniflare: '4.20251217.0',
};

/** Vitest's global set-up. What it installs stays for the next time. */
export default function setup(project: TestProject): void {
  const folder = join(root, '.cache/examples');
  mkdirSync(folder, { recursive: true });
  for (const name of exampleNames) {
    rmSync(join(folder, name), { recursive: true, force: true });
    cpSync(join(root, 'examples', name), join(folder, name), { recursive: true });
  }
  const manifest = {
    private: true,
    workspaces: exampleNames.filter((name) => existsSync(join(folder, name, 'package.json'))),
    dependencies: { ...packInto(folder), ...tools },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  npm(folder, 'install', '--omit=dev', '--no-package-lock', '--no-audit', '--no-fund', '--prefer-offline');
  project.provide('examples', folder);
}

/** Packs the library and the adapter for Zarr. Names of tarballs have their hashes, so that npm notices other ones. */
function packInto(folder: string): { readonly [name: string]: string } {
  for (const name of readdirSync(folder)) if (name.endsWith('.tgz')) rmSync(join(folder, name));
  const into = ['--pack-destination', folder];
  const [zarr] = JSON.parse(npm(join(root, 'packages/zarr'), 'pack', '--json', ...into)) as [Packed];
  const packed = { 'convolve-wasm': pack(...into), 'convolve-wasm-zarr': zarr };
  return Object.fromEntries(
    Object.entries(packed).map(([name, { filename }]) => {
      const hash = createHash('sha256')
        .update(readFileSync(join(folder, filename)))
        .digest('hex');
      const tarball = `${hash.slice(0, 16)}.tgz`;
      renameSync(join(folder, filename), join(folder, tarball));
      return [name, `file:${tarball}`];
    }),
  );
}
