import { extraMethods } from './backend.ts';
import { prepareMultirate } from './multirate.ts';

/** Gives the JavaScript backend the method for Gaussians. */
export function addMultirateToJs(): void {
  extraMethods.multirate = prepareMultirate;
}
