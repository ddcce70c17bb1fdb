import { instantiateSync } from '@assemblyscript/loader';
import { Unavailable } from '../backend/backend.ts';
import type { Exports } from './abi.ts';

export interface Instance {
  readonly exports: Exports;
  readonly memory: WebAssembly.Memory;
}

export function instantiate(
  module: WebAssembly.Module,
  createMemory = () => new WebAssembly.Memory({ initial: 1 }),
): Instance {
  return attempt(() => {
    const memory = createMemory();
    // The loader wraps exports in closures; the hot path calls those of the instance itself.
    const { instance } = instantiateSync(module, { env: { memory } });
    return { exports: instance.exports as unknown as Exports, memory };
  });
}

/** @throws {Unavailable} if a step throws that works for a valid binary. */
export function attempt<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    // What is valid and does not compile is not allowed to.
    const reason = error instanceof WebAssembly.CompileError ? 'forbidden-by-policy' : 'failed-to-start';
    throw new Unavailable(reason, error instanceof Error ? error.message : String(error));
  }
}
