import { createPrewitt, createScharr, createSobel } from './gradient.ts';
import {
  createBoxBlur,
  createEdges,
  createEmboss,
  createGaussianBlur,
  createLaplacian,
  createLaplacianOfGaussian,
  createMotionBlur,
  createSharpen,
} from './linear.ts';
import { createUnsharpMask } from './unsharp.ts';

/** What makes each filter by name. */
export const creators = {
  gaussianBlur: createGaussianBlur,
  boxBlur: createBoxBlur,
  motionBlur: createMotionBlur,
  sharpen: createSharpen,
  unsharpMask: createUnsharpMask,
  emboss: createEmboss,
  edges: createEdges,
  sobel: createSobel,
  scharr: createScharr,
  prewitt: createPrewitt,
  laplacian: createLaplacian,
  laplacianOfGaussian: createLaplacianOfGaussian,
} as const;
