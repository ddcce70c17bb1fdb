import type { BackendName } from '../../src/base/types.ts';
import { backendInfo } from '../../src/index.ts';

export const backendNames: readonly BackendName[] = ['js', 'wasm', 'wasm-relaxed'];

/**
 * Whether tests of this backend may be left out: only where the engine has no relaxed SIMD, as Node 20, and
 * not where EXPECT_RELAXED=1 says that it must have it.
 */
export function mayBeMissing(name: BackendName): boolean {
  if (name !== 'wasm-relaxed' || backendInfo().backends[name].available) return false;
  const { process } = globalThis as { process?: { env: { [name: string]: string | undefined } } };
  return process?.env.EXPECT_RELAXED !== '1';
}

/** The backends to test here. */
export const backendsHere = backendNames.filter((name) => !mayBeMissing(name));
