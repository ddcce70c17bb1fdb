// Writes the other entries, each of which is src/index.ts with other backends, and these:
//
//     src/index-js.ts        JavaScript alone
//     src/index-fetched.ts   fetches its binaries, and has no JavaScript backend: what src/slim.ts loads
//     src/index-imported.ts  imports its binaries: for hosts that compile nothing else
//
//     src/backends-*.ts      what each of them computes by
//     src/pool-imported.ts   the pool over the last of them
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = join(dirname(fileURLToPath(import.meta.url)), '../src');
const compileAhead = "import { compileAhead } from './wasm/backend.ts';\n";
const loaders = "import { relaxedLoader, wasmLoader } from './wasm/backend.ts';\n";
const entries = {
  'index.ts': {
    'index-js.ts': [
      ["'./backends.ts'", "'./backends-js.ts'"],
      [compileAhead, ''],
      ["import { createInit } from './wasm/init.ts';\n", "import { createInit } from './js/init.ts';\n"],
      ["import { addMultirateToWasm } from './wasm/extra.ts';\n", ''],
      ['[addMultirateToJs, addMultirateToWasm]', '[addMultirateToJs]'],
      ['createInit(api, compileAhead)', 'createInit()'],
    ],
    'index-fetched.ts': [
      ["'./backends.ts'", "'./backends-fetched.ts'"],
      [compileAhead, compileAhead.replace('backend', 'fetched')],
      ["import { addMultirateToJs } from './js/extra.ts';\n", ''],
      ['[addMultirateToJs, addMultirateToWasm]', '[addMultirateToWasm]'],
    ],
    'index-imported.ts': [
      ["'./backends.ts'", "'./backends-imported.ts'"],
      [compileAhead, compileAhead.replace('backend', 'imported')],
    ],
  },
  'backends.ts': {
    'backends-js.ts': [
      [loaders, ''],
      ['[relaxedLoader, wasmLoader]', '[]'],
    ],
    'backends-fetched.ts': [
      [loaders, loaders.replace('backend', 'fetched')],
      ["'./js/backend.ts'", "'./js/left-out.ts'"],
    ],
    'backends-imported.ts': [[loaders, loaders.replace('backend', 'imported')]],
  },
  'pool.ts': { 'pool-imported.ts': [["'./backends.ts'", "'./backends-imported.ts'"]] },
};

for (const [original, written] of Object.entries(entries)) {
  const source = readFileSync(join(src, original), 'utf8');
  for (const [name, replacements] of Object.entries(written)) {
    let entry = source;
    for (const [old, replacement] of replacements) {
      if (!entry.includes(old)) throw new Error(`src/${original} does not contain ${old}`);
      entry = entry.replaceAll(old, replacement);
    }
    writeFileSync(join(src, name), `// Written by scripts/build-entries.mjs: change ${original}.\n${entry}`);
  }
}
