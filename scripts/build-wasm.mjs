// Compiles assembly/ into build/*.wasm and writes each binary, deflated, as base64 into src/wasm/binary/, so that
// importing the package needs neither a file nor a network; before that, what follows from the kernels' table. The same sources give the same bytes: nothing is stamped
// but the version.
// usage: node scripts/build-wasm.mjs [TARGET ...]   (both, unless one is named)
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import zopfli from '@gfx/zopfli';
import { buildAbi } from './build-abi.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
const folder = join(root, 'src/wasm/binary');
mkdirSync(folder, { recursive: true });
buildAbi(root);

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const backends = { simd: 'wasm', relaxed: 'wasm-relaxed' };
const named = process.argv.slice(2);
for (const target of named.length > 0 ? named : ['simd', 'relaxed']) {
  execFileSync(process.execPath, [compiler, '--target', target], {
    cwd: root,
    stdio: 'inherit',
  });
  const file = join(root, `build/${target}.wasm`);
  const binary = Buffer.concat([readFileSync(file), stamp(`${version} ${backends[target]}`)]);
  writeFileSync(file, binary);
  // Zopfli's result is a twentieth smaller than zlib's, and is inflated alike.
  const deflated = await zopfli.deflateAsync(binary, {});
  const base64 = Buffer.from(deflated).toString('base64');
  writeFileSync(
    join(folder, `${target}.ts`),
    `const base64: string = '${base64}';\nexport default base64;\n`,
  );
}

/** A custom section (WebAssembly 2.0, 5.5.3) by which `init` tells a host's modules apart: see src/wasm/source.ts. */
function stamp(text) {
  const name = 'convolve-wasm';
  const contents = Buffer.from(`${String.fromCharCode(name.length)}${name}${text}`, 'latin1');
  if (contents.length > 127) throw new Error('the length does not fit into one byte of LEB128');
  return Buffer.concat([Buffer.of(0, contents.length), contents]);
}
