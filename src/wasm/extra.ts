import { addMultirateTrials } from '../backend/multirate-check.ts';
import { extraMethods } from './create-backend.ts';
import { prepareMultirate } from './multirate.ts';

/** Gives the backends in WebAssembly the method for Gaussians, and known results to check it by. */
export function addMultirateToWasm(): void {
  extraMethods.multirate = prepareMultirate;
  addMultirateTrials();
}
