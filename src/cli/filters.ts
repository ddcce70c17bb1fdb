import type { Alpha, NdArray, PixelImage } from '../base/types.ts';
import * as library from '../index.ts';
import type { PoolRequest } from '../pool.ts';
import { UsageError } from './failure.ts';
import type { FilterName } from './filter-names.ts';
import { type CallOptions, callOptions, kernelOptions } from './options.ts';
import { grayFromColours, grayToColours, type Picture } from './pictures.ts';
import type { FunctionName, Threads } from './threads.ts';

type Show = 'clamp' | 'abs' | 'minmax';

export interface PictureFlags extends CallOptions {
  readonly gray?: boolean;
  readonly show?: Show;
  /** By default blurs weigh the colours of transparent pictures by alpha, and other filters keep it. */
  readonly alpha?: Alpha;
  readonly sigma?: number | [number, number];
  readonly size?: number | [number, number];
  readonly amount?: number;
  readonly threshold?: number;
  readonly length?: number;
  readonly angle?: number;
}

export type PictureFilter = (picture: Picture, threads: Threads, request: PoolRequest) => Promise<Picture>;

/** What a filter asks of the library. */
interface Call {
  readonly name: FunctionName;
  /** Arguments between the image and the options. */
  readonly kernels: readonly NdArray[];
  readonly options: object;
}

/** Flags that only some filters take. */
const ownOptions = ['sigma', 'size', 'amount', 'threshold', 'length', 'angle'] as const;
type OwnOption = (typeof ownOptions)[number];

const magnitude = { output: 'magnitude' } as const;

const filters: {
  readonly [name in FilterName]: {
    readonly own: readonly OwnOption[];
    readonly call: FunctionName;
    /** What the library is asked for besides. */
    readonly fixed?: object;
    /** The default of `--show`: 'clamp', unless results have a sign or exceed a pixel's range. */
    readonly show?: Show;
    /** Whether colours are weighed by alpha unless `--alpha` says otherwise. */
    readonly isBlur?: boolean;
  };
} = {
  'gaussian-blur': { own: ['sigma', 'size'], call: 'gaussianBlur', isBlur: true },
  'box-blur': { own: ['size'], call: 'boxBlur', isBlur: true },
  'motion-blur': { own: ['length', 'angle'], call: 'motionBlur', isBlur: true },
  sharpen: { own: [], call: 'sharpen' },
  'unsharp-mask': { own: ['sigma', 'size', 'amount', 'threshold'], call: 'unsharpMask' },
  emboss: { own: [], call: 'emboss' },
  edges: { own: [], call: 'edges' },
  sobel: { own: ['size'], call: 'sobel', fixed: magnitude, show: 'minmax' },
  scharr: { own: [], call: 'scharr', fixed: magnitude, show: 'minmax' },
  prewitt: { own: [], call: 'prewitt', fixed: magnitude, show: 'minmax' },
  laplacian: { own: ['size'], call: 'laplacian', show: 'abs' },
  'laplacian-of-gaussian': { own: ['sigma'], call: 'laplacianOfGaussian', show: 'minmax' },
};

export function namedFilter(name: FilterName, flags: PictureFlags): PictureFilter {
  const { own, call, fixed, show = 'clamp', isBlur = false } = filters[name];
  for (const option of kernelOptions) {
    if (flags[option] !== undefined)
      throw new UsageError(`--${option} goes with a --kernel, not with ${name}`);
  }
  refuseOwnOptions(name, flags, own);
  const { mode: _, ...core } = callOptions(flags);
  const taken = own.flatMap((option) => (flags[option] === undefined ? [] : [[option, flags[option]]]));
  const options: { angle?: number } = Object.fromEntries(taken);
  if (options.angle !== undefined) options.angle *= Math.PI / 180;
  return pictureFilter(
    { show, ...flags },
    { name: call, kernels: [], options: { ...core, ...options, ...fixed } },
    isBlur,
  );
}

export function kernelFilter(kernel: NdArray, flags: PictureFlags): PictureFilter {
  refuseOwnOptions('a kernel', flags, []);
  const { operation: name = 'convolve2d' } = flags;
  return pictureFilter(flags, { name, kernels: [kernel], options: callOptions(flags) });
}

function refuseOwnOptions(name: string, flags: PictureFlags, own: readonly OwnOption[]): void {
  for (const option of ownOptions) {
    if (flags[option] !== undefined && !own.includes(option))
      throw new UsageError(`--${option} is not for ${name}`);
  }
}

/** Filters a picture by a call that filters an image: turns it gray first, and results into pixels afterwards. */
function pictureFilter(
  { gray = false, show = 'clamp', alpha: given }: PictureFlags,
  { name, kernels, options }: Call,
  isBlur = false,
): PictureFilter {
  return async (picture, threads, request) => {
    const coloured = withFourChannels(picture);
    const image = gray ? (library.grayscale(coloured) as Picture) : coloured;
    const is16Bit = image.data instanceof Uint16Array;
    const dtype = show !== 'clamp' ? 'float32' : is16Bit ? 'uint16' : 'uint8';
    const alpha = given ?? (isBlur && hasTransparency(image) ? 'premultiply' : 'preserve');
    const more = { dtype, ...(image.channels === 4 ? { alpha } : {}) };
    const result = (await threads.call(
      name,
      [image, ...kernels],
      { ...options, ...more },
      request,
    )) as PixelImage;
    const shown = show === 'clamp' ? result : library.normalize(is16Bit ? to8Bit(result) : result, show);
    return (picture.channels === 2 && !gray ? grayFromColours(shown as Picture) : shown) as Picture;
  };
}

/** Whether a picture of four channels has a pixel that is not opaque. */
function hasTransparency({ data, channels }: Picture): boolean {
  const opaque = data instanceof Uint16Array ? 65535 : 255;
  for (let at = 3; channels === 4 && at < data.length; at += 4) {
    if (data[at] !== opaque) return true;
  }
  return false;
}

/** Maps the range of 16 bits to that of 8. */
function to8Bit(result: PixelImage): PixelImage {
  return { ...result, data: (result.data as Float32Array).map((value) => value / 257) };
}

/** A picture's brightness, as an array of two axes. */
export function brightness(picture: Picture): NdArray {
  const { data, width, height } = library.grayscale(withFourChannels(picture));
  return { data, shape: [height, width] };
}

/** Gray with alpha gets colours: the library takes only the fourth of four channels for alpha. */
function withFourChannels(picture: Picture): Picture {
  return picture.channels === 2 ? grayToColours(picture) : picture;
}
