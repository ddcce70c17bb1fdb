import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type BackendLoader, Unavailable } from '../../src/backend/backend.ts';
import type { BinarySource } from '../../src/base/types.ts';
import { createApi } from '../../src/call/api.ts';
import { jsLoader } from '../../src/js/backend.ts';
import { createInit as createInitOfJs } from '../../src/js/init.ts';
import { compileAhead, wasmLoader } from '../../src/wasm/backend.ts';
import { createInit } from '../../src/wasm/init.ts';

const bytes = readFileSync(new URL('../../build/simd.wasm', import.meta.url));
const relaxedBytes = readFileSync(new URL('../../build/relaxed.wasm', import.meta.url));
const arrayBuffer = new Uint8Array(bytes).buffer;
const knowsRelaxed = WebAssembly.validate(relaxedBytes);

const refusing = (name: 'wasm' | 'wasm-relaxed'): BackendLoader => ({
  name,
  load() {
    throw new Unavailable('forbidden-by-policy', 'not here');
  },
});

/** The package in a page whose policy forbids to compile. */
function underPolicy() {
  const api = createApi(jsLoader, [refusing('wasm-relaxed'), refusing('wasm')]);
  return { ...api, init: createInit(api, async () => []) };
}

const image = { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] };
const kernel = [[1, 10]];

afterEach(() => vi.unstubAllGlobals());

describe('init takes', () => {
  const response = () => new Response(bytes, { headers: { 'content-type': 'application/wasm' } });
  it.each<[string, () => BinarySource | PromiseLike<BinarySource>]>([
    ['a module', () => new WebAssembly.Module(bytes)],
    ['a promise of a module', () => WebAssembly.compile(bytes)],
    ['bytes', () => bytes],
    ['an ArrayBuffer', () => arrayBuffer],
    ['a DataView', () => new DataView(arrayBuffer)],
    ['a response', response],
    ['a promise of a response', async () => response()],
    ['an address', () => 'https://example.org/convolve.wasm'],
    ['a URL', () => new URL('https://example.org/convolve.wasm')],
  ])('%s', async (_, source) => {
    vi.stubGlobal('fetch', async (address: string) => {
      expect(address).toBe('https://example.org/convolve.wasm');
      return response();
    });
    const { init, convolve2d, backendInfo } = underPolicy();
    expect(backendInfo().backend).toBe('js');
    await expect(init(source())).resolves.toBeUndefined();
    expect([...convolve2d(image, kernel).data]).toEqual([1, 12, 20, 3, 34, 40]);
    expect(backendInfo()).toMatchObject({
      backend: 'wasm',
      backends: { wasm: { available: true, runs: 1 } },
    });
  });

  it.runIf(knowsRelaxed)('the binary with relaxed SIMD', async () => {
    const { init, backendInfo } = underPolicy();
    await init(relaxedBytes);
    expect(backendInfo().backend).toBe('wasm-relaxed');
  });
});

describe('init refuses', () => {
  const section = (text: string) => {
    const contents = Buffer.from(`\x0dconvolve-wasm${text}`);
    return Buffer.concat([Buffer.from('\0asm\x01\0\0\0'), Buffer.of(0, contents.length), contents]);
  };
  const readResponse = () => {
    const response = new Response(bytes);
    void response.arrayBuffer();
    return response;
  };
  it.each<[string, unknown, string]>([
    ['a number', 42, '"source" expected a WebAssembly.Module, a Response, bytes, or an address, got 42'],
    ['null', null, '"source" expected a WebAssembly.Module, a Response, bytes, or an address, got null'],
    ['a page', new Response('<!doctype html>'), 'expected a binary that this engine compiles, got bytes'],
    [
      'an object that calls itself a module',
      { [Symbol.toStringTag]: 'WebAssembly.Module' },
      'or an address, got',
    ],
    ['a response that was read', readResponse(), 'a response that can be read, got one that is not'],
    ['what is not found', new Response('', { status: 404 }), 'a response with the file, got status 404'],
    ['an address that leads nowhere', 'file:///nowhere', 'bytes, or an address that can be fetched'],
    ['another module', Buffer.from('\0asm\x01\0\0\0'), 'convolve.wasm or convolve-relaxed.wasm, got another'],
    ['another version', section('9.9.9 wasm'), 'a binary of convolve-wasm 0.1.0, got one of 9.9.9'],
    ['another name', section('0.1.0 gpu'), 'convolve.wasm or convolve-relaxed.wasm, got another module'],
  ])('%s, and changes nothing', async (_, source, message) => {
    const { init, convolve2d, backendInfo } = underPolicy();
    const error = await init(source as BinarySource).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'ERR_BACKEND', message: expect.stringContaining(message) });
    convolve2d(image, kernel);
    expect(backendInfo()).toMatchObject({ backend: 'js', backends: { js: { runs: 1 } } });
  });

  it('hands on why a promise of a source fails, without WebAssembly too', async () => {
    const failing = () => Promise.reject(new Error('offline'));
    await expect(underPolicy().init(failing())).rejects.toThrow('offline');
    await expect(createInitOfJs()(failing())).rejects.toThrow('offline');
  });

  it('where there is no WebAssembly', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    await expect(underPolicy().init(bytes)).rejects.toMatchObject({ code: 'ERR_BACKEND' });
  });
});

it('calls that were set up before take the new backend too', async () => {
  const { init, convolve2d, backendInfo } = underPolicy();
  for (let i = 0; i < 3; i++) convolve2d(image, kernel);
  await init(bytes);
  for (let i = 0; i < 2; i++) convolve2d(image, kernel);
  expect(backendInfo().backends).toMatchObject({ js: { runs: 3 }, wasm: { runs: 2 } });
});

it('a backend that serves keeps its instance, and the images in its memory', async () => {
  const api = createApi(jsLoader, [wasmLoader]);
  const resident = api.allocate([2, 2], 'float32');
  resident.data.set(image.data);
  const { buffer } = resident.data;
  await createInit(api, compileAhead)(bytes);
  const out = api.allocate([2, 2], 'float32');
  api.convolve2d(resident, [[2]], { out });
  expect([...out.data]).toEqual([2, 4, 6, 8]);
  expect(out.data.buffer).toBe(buffer);
  resident.dispose();
  out.dispose();
});

it('does not compile the faster binary where it was given the other one', async () => {
  const api = createApi(jsLoader, [{ ...wasmLoader, name: 'wasm-relaxed' }, wasmLoader]);
  await createInit(api, compileAhead)(bytes);
  expect(api.backendInfo()).toMatchObject({
    backend: 'wasm',
    backends: { 'wasm-relaxed': { reason: 'not-included', detail: 'init was given convolve.wasm' } },
  });
});

it('compiles without a source, without blocking, the binary that serves here', async () => {
  const compile = vi.spyOn(WebAssembly, 'compile');
  const api = createApi(jsLoader, [refusing('wasm-relaxed'), refusing('wasm')]);
  await createInit(api, compileAhead)();
  expect(compile).toHaveBeenCalledTimes(1);
  expect(api.backendInfo().backend).toBe(knowsRelaxed ? 'wasm-relaxed' : 'wasm');
  compile.mockRestore();
});

it('leaves JavaScript to serve where nothing can be compiled', async () => {
  const compile = vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new WebAssembly.CompileError('policy'));
  const { init, backendInfo } = (() => {
    const api = createApi(jsLoader, [refusing('wasm-relaxed'), refusing('wasm')]);
    return { ...api, init: createInit(api, compileAhead) };
  })();
  await init();
  expect(backendInfo().backend).toBe('js');
  compile.mockRestore();
});
