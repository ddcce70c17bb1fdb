// Writes the other entries, each of which is src/index.ts with other backends:
//
//     src/index-js.ts        JavaScript alone
//     src/index-fetched.ts   fetches its binaries, and has no JavaScript backend: what src/slim.ts loads
//     src/index-imported.ts  imports its binaries: for hosts that compile nothing else
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = join(dirname(fileURLToPath(import.meta.url)), '../src');
const inlined = "import { compileAhead, relaxedLoader, wasmLoader } from './wasm/backend.ts';\n";
const entries = {
  'index-js.ts': [
    [inlined, ''],
    ["import { createInit } from './wasm/init.ts';\n", "import { createInit } from './js/init.ts';\n"],
    ["import { addMultirateToWasm } from './wasm/extra.ts';\n", ''],
    ['[addMultirateToJs, addMultirateToWasm]', '[addMultirateToJs]'],
    ['[relaxedLoader, wasmLoader]', '[]'],
    ['createInit(api, compileAhead)', 'createInit()'],
  ],
  'index-fetched.ts': [
    [inlined, inlined.replace('backend', 'fetched')],
    ["'./js/backend.ts'", "'./js/left-out.ts'"],
    ["import { addMultirateToJs } from './js/extra.ts';\n", ''],
    ['[addMultirateToJs, addMultirateToWasm]', '[addMultirateToWasm]'],
  ],
  'index-imported.ts': [[inlined, inlined.replace('backend', 'imported')]],
};

const source = readFileSync(join(src, 'index.ts'), 'utf8');
for (const [name, replacements] of Object.entries(entries)) {
  let entry = source;
  for (const [old, replacement] of replacements) {
    if (!entry.includes(old)) throw new Error(`src/index.ts does not contain ${old}`);
    entry = entry.replace(old, replacement);
  }
  writeFileSync(join(src, name), `// Written by scripts/build-entries.mjs: change index.ts.\n${entry}`);
}
