import { Unavailable } from '../backend/backend.ts';
import type { Registry } from '../backend/registry.ts';
import type { BinarySource } from '../base/types.ts';
import { loaderOf } from './create-backend.ts';
import { compile, nameOf } from './source.ts';

/** In place of the faster binary where the host gave the other one: to compile it would take the time that the host saves. */
const leftOut = /* @__PURE__ */ loaderOf('wasm-relaxed', () => {
  throw new Unavailable('not-included', 'init was given convolve.wasm');
});

/** @param compileAhead The modules of `init` without a source. */
export function createInit(
  { registry }: { readonly registry: Registry },
  compileAhead: () => Promise<readonly WebAssembly.Module[]>,
): (source?: BinarySource | PromiseLike<BinarySource | undefined>) => Promise<void> {
  return async (source) => {
    const given = await source;
    const modules = given === undefined ? await compileAhead() : [await compile(given)];
    const names = modules.map((module) => {
      const name = nameOf(module);
      registry.replace(loaderOf(name, () => module));
      return name;
    });
    if (given !== undefined && names.includes('wasm')) registry.replace(leftOut);
    for (const name of names) registry.choose(name, false);
  };
}
