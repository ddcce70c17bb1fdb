import type { BackendName } from '../../src/base/types.ts';
import { backendInfo } from '../../src/index.ts';

export const backendNames: readonly BackendName[] = ['js', 'wasm', 'wasm-relaxed'];

/**
 * Whether to skip tests of this backend: only where the engine has no relaxed SIMD, such as Node 20, unless EXPECT_RELAXED=1
 * says that it must have it.
 */
export function mayBeMissing(name: BackendName): boolean {
  if (name !== 'wasm-relaxed' || backendInfo().backends[name].available) return false;
  const { process } = globalThis as { process?: { env: { [name: string]: string | undefined } } };
  return process?.env.EXPECT_RELAXED !== '1';
}

/** The backends to test here. */
export const backendsHere = backendNames.filter((name) => !mayBeMissing(name));
