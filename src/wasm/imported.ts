/* The backends of the entry for hosts that compile imported binaries, and no others: Cloudflare Workers. */

import simdModule from './convolve.wasm';
import relaxedModule from './convolve-relaxed.wasm';
import { loaderOf } from './create-backend.ts';

export const wasmLoader = /* @__PURE__ */ loaderOf('wasm', () => simdModule);
export const relaxedLoader = /* @__PURE__ */ loaderOf('wasm-relaxed', () => relaxedModule);

/** Nothing is left to compile. */
export const compileAhead = async (): Promise<readonly WebAssembly.Module[]> => [];
