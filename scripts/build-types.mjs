// Copies the declarations that the entries need from build/types/: to dist/ for modules (.d.ts) and for CommonJS (.d.cts), and those
// of the adapter for Zarr to packages/zarr/dist/.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const from = join(root, 'build/types');
const relative = /(['"])(\.\.?\/[\w./-]+?)\.(?:ts|js)\1/g;

const pending = ['index.d.ts', 'index-js.d.ts', 'pool.d.ts'];
for (const path of pending) {
  const source = readFileSync(join(from, path), 'utf8');
  for (const [, , target] of source.matchAll(relative)) {
    const imported = `${join(dirname(path), target)}.d.ts`;
    if (!pending.includes(imported)) pending.push(imported);
  }
  write(path, source.replace(relative, '$1$2.js$1'));
  write(path.replace('.d.ts', '.d.cts'), source.replace(relative, '$1$2.cjs$1'));
}

const zarr = ['index.d.ts'];
for (const path of zarr) {
  const source = readFileSync(join(from, 'zarr', path), 'utf8').replace(
    /(['"])\.\.\/index\.ts\1/g,
    '$1convolve-wasm$1',
  );
  for (const [, , target] of source.matchAll(relative)) {
    if (target.startsWith('..')) throw new Error(`${path} needs ${target}, which is not of this package`);
    const imported = `${join(target)}.d.ts`;
    if (!zarr.includes(imported)) zarr.push(imported);
  }
  write(join('../packages/zarr/dist', path), source.replace(relative, '$1$2.js$1'));
}

// What hosts that compile imported binaries make of them.
write('module.d.ts', 'declare const module: WebAssembly.Module;\nexport default module;\n');

function write(path, text) {
  const file = join(root, 'dist', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
