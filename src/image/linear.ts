import type { Kernel } from '../base/types.ts';
import type { Core } from '../call/api.ts';
import { applyKernel, filterWith, keepingSign, keepingType } from './apply.ts';
import { boxFactors } from './box.ts';
import type { KernelBuilder } from './builder.ts';
import { laplacian } from './derivatives.ts';
import type { Filters } from './filters.ts';
import { gaussianFactors, logBuilder } from './gaussian.ts';
import type { Factors } from './kernel-array.ts';
import { edges, emboss, sharpen } from './kernels.ts';
import { motionBuilder } from './motion.ts';

/** A filter that is one kernel. */
function linear(
  core: Core,
  names: readonly string[],
  kernelOf: (options: object) => Kernel | KernelBuilder | Factors,
  typeOf = keepingType,
) {
  return filterWith(names, typeOf, (own, ...call) => applyKernel(core, kernelOf(own), ...call));
}

export function createGaussianBlur(core: Core): Filters['gaussianBlur'] {
  return linear(core, ['sigma', 'size', 'truncate'], gaussianFactors);
}

export function createBoxBlur(core: Core): Filters['boxBlur'] {
  return linear(core, ['size'], boxFactors);
}

export function createMotionBlur(core: Core): Filters['motionBlur'] {
  return linear(core, ['length', 'angle'], motionBuilder);
}

export function createSharpen(core: Core): Filters['sharpen'] {
  return linear(core, [], sharpen);
}

export function createEmboss(core: Core): Filters['emboss'] {
  return linear(core, [], emboss);
}

export function createEdges(core: Core): Filters['edges'] {
  return linear(core, [], edges);
}

export function createLaplacian(core: Core): Filters['laplacian'] {
  return linear(core, ['size'], laplacian, keepingSign);
}

export function createLaplacianOfGaussian(core: Core): Filters['laplacianOfGaussian'] {
  return linear(core, ['sigma', 'truncate'], logBuilder, keepingSign);
}
