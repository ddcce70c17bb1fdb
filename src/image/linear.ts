import { wrongValue } from '../base/errors.ts';
import type { Kernel } from '../base/types.ts';
import type { Core } from '../call/core.ts';
import { applyKernel, blurWith, filterWith, keepingSign, keepingType, type TypeOfResult } from './apply.ts';
import { boxFactors } from './box.ts';
import type { KernelBuilder } from './builder.ts';
import { colorSpaceFor } from './check.ts';
import { laplacian } from './derivatives.ts';
import type { Filters } from './filters.ts';
import { gaussianFactors, isDerivative, logBuilder } from './gaussian.ts';
import type { Factors } from './kernel-array.ts';
import { edges, emboss, sharpen } from './kernels.ts';
import { motionBuilder } from './motion.ts';

type KernelOf = (options: object) => Kernel | KernelBuilder | Factors;

/** A filter that is one kernel. */
function linear(
  core: Core,
  names: readonly string[],
  kernelOf: KernelOf,
  typeOf: TypeOfResult = keepingType,
) {
  return filterWith(names, typeOf, (own, ...call) => {
    const kernel = core.once(kernelOf, () => kernelOf(own));
    return applyKernel(core, kernel, ...call);
  });
}

/** The differences between blurs. */
interface BlurTraits {
  /** Whether the options leave it a blur, whose taps are positive and sum up to 1: see `order`. Default: always. */
  readonly isBlur?: (own: object) => boolean;
  /** Makes a filter: `blurWith` where it is fast by default. */
  readonly make?: typeof filterWith;
}

function blur(
  core: Core,
  names: readonly string[],
  kernelOf: KernelOf,
  { isBlur = () => true, make = blurWith }: BlurTraits = {},
) {
  return make(
    [...names, 'colorSpace'],
    (dtype, own) => (isBlur(own) ? keepingType : keepingSign)(dtype),
    ({ colorSpace, ...own }, image, outs, options) => {
      if (!isBlur(own) && options.alpha === 'premultiply') {
        const expected = '"preserve" or "filter" for a derivative, whose taps have sum 0';
        throw wrongValue('ERR_OPTION', 'alpha', expected, '"premultiply"');
      }
      const kernel = core.once(kernelOf, () => kernelOf(own));
      return applyKernel(core, kernel, image, outs, {
        ...options,
        isBlur: isBlur(own),
        colorSpace: colorSpaceFor(image, colorSpace, isBlur(own)),
      });
    },
  );
}

export const createGaussianBlur = (core: Core): Filters['gaussianBlur'] =>
  blur(core, ['sigma', 'size', 'truncate', 'order'], gaussianFactors, {
    isBlur: (own) => !isDerivative(own),
  });
export const createBoxBlur = (core: Core): Filters['boxBlur'] => blur(core, ['size', 'anchor'], boxFactors);
export const createMotionBlur = (core: Core): Filters['motionBlur'] =>
  blur(core, ['length', 'angle'], motionBuilder, { make: filterWith });
export const createSharpen = (core: Core): Filters['sharpen'] => linear(core, [], sharpen);
export const createEmboss = (core: Core): Filters['emboss'] => linear(core, [], emboss);
export const createEdges = (core: Core): Filters['edges'] => linear(core, [], edges);
export const createLaplacian = (core: Core): Filters['laplacian'] =>
  linear(core, ['size'], laplacian, keepingSign);
export const createLaplacianOfGaussian = (core: Core): Filters['laplacianOfGaussian'] =>
  linear(core, ['sigma', 'truncate'], logBuilder, keepingSign);
