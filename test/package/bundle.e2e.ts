import { build } from 'esbuild';
import { expect, inject, it } from 'vitest';
import { hasBinaries } from './binaries.ts';

/** What a bundler makes of a user's module. */
async function bundle(module: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: module, resolveDir: inject('consumer') },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}

it('leaves nothing of a package whose functions are not used', async () => {
  expect(await bundle(`import 'convolve-wasm';`)).toBe('');
  expect(await bundle(`import { convolve2d } from 'convolve-wasm'; console.log(1);`)).toBe(
    'console.log(1);\n',
  );
});

it('leaves nothing of a pool that is not used', async () => {
  expect(await bundle(`import 'convolve-wasm/pool';`)).toBe('');
  expect(await bundle(`import { createPool } from 'convolve-wasm/pool'; console.log(1);`)).toBe(
    'console.log(1);\n',
  );
});

it('brings what workers run with a pool alone', async () => {
  const startOfWorker = '"use strict";(()=>{';
  expect(await bundle(`export { createPool } from 'convolve-wasm/pool';`)).toContain(startOfWorker);
  expect(await bundle(`export * from 'convolve-wasm';`)).not.toContain(startOfWorker);
});

it('brings WebAssembly with convolve-wasm', async () => {
  expect(hasBinaries(await bundle(`export { convolve2d } from 'convolve-wasm';`))).toBe(true);
});

it('brings none with convolve-wasm/js', async () => {
  const bundled = await bundle(`export { convolve2d } from 'convolve-wasm/js';`);
  expect(bundled).toContain('convolve2d');
  expect(hasBinaries(bundled)).toBe(false);
  expect(bundled).not.toContain('WebAssembly.');
});
