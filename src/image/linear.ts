import type { Kernel } from '../base/types.ts';
import type { Core } from '../call/api.ts';
import { applyKernel, blurWith, filterWith, keepingSign, keepingType, type TypeOfResult } from './apply.ts';
import { boxFactors } from './box.ts';
import type { KernelBuilder } from './builder.ts';
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
  return filterWith(names, typeOf, (own, ...call) => applyKernel(core, kernelOf(own), ...call));
}

function blur(core: Core, names: readonly string[], kernelOf: KernelOf, typeOf?: TypeOfResult) {
  return blurWith(names, (own, ...call) => applyKernel(core, kernelOf(own), ...call), typeOf);
}

export const createGaussianBlur = (core: Core): Filters['gaussianBlur'] =>
  blur(core, ['sigma', 'size', 'truncate', 'order'], gaussianFactors, (dtype, own) =>
    (isDerivative(own) ? keepingSign : keepingType)(dtype),
  );
export const createBoxBlur = (core: Core): Filters['boxBlur'] => blur(core, ['size'], boxFactors);
export const createMotionBlur = (core: Core): Filters['motionBlur'] =>
  linear(core, ['length', 'angle'], motionBuilder);
export const createSharpen = (core: Core): Filters['sharpen'] => linear(core, [], sharpen);
export const createEmboss = (core: Core): Filters['emboss'] => linear(core, [], emboss);
export const createEdges = (core: Core): Filters['edges'] => linear(core, [], edges);
export const createLaplacian = (core: Core): Filters['laplacian'] =>
  linear(core, ['size'], laplacian, keepingSign);
export const createLaplacianOfGaussian = (core: Core): Filters['laplacianOfGaussian'] =>
  linear(core, ['sigma', 'truncate'], logBuilder, keepingSign);
