/*
 * The entry that a page loads first: the functions, and what loads their code and their binaries once `init` is called. Bundlers make
 * a script of its own of what is imported by a call.
 */
import { wrongValue } from './base/errors.ts';
import type { BinarySource } from './base/types.ts';
import { compilesSimd } from './wasm/simd.ts';

export { kernels } from './image/kernels.ts';

type Package = typeof import('./index-fetched.ts');
type Name = Exclude<keyof Package, 'kernels' | 'init'>;

let loaded: Package | undefined;

export const init = async (source?: BinarySource | PromiseLike<BinarySource | undefined>): Promise<void> => {
  const given = await source;
  const isWasm = given !== undefined || compilesSimd();
  const found: Package = isWasm ? await import('./index-fetched.ts') : await import('./index-js.ts');
  await found.init(given);
  loaded = found;
};

function call<N extends Name>(name: N): Package[N] {
  const forward = (...values: never[]): unknown => {
    if (!loaded) throw wrongValue('ERR_BACKEND', name, '`await init()` before the first call', 'a call');
    return (loaded[name] as (...values: never[]) => unknown)(...values);
  };
  return forward as Package[N];
}

export const convolve2d = /* @__PURE__ */ call('convolve2d');
export const correlate2d = /* @__PURE__ */ call('correlate2d');
export const backendInfo = /* @__PURE__ */ call('backendInfo');
export const sepConvolve2d = /* @__PURE__ */ call('sepConvolve2d');
export const allocate = /* @__PURE__ */ call('allocate');
export const explain = /* @__PURE__ */ call('explain');
export const gaussianBlur = /* @__PURE__ */ call('gaussianBlur');
export const boxBlur = /* @__PURE__ */ call('boxBlur');
export const motionBlur = /* @__PURE__ */ call('motionBlur');
export const sharpen = /* @__PURE__ */ call('sharpen');
export const unsharpMask = /* @__PURE__ */ call('unsharpMask');
export const emboss = /* @__PURE__ */ call('emboss');
export const edges = /* @__PURE__ */ call('edges');
export const sobel = /* @__PURE__ */ call('sobel');
export const scharr = /* @__PURE__ */ call('scharr');
export const prewitt = /* @__PURE__ */ call('prewitt');
export const laplacian = /* @__PURE__ */ call('laplacian');
export const laplacianOfGaussian = /* @__PURE__ */ call('laplacianOfGaussian');
export const grayscale = /* @__PURE__ */ call('grayscale');
export const normalize = /* @__PURE__ */ call('normalize');
export const toImageData = /* @__PURE__ */ call('toImageData');
export const prepare = /* @__PURE__ */ call('prepare');
export const convolveRows = /* @__PURE__ */ call('convolveRows');
