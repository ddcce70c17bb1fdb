/* The backends of the entry that fetches its binaries: until `init` there are none. */
import { Unavailable } from '../backend/backend.ts';
import { loaderOf } from './create-backend.ts';
import { compile } from './source.ts';

const missing = (): never => {
  throw new Unavailable('not-initialized', 'call `await init()` before');
};

export const wasmLoader = /* @__PURE__ */ loaderOf('wasm', missing);
export const relaxedLoader = /* @__PURE__ */ loaderOf('wasm-relaxed', missing);

/** A function that returns `i8x16.relaxed_swizzle(splat 1, splat 2)`: the module of wasm-feature-detect 1.8 (Apache 2.0). */
const RELAXED_PROBE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2,
  253, 15, 253, 128, 2, 11,
];

/**
 * Fetches the binaries that lie beside this script: the baseline, which every call can take, and the one with relaxed SIMD where
 * the engine has it. Bundlers know addresses of this form, and bring the files along.
 */
export async function compileAhead(): Promise<readonly WebAssembly.Module[]> {
  const addresses = [new URL('./convolve.wasm', import.meta.url)];
  if (WebAssembly.validate(Uint8Array.from(RELAXED_PROBE))) {
    addresses.unshift(new URL('./convolve-relaxed.wasm', import.meta.url));
  }
  return Promise.all(addresses.map(compile));
}
