import type { Init } from './base/types.ts';
import { createApi } from './call/api.ts';
import { withMultirate } from './call/multirate.ts';
import { createPixels } from './call/pixels.ts';
import { createPrewitt, createScharr, createSobel } from './image/gradient.ts';
import { createGrayscale } from './image/grayscale.ts';
import {
  createBoxBlur,
  createEdges,
  createEmboss,
  createGaussianBlur,
  createLaplacian,
  createLaplacianOfGaussian,
  createMotionBlur,
  createSharpen,
} from './image/linear.ts';

import { createNormalize, createToImageData } from './image/normalize.ts';

import { createPrepare } from './image/prepare.ts';

import { createUnsharpMask } from './image/unsharp.ts';
import { jsLoader } from './js/backend.ts';
import { addMultirateToJs } from './js/extra.ts';
import { pictures } from './js/pictures.ts';
import { compileAhead, relaxedLoader, wasmLoader } from './wasm/backend.ts';
import { addMultirateToWasm } from './wasm/extra.ts';
import { createInit } from './wasm/init.ts';

export type { CodedError, ErrorCode } from './base/errors.ts';
export type * from './base/types.ts';
export type * from './image/filters.ts';
export type * from './image/kernel-types.ts';
export { kernels } from './image/kernels.ts';
export type * from './image/pictures.ts';
export type { Prepare } from './image/prepare.ts';

const pixels = /* @__PURE__ */ createPixels(pictures);
const api = /* @__PURE__ */ createApi(jsLoader, [relaxedLoader, wasmLoader], pixels);
const gaussians = /* @__PURE__ */ withMultirate(api, [addMultirateToJs, addMultirateToWasm]);

export const convolve2d = /* @__PURE__ */ (() => api.convolve2d)();
export const correlate2d = /* @__PURE__ */ (() => api.correlate2d)();
export const backendInfo = /* @__PURE__ */ (() => api.backendInfo)();
export const sepConvolve2d = /* @__PURE__ */ (() => api.sepConvolve2d)();
export const allocate = /* @__PURE__ */ (() => api.allocate)();
export const explain = /* @__PURE__ */ (() => api.explain)();

/**
 * Makes WebAssembly ready before the first call. Optional, except in `convolve-wasm/slim`.
 *
 * Without a source it compiles, without blocking the thread, the binary that serves most calls here. In `convolve-wasm/slim` it first
 * loads the package's code and fetches the binaries. Where WebAssembly is missing or not allowed, JavaScript serves. In
 * `convolve-wasm/js` it does nothing.
 *
 * With a source, calls take that binary from then on: for hosts that compile binaries themselves, such as service workers that keep
 * the module, or pages whose policy forbids compiling. A backend that has served before keeps its own.
 *
 * @param source `convolve.wasm` or `convolve-relaxed.wasm` of this version: a compiled module, a `Response`, bytes, or
 *   an address to fetch; or a promise of one. `undefined` counts as no source.
 * @throws {TypeError} `ERR_BACKEND`: the source is none of these.
 * @throws {RangeError} `ERR_BACKEND`: the source cannot be fetched, does not compile here, or is no binary of this version.
 *   Nothing has changed then.
 * @example
 * await init();
 * console.log(backendInfo().backends.wasm.available); // true
 */
export const init: Init = /* @__PURE__ */ createInit(api, compileAhead);

export const gaussianBlur = /* @__PURE__ */ createGaussianBlur(gaussians);
export const boxBlur = /* @__PURE__ */ createBoxBlur(api);
export const motionBlur = /* @__PURE__ */ createMotionBlur(api);
export const sharpen = /* @__PURE__ */ createSharpen(api);
export const unsharpMask = /* @__PURE__ */ createUnsharpMask(gaussians);
export const emboss = /* @__PURE__ */ createEmboss(api);
export const edges = /* @__PURE__ */ createEdges(api);
export const sobel = /* @__PURE__ */ createSobel(api);
export const scharr = /* @__PURE__ */ createScharr(api);
export const prewitt = /* @__PURE__ */ createPrewitt(api);
export const laplacian = /* @__PURE__ */ createLaplacian(api);
export const laplacianOfGaussian = /* @__PURE__ */ createLaplacianOfGaussian(api);
export const grayscale = /* @__PURE__ */ createGrayscale(pixels);
export const normalize = /* @__PURE__ */ createNormalize(pixels);
export const toImageData = /* @__PURE__ */ createToImageData(pixels);

export const prepare = /* @__PURE__ */ createPrepare(gaussians, {
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
});
