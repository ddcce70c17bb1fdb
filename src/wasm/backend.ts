/* The backends of the entry that brings both binaries with it, so that it needs neither a file nor a network. */
import relaxedBinary from './binary/relaxed.ts';
import simdBinary from './binary/simd.ts';
import { loaderOf } from './create-backend.ts';
import { compileInlined, inflate } from './inlined.ts';

export const wasmLoader = /* @__PURE__ */ loaderOf(
  'wasm',
  () => compileInlined(simdBinary, 'no-simd'),
  () => inflate(simdBinary),
);

export const relaxedLoader = /* @__PURE__ */ loaderOf(
  'wasm-relaxed',
  () => compileInlined(relaxedBinary, 'no-relaxed-simd'),
  () => inflate(relaxedBinary),
);

/** Compiles the binary that serves most calls here, without blocking; none where the first call would find out why. */
export async function compileAhead(): Promise<readonly WebAssembly.Module[]> {
  try {
    for (const binary of [relaxedBinary, simdBinary]) {
      const bytes = inflate(binary);
      if (WebAssembly.validate(bytes)) return [await WebAssembly.compile(bytes)];
    }
  } catch {
    // JavaScript serves: `backendInfo` has the reason.
  }
  return [];
}
