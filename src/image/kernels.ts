import { box } from './box.ts';
import { wholeKernel } from './builder.ts';
import { laplacian, prewittX, scharrX, sobelX } from './derivatives.ts';
import { gaussian, gaussian1d, logBuilder, unsharpBuilder } from './gaussian.ts';
import { kernelOf, transposed } from './kernel-array.ts';
import type { KernelArray, Kernels } from './kernel-types.ts';
import { motionBuilder } from './motion.ts';

export const sharpen = (): KernelArray => kernelOf([0, -1, 0], [-1, 5, -1], [0, -1, 0]);
export const emboss = (): KernelArray => kernelOf([-2, -1, 0], [-1, 1, 1], [0, 1, 2]);
export const edges = (): KernelArray => kernelOf([-1, -1, -1], [-1, 8, -1], [-1, -1, -1]);

/**
 * Kernels by name: float64 taps for `correlate2d`, as OpenCV's `filter2D` takes them. `convolve2d` flips kernels, so the kernels of
 * gradients give results of the opposite sign there.
 *
 * @throws {TypeError} `ERR_OPTION`: an option has the wrong type, or is unknown.
 * @throws {RangeError} `ERR_OPTION`: a wrong value. `ERR_SIZE`: more than 2^26 elements.
 * @example
 * console.log(kernels.sobelX().data); // Float64Array [-1, 0, 1, -2, 0, 2, -1, 0, 1]
 * console.log(correlate2d([[1, 2, 4]], kernels.sobelX(), { mode: 'same', boundary: 'edge' })); // [[4, 12, 8]]
 */
export const kernels: Kernels = {
  gaussian,
  gaussian1d,
  box,
  sobelX,
  sobelY: (options) => transposed(sobelX(options)),
  scharrX,
  scharrY: () => transposed(scharrX()),
  prewittX,
  prewittY: () => transposed(prewittX()),
  laplacian,
  laplacianOfGaussian: (options) => wholeKernel(logBuilder(options)),
  sharpen,
  unsharpMask: (options) => wholeKernel(unsharpBuilder(options)),
  emboss,
  edges,
  motionBlur: (options) => wholeKernel(motionBuilder(options)),
};
