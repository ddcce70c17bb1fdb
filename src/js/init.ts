import type { Init } from '../base/types.ts';

/** Without WebAssembly there is nothing to make ready. */
export function createInit(): Init {
  return async () => {};
}
