import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';

/** What a module of the consumer's prints, as JSON. */
function run(module: string, name = 'exports.mjs'): unknown {
  const file = join(inject('consumer'), name);
  writeFileSync(file, module);
  return JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' }));
}

describe.each(['convolve-wasm', 'convolve-wasm/js', 'convolve-wasm/slim'])('%s', (name) => {
  const module = (api: string) => `
    const api = ${api};
    const result = api.convolve2d([[1, 2]], [[1, 10]]);
    console.log(JSON.stringify({ names: Object.keys(api), result }));`;
  const expected = {
    names: [
      'allocate',
      'backendInfo',
      'boxBlur',
      'convolve2d',
      'correlate2d',
      'edges',
      'emboss',
      'explain',
      'gaussianBlur',
      'grayscale',
      'init',
      'kernels',
      'laplacian',
      'laplacianOfGaussian',
      'motionBlur',
      'normalize',
      'prepare',
      'prewitt',
      'scharr',
      'sepConvolve2d',
      'sharpen',
      'sobel',
      'toImageData',
      'unsharpMask',
    ],
    result: [[1, 12, 20]],
  };

  it('is imported', () => {
    expect(run(module(`await import('${name}')`))).toEqual(expected);
  });

  it('is required', () => {
    expect(run(module(`require('${name}')`), 'exports.cjs')).toEqual(expected);
  });

  it('has one state, however it is loaded', () => {
    const module = `
      import { createRequire } from 'node:module';
      import * as imported from '${name}';
      const required = createRequire(import.meta.url)('${name}');
      required.convolve2d([[1, 2]], [[1, 10]]);
      const { backend, backends } = imported.backendInfo();
      console.log(JSON.stringify(backends[backend].runs));`;
    expect(run(module)).toBe(1);
  });
});

it('has no WebAssembly in convolve-wasm/js', () => {
  const module = `
    import { backendInfo } from 'convolve-wasm/js';
    console.log(JSON.stringify(backendInfo()));`;
  const left = { available: false, reason: 'not-included' };
  expect(run(module)).toMatchObject({
    backend: 'js',
    backends: { js: { available: true }, wasm: left, 'wasm-relaxed': left },
  });
});

it.each(['convolve', 'convolve-relaxed', 'wasm/convolve', 'wasm/convolve-relaxed'])(
  'exports the file %s.wasm',
  (name) => {
    const module = `
    import { readFileSync } from 'node:fs';
    const bytes = readFileSync(new URL(import.meta.resolve('convolve-wasm/${name}.wasm')));
    const valid = WebAssembly.validate(bytes);
    const exports = valid ? WebAssembly.Module.exports(new WebAssembly.Module(bytes)).map(({ name }) => name) : [];
    console.log(JSON.stringify({ magic: bytes.toString('latin1', 0, 4), valid, exports }));`;
    const { magic, valid, exports } = run(module) as { magic: string; valid: boolean; exports: string[] };
    expect(magic).toBe('\0asm');
    if (name.endsWith('convolve')) expect(valid).toBe(true);
    if (valid) expect(exports).toContain('direct_f32');
  },
);

it('exports nothing else', () => {
  const module = `
    const error = await import('convolve-wasm/dist/index.js').catch(({ code }) => code);
    console.log(JSON.stringify(error));`;
  expect(run(module)).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED');
});
