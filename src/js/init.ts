import type { BinarySource } from '../base/types.ts';

/** Without WebAssembly there is nothing to make ready. A source that fails to load is its caller's to know of, as in other entries. */
export function createInit(): (
  source?: BinarySource | PromiseLike<BinarySource | undefined>,
) => Promise<void> {
  return async (source) => {
    await source;
  };
}
