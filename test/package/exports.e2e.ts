import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

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
      'convolveRows',
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

describe('convolve-wasm/pool', () => {
  const expected = { names: ['createPool'], result: [[1, 12, 20]] };
  const module = (api: string) => `
    (async () => {
      const api = ${api};
      const pool = api.createPool();
      const result = await pool.convolve2d([[1, 2]], [[1, 10]]);
      console.log(JSON.stringify({ names: Object.keys(api), result }));
    })();`;

  it('is imported', () => {
    expect(run(module(`await import('convolve-wasm/pool')`))).toEqual(expected);
  });

  it('is required', () => {
    expect(run(module(`require('convolve-wasm/pool')`), 'exports.cjs')).toEqual(expected);
  });

  it.each([
    ['imported', 'required'],
    ['required', 'imported'],
  ])('%s, has one state with the functions %s', (pool, functions) => {
    const module = `
      import { createRequire } from 'node:module';
      import * as functions from 'convolve-wasm';
      import * as pools from 'convolve-wasm/pool';
      const require = createRequire(import.meta.url);
      const imported = { ...functions, ...pools };
      const required = { ...require('convolve-wasm'), ...require('convolve-wasm/pool') };
      const tripled = ${functions}.prepare([[3]], { shape: [1, 2] });
      const image = ${functions}.allocate([1, 2], 'float32');
      image.data.set([1, 2]);
      const pool = ${pool}.createPool();
      const result = await pool.run(tripled, image);
      await pool.close();
      console.log(JSON.stringify([...result.data]));`;
    expect(run(module)).toEqual([3, 6]);
  });

  it('starts workers from its own source, or from convolve-wasm/worker.js', () => {
    const module = `
      import { gaussianBlur } from 'convolve-wasm';
      import { createPool } from 'convolve-wasm/pool';
      const image = { data: Float32Array.from({ length: 2 ** 22 }, (_, i) => i % 251), shape: [2048, 2048] };
      const expected = gaussianBlur(image, { sigma: 4 }).data;
      const found = [];
      for (const workerUrl of [undefined, import.meta.resolve('convolve-wasm/worker.js')]) {
        const pool = createPool({ threads: 2, workerUrl });
        const { data } = await pool.gaussianBlur(image, { sigma: 4 });
        const { workers, transport, inlineCalls, failure } = pool.stats();
        const isEqual = data.every((value, i) => value === expected[i]);
        found.push({ workers, transport, inlineCalls, failure: failure ?? null, isEqual });
        await pool.close();
      }
      console.log(JSON.stringify(found));`;
    const right = { workers: 2, transport: 'shared', inlineCalls: 0, failure: null, isEqual: true };
    expect(run(module)).toEqual([right, right]);
  });
});

it('exports the script of workers, which needs no bundler and no module system', () => {
  const module = `
    import { Worker } from 'node:worker_threads';
    const worker = new Worker(new URL(import.meta.resolve('convolve-wasm/worker.js')));
    worker.once('message', (message) => {
      console.log(JSON.stringify(message));
      worker.terminate();
    });`;
  expect(run(module)).toEqual({ type: 'hello', version: packageJson.version });
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
