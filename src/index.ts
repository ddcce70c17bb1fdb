import { api, pixels } from './backends.ts';
import { withMultirate } from './call/multirate.ts';
import { creators } from './image/creators.ts';
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
import { addMultirateToJs } from './js/extra.ts';
import { createConvolveRows } from './stream/convolve-rows.ts';
import { compileAhead } from './wasm/backend.ts';
import { addMultirateToWasm } from './wasm/extra.ts';
import { createInit } from './wasm/init.ts';

export type { CodedError, ErrorCode } from './base/errors.ts';
export type * from './base/types.ts';
export type * from './image/filters.ts';
export type * from './image/kernel-types.ts';
export { kernels } from './image/kernels.ts';
export type * from './image/pictures.ts';
export type { Prepare, Prepared } from './image/prepare.ts';
export type * from './stream/row-types.ts';

const gaussians = /* @__PURE__ */ withMultirate(api, [addMultirateToJs, addMultirateToWasm]);

/**
 * Convolves an image with a kernel, as `scipy.signal.convolve2d` does. Convolution rotates the kernel by 180 degrees;
 * `correlate2d` slides it as it is.
 *
 *     out[i][j] = delta + sum over u, v of kernel[u][v] * image[i + top - u][j + left - v]
 *
 * `boundary` continues the image beyond its edges. `mode` or `padding` decides `top`, `left` and the size of the result. Each
 * channel is filtered by itself. The alpha channel of `ImageData` stays as it is, unless `alpha` says otherwise.
 *
 * @param image Rows of numbers; or `{ data, shape }` with `shape: [rows, columns]` or `[rows, columns, channels]`; or
 *   `{ data, width, height, channels? }` such as `ImageData`. `data` is a typed array of floats, or of integers of 8, 16 or 32 bits.
 * @param kernel Rows of numbers or `{ data, shape: [rows, columns] }`, at least 1 x 1. An array of kernels gives an array of
 *   results, in the same order; kernels of one size read the image once.
 * @param options See `ConvolveOptions`. For an array of kernels, `out` is an array of containers.
 * @returns `options.out` if given, else a new container of the image's kind. Its elements have the type `dtype` if given, else
 *   the image's for floats and canvas pixels, float32 for other integers of 8 and 16 bits, float64 for 32 bits. Integer results
 *   are rounded half to even and saturated.
 * @throws {TypeError} An argument or option has the wrong type (`ERR_IMAGE`, `ERR_KERNEL`, `ERR_OPTION`, `ERR_OUT`), options
 *   exclude each other (`ERR_CONFLICT`), or memory is gone (`ERR_DETACHED`, `ERR_DISPOSED`). Nothing was written.
 * @throws {RangeError} A value or size is wrong (the same codes, and `ERR_SIZE`, `ERR_OVERLAP`, `ERR_METHOD`, `ERR_BACKEND`,
 *   `ERR_MEMORY`). Nothing was written.
 * @example
 * const image = [[1, 2, 3], [4, 5, 6]];
 * console.log(convolve2d(image, [[1, 10]], { mode: 'same' })); // [[1, 12, 23], [4, 45, 56]]
 * @example
 * // Integers give floats, unless `dtype` asks for integers.
 * const bytes = { data: new Uint8Array([9, 9, 9, 9]), shape: [2, 2] };
 * console.log(convolve2d(bytes, [[200]]).data); // Float32Array [1800, 1800, 1800, 1800]
 * console.log(convolve2d(bytes, [[200]], { dtype: 'uint8' }).data); // Uint8Array [255, 255, 255, 255]
 * @example
 * // Two kernels, two results.
 * const [differences, sums] = convolve2d([[1, 2, 4]], [[[1, -1]], [[1, 1]]], { mode: 'valid' });
 * console.log(differences, sums); // [[1, 2]] [[3, 6]]
 */
export const convolve2d = /* @__PURE__ */ (() => api.convolve2d)();

/**
 * Slides a kernel over an image as it is, without rotating it: `scipy.signal.correlate2d` for real numbers. With a kernel of odd
 * size and `mode: 'same'` it is OpenCV's `filter2D`.
 *
 *     out[i][j] = delta + sum over u, v of kernel[u][v] * image[i - top + u][j - left + v]
 *
 * @param image As for `convolve2d`.
 * @param kernel As for `convolve2d`: one kernel, or an array of them.
 * @param options See `ConvolveOptions`.
 * @returns As `convolve2d`.
 * @throws As `convolve2d`.
 * @example
 * const image = [[1, 2, 3], [4, 5, 6]];
 * console.log(correlate2d(image, [[1, 10]], { mode: 'valid' })); // [[21, 32], [54, 65]]
 */
export const correlate2d = /* @__PURE__ */ (() => api.correlate2d)();

/**
 * Tells which backend serves a call without the option `backend`, why, and what is known of the others. Loads all of them.
 *
 * @returns See `BackendInfo`.
 * @throws {RangeError} `ERR_BACKEND`: the environment variable `CONVOLVE_WASM_BACKEND` is set, but not to the name of a backend.
 * @example
 * console.log(backendInfo().backends.js.available); // true
 */
export const backendInfo = /* @__PURE__ */ (() => api.backendInfo)();

/**
 * Convolves an image with the outer product of a column and a row: with the kernel `kernel[u][v] = column[u] * row[v]`. The two
 * passes take `rows + columns` multiplications for each result instead of `rows * columns`. If another method is estimated to be
 * faster, that one is used, unless `method` is `'separable'`.
 *
 * @param image As for `convolve2d`.
 * @param column The vertical taps from top to bottom: at least one number.
 * @param row The horizontal taps from left to right: at least one number.
 * @param options See `ConvolveOptions`.
 * @returns As `convolve2d`.
 * @throws As `convolve2d`. `ERR_KERNEL`: `column` or `row` is empty, or no list of numbers.
 * @example
 * const image = { data: new Float32Array(100).fill(2), shape: [10, 10] };
 * const blurred = sepConvolve2d(image, [1, 2, 1], [1, 2, 1], { mode: 'valid' });
 * console.log(blurred.shape, blurred.data[0]); // [8, 8] 32
 */
export const sepConvolve2d = /* @__PURE__ */ (() => api.sepConvolve2d)();

/**
 * Makes an image of zeros in a backend's memory. Calls read it where it is, and write into it as `out`, without copies between
 * JavaScript and WebAssembly. Read `data` anew after each call, because memory can move.
 *
 * Call `dispose` when you no longer need the image. Otherwise the garbage collector frees it, but only between tasks. A backend
 * holds 16 such images of any size, and more while all together take at most 256 MiB. Further images are ordinary arrays, which
 * each call copies.
 *
 * @param shape `[rows, columns]` or `[rows, columns, channels]`. Or `{ width, height, channels? }` (4 channels by default): then
 *   calls treat the image as they treat `ImageData`, its alpha too.
 * @param dtype The type of its elements.
 * @param options `backend`: the one whose memory it is. Default: the backend of a call without options. `shared: true`: memory that
 *   threads share instead, which the workers of a pool (`convolve-wasm/pool`) read and write where it is.
 * @returns See `ResidentImage`, and `ResidentPixels` for a width and a height.
 * @throws {TypeError} `ERR_OPTION`: an argument of the wrong type.
 * @throws {RangeError} `ERR_OPTION`: a wrong value, or `shared` where there is no `SharedArrayBuffer`. `ERR_MEMORY`: there is not
 *   enough memory. `ERR_BACKEND`: the backend is not available.
 * @example
 * const image = allocate([2, 2], 'float32');
 * image.data.set([1, 2, 3, 4]);
 * const out = allocate([2, 2], 'float32');
 * convolve2d(image, [[2]], { out });
 * console.log([...out.data]); // [2, 4, 6, 8]
 * image.dispose();
 * out.dispose();
 * @example
 * const pixels = allocate({ width: 2, height: 1 }, 'uint8clamped');
 * pixels.data.set([200, 100, 0, 255, 0, 0, 0, 0]);
 * console.log([...convolve2d(pixels, [[2]]).data]); // [255, 200, 0, 255, 0, 0, 0, 0]
 * pixels.dispose();
 * @example
 * const image = allocate([2, 2], 'float32', { shared: true });
 * image.data.set([1, 2, 3, 4]);
 * console.log([...convolve2d(image, [[2]]).data]); // [2, 4, 6, 8]
 * image.dispose();
 */
export const allocate = /* @__PURE__ */ (() => api.allocate)();

/**
 * Explains how a call would be computed: the method and why, estimated times, memory and the error bound, as data and as a
 * sentence. It computes no result. For kernels of several sizes, costs and memory are sums, the bound is the greatest, and the
 * rest describes the costliest size.
 *
 * @param image As for the call; or its shape and element type alone: `{ shape: [1080, 1920, 4], dtype: 'uint8' }`, in which
 *   `dtype` is float32 by default.
 * @param kernel As for the call: one kernel, or an array of them.
 * @param options The options of the call; and `operation`, `'convolve2d'` by default.
 * @returns See `Explanation`.
 * @throws As `convolve2d`.
 * @example
 * const kernel = { data: new Float32Array(41 * 41).map((_, i) => Math.cos(i * i)), shape: [41, 41] };
 * console.log(explain({ shape: [512, 512], dtype: 'float32' }, kernel, { mode: 'same' }).method); // fft
 */
export const explain = /* @__PURE__ */ (() => api.explain)();

/**
 * Makes WebAssembly ready before the first call. Optional, except in `convolve-wasm/slim`.
 *
 * Without a source it compiles, without blocking the thread, the binary that serves most calls here. In `convolve-wasm/slim` it first
 * loads the package's code and fetches the binaries. Where WebAssembly is missing or not allowed, JavaScript serves. In
 * `convolve-wasm/js` it only waits for the source.
 *
 * With a source, calls take that binary from then on: for hosts that compile binaries themselves, such as service workers that keep
 * the module, or pages whose policy forbids compiling. A backend that has served before keeps its own.
 *
 * @param source `convolve.wasm` or `convolve-relaxed.wasm` of this version: a compiled module, a `Response`, bytes, or
 *   an address to fetch; or a promise of one. `undefined` counts as no source.
 * @throws {TypeError} `ERR_BACKEND`: the source is none of these.
 * @throws {RangeError} `ERR_BACKEND`: the source cannot be fetched, does not compile here, or is no binary of this version.
 *   Nothing has changed then. A promise of a source that is rejected: its own reason.
 * @example
 * await init();
 * console.log(backendInfo().backends.wasm.available); // true
 */
export const init = /* @__PURE__ */ createInit(api, compileAhead);

/**
 * Blurs an image by a Gaussian: with `sigma` as `scipy.ndimage.gaussian_filter`, with `size` as OpenCV's
 * `GaussianBlur(image, size, 0)`. `kernels.gaussian` has the formulas.
 *
 * Each channel is blurred by itself. In `ImageData` with transparent pixels, colours are weighted by their alpha. Integer
 * results of integer images may be 1 off, unless `precision` is `'exact'`.
 *
 * @param image As for `convolve2d`.
 * @param options See `GaussianBlurOptions`. Default: a `sigma` of 1 pixel.
 * @returns `options.out` if given, else a new container of the image's kind and element type. A derivative (`order`) has signs:
 *   its elements are float32, or float64 for images of float64 and 32-bit integers.
 * @throws As `convolve2d`.
 * @example
 * const image = { data: new Uint8Array([0, 0, 16, 0, 0]), shape: [1, 5] };
 * console.log(gaussianBlur(image, { size: 3 }).data); // Uint8Array [0, 4, 8, 4, 0]
 * @example
 * // A transparent pixel has no colour that could darken its neighbour.
 * const sprite = { data: new Uint8ClampedArray([200, 100, 50, 255, 0, 0, 0, 0]), width: 2, height: 1 };
 * console.log([...gaussianBlur(sprite, { size: [1, 3] }).data]); // [200, 100, 50, 128, 200, 100, 50, 128]
 */
export const gaussianBlur = /* @__PURE__ */ createGaussianBlur(gaussians);

/**
 * Replaces each pixel by the mean of the `size` x `size` pixels around it, as OpenCV's `blur` and `scipy.ndimage.uniform_filter`
 * do. Integer results of integer images may be 1 off, unless `precision` is `'exact'`.
 *
 * @param image As for `convolve2d`.
 * @param options See `BoxBlurOptions`. Default: a `size` of 3 pixels.
 * @returns `options.out` if given, else a new container of the image's kind and element type.
 * @throws As `convolve2d`.
 * @example
 * console.log(boxBlur([[0, 0, 6, 0, 0]], { size: [1, 3] })); // [[0, 2, 2, 2, 0]]
 */
export const boxBlur = /* @__PURE__ */ createBoxBlur(api);

/**
 * Blurs an image along a line, as a moving camera does. `kernels.motionBlur` has the formula.
 *
 * @param image As for `convolve2d`.
 * @param options See `MotionBlurOptions`. Default: a `length` of 9 pixels at an `angle` of 0 radians, which is horizontal.
 * @returns `options.out` if given, else a new container of the image's kind and element type.
 * @throws As `convolve2d`.
 * @example
 * console.log(motionBlur([[0, 0, 6, 0, 0]], { length: 3 })); // [[0, 2, 2, 2, 0]]
 */
export const motionBlur = /* @__PURE__ */ createMotionBlur(api);

/**
 * Sharpens an image: subtracts its Laplacian from it. The kernel is `kernels.sharpen`.
 *
 * @param image As for `convolve2d`.
 * @param options See `FilterOptions`.
 * @returns `options.out` if given, else a new container of the image's kind and element type.
 * @throws As `convolve2d`.
 * @example
 * console.log(sharpen([[1, 1, 3, 3]])); // [[1, -1, 5, 3]]
 */
export const sharpen = /* @__PURE__ */ createSharpen(api);

/**
 * Sharpens an image by what a Gaussian blur removes: `image + amount * (image - blurred)` where the two differ by more than
 * `threshold`, else `image`. A negative `amount` softens. With `nan: 'ignore'` a missing pixel becomes its blurred value. Integer
 * results of integer images may be 1 off, unless `precision` is `'exact'`.
 *
 * @param image As for `convolve2d`.
 * @param options See `UnsharpMaskOptions`. Default: a `sigma` of 1 pixel, an `amount` of 1, a `threshold` of 0.
 * @returns `options.out` if given, else a new container of the image's kind and element type.
 * @throws As `convolve2d`.
 * @example
 * console.log(unsharpMask([[0, 0, 4, 4]], { size: [1, 3] })); // [[0, -1, 5, 4]]
 * console.log(unsharpMask([[0, 0, 4, 4]], { size: [1, 3], threshold: 1 })); // [[0, 0, 4, 4]]
 */
export const unsharpMask = /* @__PURE__ */ createUnsharpMask(gaussians);

/**
 * Turns an image into a relief that is lit from the upper left. The kernel is `kernels.emboss`.
 *
 * @param image As for `convolve2d`.
 * @param options See `FilterOptions`.
 * @returns `options.out` if given, else a new container of the image's kind and element type.
 * @throws As `convolve2d`.
 * @example
 * console.log(emboss([[5, 5, 9, 9]])); // [[5, 17, 21, 9]]
 */
export const emboss = /* @__PURE__ */ createEmboss(api);

/**
 * Shows edges: eight times each pixel minus its eight neighbours. The kernel is `kernels.edges`. The result has the image's
 * element type, so bytes show only the bright side of an edge. `laplacian`, `sobel`, `scharr` and `prewitt` keep signs.
 *
 * @param image As for `convolve2d`.
 * @param options See `FilterOptions`.
 * @returns `options.out` if given, else a new container of the image's kind and element type.
 * @throws As `convolve2d`.
 * @example
 * const image = { data: new Uint8Array([1, 1, 3, 3]), shape: [1, 4] };
 * console.log(edges(image).data); // Uint8Array [0, 0, 6, 0]
 */
export const edges = /* @__PURE__ */ createEdges(api);

/**
 * Computes the gradient by Sobel's kernels, as OpenCV's `Sobel` does: x, y, magnitude and angle from one read of the image. They
 * have signs; `normalize` or `toImageData` makes pictures of them. The alpha channel of `ImageData` stays in all four.
 *
 * @param image As for `convolve2d`.
 * @param options See `SobelOptions`. Default: a `size` of 3.
 * @returns `{ x, y, magnitude, angle }`, or the one that `output` names, in containers of the image's kind. `x` is positive where
 *   brightness grows to the right, `y` where it grows downwards. `magnitude` is `hypot(x, y)`, `angle` is `atan2(y, x)` in
 *   radians. Elements are float32, or float64 for images of float64 and 32-bit integers. `dtype` sets the type of all but the
 *   angle, which is always a float.
 * @throws {TypeError} `ERR_CONFLICT`: an integer type for the angle, or `nan: 'ignore'` (the kernels have sum 0). Otherwise as
 *   `convolve2d`.
 * @throws {RangeError} `ERR_OPTION`: `alpha: 'premultiply'`. Otherwise as `convolve2d`.
 * @example
 * const image = [[0, 0, 3], [0, 0, 3], [4, 4, 7]];
 * const { x, y, magnitude, angle } = sobel(image);
 * console.log(x[1], y[1], magnitude[1]); // [0, 12, 0] [16, 16, 16] [16, 20, 16]
 * console.log(angle[1][0] === Math.PI / 2); // true
 * console.log(sobel(image, { output: 'magnitude' })[1]); // [16, 20, 16]
 */
export const sobel = /* @__PURE__ */ createSobel(api);

/**
 * Computes the gradient by Scharr's kernels, as OpenCV's `Scharr` does. All else is as for `sobel`.
 *
 * @param image As for `convolve2d`.
 * @param options See `GradientOptions`.
 * @returns As `sobel`.
 * @throws As `sobel`.
 * @example
 * console.log(scharr([[0, 0, 3, 3]], { output: 'x' })); // [[0, 48, 48, 0]]
 */
export const scharr = /* @__PURE__ */ createScharr(api);

/**
 * Computes the gradient by Prewitt's kernels, as `scipy.ndimage.prewitt` does. All else is as for `sobel`.
 *
 * @param image As for `convolve2d`.
 * @param options See `GradientOptions`.
 * @returns As `sobel`.
 * @throws As `sobel`.
 * @example
 * console.log(prewitt([[0, 0, 3, 3]], { output: 'x' })); // [[0, 9, 9, 0]]
 */
export const prewitt = /* @__PURE__ */ createPrewitt(api);

/**
 * Computes the sum of the second derivatives in x and y, as OpenCV's `Laplacian` does. The kernel is `kernels.laplacian`.
 *
 * @param image As for `convolve2d`.
 * @param options See `LaplacianOptions`. Default: a `size` of 1.
 * @returns `options.out` if given, else a new container of the image's kind. It has signs: its elements are float32, or float64
 *   for images of float64 and 32-bit integers.
 * @throws As `convolve2d`.
 * @example
 * console.log(laplacian([[1, 1, 3, 3]])); // [[0, 2, -2, 0]]
 */
export const laplacian = /* @__PURE__ */ createLaplacian(api);

/**
 * Blurs an image by a Gaussian and computes the Laplacian of that, as `scipy.ndimage.gaussian_laplace` does.
 * `kernels.laplacianOfGaussian` has the formula.
 *
 * @param image As for `convolve2d`.
 * @param options See `LaplacianOfGaussianOptions`. Default: a `sigma` of 1 pixel.
 * @returns As `laplacian`.
 * @throws As `convolve2d`.
 * @example
 * const [row] = laplacianOfGaussian([[0, 0, 0, 9, 9, 9]], { sigma: 0.7, boundary: 'symm' });
 * console.log(row.map((value) => Math.sign(Math.round(value)))); // [0, 1, 1, -1, -1, 0]
 */
export const laplacianOfGaussian = /* @__PURE__ */ createLaplacianOfGaussian(api);

/**
 * Computes the brightness of a colour image: `0.299 R + 0.587 G + 0.114 B` (ITU-R BT.601). Unsigned integers of 8 and 16 bits
 * give the same numbers as OpenCV's `COLOR_RGB2GRAY`, which uses fixed point. Other integers are rounded half to even. A fourth
 * channel is alpha; it has no part in the result.
 *
 * @param image As for `convolve2d`, with 3 or 4 channels. With 1 channel it is copied.
 * @param options See `GrayscaleOptions`.
 * @returns `options.out` if given, else a new container of the image's kind and element type with one channel: `channels: 1`, or
 *   `shape: [rows, columns]`.
 * @throws {TypeError} `ERR_IMAGE`, `ERR_OPTION`, `ERR_OUT`: an argument of the wrong type. `ERR_CONFLICT`: `out` has elements of
 *   another type.
 * @throws {RangeError} `ERR_IMAGE`: 2 channels, or more than 4. `ERR_OPTION`: unknown weights. `ERR_OUT`: `out` has another size.
 *   `ERR_OVERLAP`: `out` overlaps the image.
 * @example
 * const pixels = { data: new Uint8ClampedArray([255, 0, 0, 255, 9, 9, 9, 255]), width: 2, height: 1 };
 * console.log(grayscale(pixels).data); // Uint8ClampedArray [76, 9]
 * console.log(grayscale(pixels, { weights: 'bt709' }).data); // Uint8ClampedArray [54, 9]
 */
export const grayscale = /* @__PURE__ */ createGrayscale(pixels);

/**
 * Converts numbers of any range, such as a filter's result with signs, to bytes from 0 to 255. It rounds half to even; NaN
 * becomes 0. In `{ data, width, height }` with 4 channels, alpha is only rounded and saturated.
 *
 * @param result An image, as for `convolve2d`.
 * @param how `'clamp'` (the default) rounds and saturates. `'abs'` takes magnitudes first. `'minmax'` maps the smallest number to
 *   0 and the largest to 255: of all finite numbers but alpha. Infinities saturate, and numbers that are all equal become 0.
 * @param options See `PictureOptions`.
 * @returns `options.out` if given, else a new container of the same kind with a `Uint8ClampedArray`. For 4 channels
 *   `new ImageData(out.data, out.width)` takes it.
 * @throws {TypeError} `ERR_IMAGE`, `ERR_OPTION`, `ERR_OUT`: an argument of the wrong type. `ERR_CONFLICT`: `out` is not of bytes.
 * @throws {RangeError} `ERR_IMAGE`, `ERR_OPTION`, `ERR_OUT`: a wrong value or size. `ERR_OVERLAP`: `out` overlaps the image.
 * @example
 * const result = { data: new Float32Array([-300, 0, 20.5, 300]), shape: [2, 2] };
 * console.log(normalize(result).data); // Uint8ClampedArray [0, 0, 20, 255]
 * console.log(normalize(result, 'abs').data); // Uint8ClampedArray [255, 0, 20, 255]
 * console.log(normalize(result, 'minmax').data); // Uint8ClampedArray [0, 128, 136, 255]
 */
export const normalize = /* @__PURE__ */ createNormalize(pixels);

/**
 * Converts an image to pixels for a canvas: four channels of bytes. One channel becomes opaque gray, three become opaque colours;
 * the fourth of four is alpha.
 *
 * @param image As for `convolve2d`, with 1, 3 or 4 channels.
 * @param how As for `normalize`. Default `'clamp'`.
 * @param options See `PictureOptions`.
 * @returns `options.out` if given, else `{ data, width, height, channels: 4 }`: `new ImageData(data, width)` takes its fields.
 * @throws {TypeError} `ERR_IMAGE`, `ERR_OPTION`, `ERR_OUT`: an argument of the wrong type. `ERR_CONFLICT`: `out` is not of bytes.
 * @throws {RangeError} `ERR_IMAGE`: 2 channels, or more than 4. `ERR_OPTION`: unknown `how`. `ERR_OUT`: `out` has another size.
 *   `ERR_OVERLAP`: `out` overlaps the image.
 * @example
 * const { data, width } = toImageData([[-20, 300]], 'abs');
 * console.log(data, width); // Uint8ClampedArray [20, 20, 20, 255, 255, 255, 255, 255] 2
 */
export const toImageData = /* @__PURE__ */ createToImageData(pixels);

/**
 * Sets up a kernel, an array of kernels, or a filter by name for images of one shape. `run` then plans nothing, and with `out`
 * allocates nothing as large as an image. Use it for videos, and for many pictures of one size.
 *
 * The kernel is copied. `dispose`, or the end of a `using` block, frees the memory; otherwise the garbage collector does.
 *
 * @param kernel A kernel or an array of kernels, as for `convolve2d`; or the name of a filter, such as `'gaussianBlur'`.
 * @param options `shape`, the images' `[rows, columns]` or `[rows, columns, channels]`, is required; `ImageData` has 4 channels.
 *   The others are those of the call, but for `out`. `dtype` is also the type of the images to set up for, float32 by default;
 *   images of other types work too. See `PrepareOptions` and `PrepareFilterOptions`.
 * @returns See `Convolver`, and `PreparedFilter` for a filter by name.
 * @throws As `convolve2d`, or as the filter.
 * @example
 * const blur = prepare('gaussianBlur', { sigma: 2, shape: [480, 640, 4], dtype: 'uint8' });
 * const frame = { data: new Uint8Array(480 * 640 * 4).fill(7), shape: [480, 640, 4] };
 * const out = new Uint8Array(frame.data.length);
 * console.log(blur.run(frame, out) === out, out[0]); // true 7
 * blur.dispose();
 * @example
 * const edges = prepare([[1, 0, -1]], { shape: [2, 3], mode: 'same', boundary: 'symm' });
 * console.log(edges.run([[1, 2, 3], [4, 5, 6]])); // [[1, 2, 1], [1, 2, 1]]
 * edges.dispose();
 */
export const prepare = /* @__PURE__ */ createPrepare(gaussians, creators);

/**
 * Filters an image that comes row by row, in memory that depends on its width and on the kernel, but not on its height. Rows are pulled
 * as results are read.
 *
 * With `height` results are those of the call for the whole image, to the bit. Without it they are too, but for floats: the last
 * bits of these may differ, and Gaussians are computed without the method `'multirate'`. Three things cannot be known of rows that
 * have not come. Pixels may be transparent: blurs of canvas pixels weight colours by alpha, unless `alpha` says otherwise. There may
 * be NaN: `nan: 'ignore'` counts on them. And the last rows: `'wrap'` for rows takes rows that can be read in any order.
 *
 * @param rows Chunks of the image's elements in order, or `{ height, read(firstRow, rowCount) }`. See `RowsSource`.
 * @param kernel A kernel, as for `convolve2d`; or the name of a filter with one result, such as `'gaussianBlur'`.
 * @param options `width` is required, the number of pixels in a row. `channels` is 4 by default. The others but `height`,
 *   `imageDtype` and `signal` are those of `prepare`. See `ConvolveRowsOptions`.
 * @returns Strips of the result in order: `{ data, width, height, channels, firstRow }`, each in a new array. See `RowStream`.
 * @throws As `convolve2d`, or as the filter; at once where rows are not needed to know. While iterated: `ERR_IMAGE`: a chunk is no typed
 *   array, or of another type. `ERR_SIZE`: the source has fewer or more rows than `height`, or ends within one. What the source throws.
 * @example
 * function* rows() {
 *   for (let row = 0; row < 1000; row++) yield new Uint8Array(3).fill(row % 10); // three gray pixels
 * }
 * let sum = 0;
 * for await (const { data } of convolveRows(rows(), [[2]], { width: 3, height: 1000, channels: 1, dtype: 'uint8' })) {
 *   for (const element of data) sum += element;
 * }
 * console.log(sum); // 27000
 */
export const convolveRows = /* @__PURE__ */ createConvolveRows(gaussians, creators);
