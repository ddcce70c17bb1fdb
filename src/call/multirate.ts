import { multirateOption } from '../plan/multirate-option.ts';
import { extraMethods } from '../plan/option.ts';

/**
 * Adds the method for Gaussians by name. Only functions that are built on what this returns make such kernels, so that a bundle without
 * them does without the method.
 *
 * @param addToBackends Adds the method to each kind of backend that an entry has.
 */
export function withMultirate<T>(core: T, addToBackends: readonly (() => void)[]): T {
  extraMethods.multirate = multirateOption;
  for (const add of addToBackends) add();
  return core;
}
