import { describe, wrongValue } from '../base/errors.ts';
import type { BackendName } from '../base/types.ts';
import type { PictureOperations } from './pointwise.ts';

/** What functions are built on that take each pixel by itself. */
export interface PixelCore {
  /** The operations of the backend that serves a call which needs no others. Counts as a run of it. */
  pointwise(backend: BackendName | 'auto'): PictureOperations;
}

export interface Pixels extends PixelCore {
  /** Takes the backends of functions that convolve, where a bundle has such functions. */
  serveBy(core: PixelCore): void;
}

/** Without backends: bundles that convolve nothing do without these, and without their binaries. */
export function createPixels(reference: PictureOperations): Pixels {
  let core: PixelCore | undefined;
  return {
    pointwise(requested) {
      if (core) return core.pointwise(requested);
      if (requested === 'auto' || requested === 'js') return reference;
      const expected = '"js", since this bundle has no function that convolves';
      throw wrongValue('ERR_BACKEND', 'backend', expected, describe(requested));
    },
    serveBy(other) {
      core = other;
    },
  };
}
