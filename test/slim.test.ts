import { readFileSync } from 'node:fs';
import { beforeEach, expect, it, vi } from 'vitest';

/** A server that has the binaries. */
const fetched: string[] = [];
beforeEach(() => {
  vi.resetModules();
  fetched.length = 0;
  vi.stubGlobal('fetch', async (address: URL | string) => {
    const name = String(address).split('/').at(-1) as string;
    fetched.push(name);
    const file = name === 'convolve.wasm' ? 'simd' : 'relaxed';
    return new Response(readFileSync(new URL(`../build/${file}.wasm`, import.meta.url)));
  });
  return () => vi.unstubAllGlobals();
});

const load = () => import('../src/slim.ts');

it('has all functions of convolve-wasm', async () => {
  const names = (module: object) => Object.keys(module).sort();
  expect(names(await load())).toEqual(names(await import('../src/index.ts')));
});

it('says that it needs `init`', async () => {
  const { convolve2d, backendInfo } = await load();
  for (const call of [() => convolve2d([[1]], [[2]]), backendInfo]) {
    expect(call).toThrow(
      expect.objectContaining({
        code: 'ERR_BACKEND',
        message: expect.stringContaining('expected `await init()` before the first call'),
      }),
    );
  }
  expect(fetched).toEqual([]);
});

it('makes kernels without `init`', async () => {
  const { kernels } = await load();
  expect([...kernels.box({ size: [1, 2] }).data]).toEqual([0.5, 0.5]);
});

it('fetches its binaries once, and computes in WebAssembly', async () => {
  const { init, convolve2d, grayscale, backendInfo } = await load();
  await init();
  const hasRelaxed = backendInfo().backends['wasm-relaxed'].available;
  expect(fetched).toEqual(hasRelaxed ? ['convolve-relaxed.wasm', 'convolve.wasm'] : ['convolve.wasm']);
  expect(convolve2d([[1, 2]], [[1, 10]], { backend: 'wasm' })).toEqual([[1, 12, 20]]);
  const picture = { data: Uint8Array.of(255, 0, 0), width: 1, height: 1, channels: 3 };
  expect([...grayscale(picture).data]).toEqual([76]);
  expect(backendInfo().backends.js).toMatchObject({ available: false, reason: 'not-included' });
  await init();
  expect(convolve2d([[1, 2]], [[1, 10]])).toEqual([[1, 12, 20]]);
});

it('takes a module of the host', async () => {
  const { init, convolve2d } = await load();
  await init(readFileSync(new URL('../build/simd.wasm', import.meta.url)));
  expect(convolve2d([[1, 2]], [[1, 10]])).toEqual([[1, 12, 20]]);
  expect(fetched).toEqual([]);
});

it('loads the JavaScript backend where WebAssembly is not allowed', async () => {
  vi.stubGlobal('WebAssembly', undefined);
  const { init, convolve2d, backendInfo } = await load();
  await init();
  expect(convolve2d([[1, 2]], [[1, 10]])).toEqual([[1, 12, 20]]);
  expect(backendInfo().backend).toBe('js');
  expect(fetched).toEqual([]);
});

it('says that a binary is missing', async () => {
  vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
  const { init, convolve2d } = await load();
  await expect(init()).rejects.toMatchObject({
    code: 'ERR_BACKEND',
    message: expect.stringContaining('got status 404'),
  });
  expect(() => convolve2d([[1]], [[1]])).toThrow(/await init/);
});
