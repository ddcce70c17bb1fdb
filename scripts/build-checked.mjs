// Compiles assembly/ with bounds assertions: every load and store goes through scripts/checked.ts. Writes
// build/checked.wasm; or build/broken.wasm, with the mutations that are named.
// usage: node scripts/build-checked.mjs [MUTATION ...]
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAbi } from './build-abi.mjs';
import { mutations } from './mutations.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
const names = process.argv.slice(2);
const output = names.length > 0 ? 'broken' : 'checked';
const copy = join(root, 'build', output);

/** Instructions that scripts/checked.ts does not have do not compile, so that none goes unchecked. */
function rewritten(source) {
  const body = source
    .replaceAll(/\b(v128)\.((?:load|store)\w*)/g, 'checked.$1_$2')
    .replaceAll(/\b(memory)\.(\w+)/g, 'checked.$1_$2')
    .replaceAll(/(?<![.\w])(?<!static )(load|store)(?=<)/g, 'checked.scalar_$1');
  return `import * as checked from '../checked';\n${body}`;
}

buildAbi(root);
rmSync(copy, { recursive: true, force: true });
cpSync(join(root, 'assembly'), join(copy, 'assembly'), { recursive: true });
cpSync(join(root, 'scripts/checked.ts'), join(copy, 'assembly/checked.ts'));
for (const name of names) {
  const { file, find, replace } = mutations.find((mutation) => mutation.name === name);
  writeFileSync(
    join(copy, file),
    readFileSync(join(copy, file), 'utf8').replace(find, () => replace),
  );
}
for (const folder of ['assembly/kernels', 'assembly/lanes']) {
  for (const name of readdirSync(join(copy, folder))) {
    const path = join(copy, folder, name);
    writeFileSync(path, rewritten(readFileSync(path, 'utf8')));
  }
}
const entry = join(copy, 'assembly/index.ts');
const out = join(root, `build/${output}.wasm`);
// The warning is about vectors as arguments of exports: what checked.ts exports stays inside.
const options = ['--target', 'checked', '--outFile', out, '--disableWarning', '112'];
execFileSync(process.execPath, [compiler, entry, ...options], { cwd: root, stdio: 'inherit' });
rmSync(copy, { recursive: true });
