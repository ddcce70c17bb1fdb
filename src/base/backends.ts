import type { BackendName } from './types.ts';

/** Each backend, the fastest first, and whether it agrees with the others to the bit: fused multiply-adds round once, not twice. */
const agrees: { readonly [name in BackendName]: boolean } = { 'wasm-relaxed': false, wasm: true, js: true };

export const backendNames = /* @__PURE__ */ Object.keys(agrees) as readonly BackendName[];
export const agreeingBackends = /* @__PURE__ */ backendNames.filter((name) => agrees[name]);
