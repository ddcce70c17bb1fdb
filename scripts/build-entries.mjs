// Writes src/index-js.ts, the entry without WebAssembly: src/index.ts without its WebAssembly loaders.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = join(dirname(fileURLToPath(import.meta.url)), '../src');
const loaders = [
  ["import { relaxedLoader, wasmLoader } from './wasm/backend.ts';\n", ''],
  ['[relaxedLoader, wasmLoader]', '[]'],
];

let entry = readFileSync(join(src, 'index.ts'), 'utf8');
for (const [name, replacement] of loaders) {
  if (!entry.includes(name)) throw new Error(`src/index.ts does not contain ${name}`);
  entry = entry.replace(name, replacement);
}
writeFileSync(
  join(src, 'index-js.ts'),
  `// Written by scripts/build-entries.mjs: change index.ts.\n${entry}`,
);
