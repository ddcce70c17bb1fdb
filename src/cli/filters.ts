import type { Alpha, DType, NdArray, PixelImage } from '../base/types.ts';
import * as library from '../index.ts';
import type { PoolRequest } from '../pool.ts';
import { UsageError } from './failure.ts';
import type { FilterName } from './filter-names.ts';
import { type CallOptions, callOptions, kernelOptions } from './options.ts';
import { grayFromColours, grayToColours, type Picture } from './pictures.ts';
import type { FunctionName, Threads } from './threads.ts';

export type Show = 'clamp' | 'abs' | 'minmax';

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

/** What a filter does to pictures. */
export interface PictureFilter {
  /** The function of the library. */
  readonly name: FunctionName;
  /** Its arguments between the image and the options. */
  readonly kernels: readonly NdArray[];
  readonly options: object;
  /** Whether pictures turn gray first. */
  readonly gray: boolean;
  /** How results become pixels. */
  readonly show: Show;
  /** Undefined: see `alphaFor`. */
  readonly alpha: Alpha | undefined;
  readonly isBlur: boolean;
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
  return {
    name: call,
    kernels: [],
    options: { ...core, ...options, ...fixed },
    ...shownBy({ show, ...flags }),
    isBlur,
  };
}

export function kernelFilter(kernel: NdArray, flags: PictureFlags): PictureFilter {
  refuseOwnOptions('a kernel', flags, []);
  const { operation: name = 'convolve2d' } = flags;
  return { name, kernels: [kernel], options: callOptions(flags), ...shownBy(flags), isBlur: false };
}

function shownBy({ gray = false, show = 'clamp', alpha }: PictureFlags) {
  return { gray, show, alpha };
}

function refuseOwnOptions(name: string, flags: PictureFlags, own: readonly OwnOption[]): void {
  for (const option of ownOptions) {
    if (flags[option] !== undefined && !own.includes(option))
      throw new UsageError(`--${option} is not for ${name}`);
  }
}

/** Filters a picture in memory. */
export async function filterPicture(
  filter: PictureFilter,
  picture: Picture,
  threads: Threads,
  request: PoolRequest,
): Promise<Picture> {
  const image = imageOf(filter, picture);
  const is16Bit = image.data instanceof Uint16Array;
  const { name, kernels, options, show } = filter;
  const more = callFor(filter, is16Bit, image.channels, () => hasTransparency(image));
  const values = [image, ...kernels];
  const result = (await threads.call(name, values, { ...options, ...more }, request)) as PixelImage;
  const shown = show === 'clamp' ? result : library.normalize(floatsFor(result, is16Bit), show);
  return pictureOf(filter, picture.channels, shown as Picture);
}

/** A picture as the library filters it: its pixels each by itself. */
export function imageOf({ gray }: PictureFilter, picture: Picture): Picture {
  const coloured = withFourChannels(picture);
  return gray ? (library.grayscale(coloured) as Picture) : coloured;
}

/** A result as a picture of the kind of the one that was filtered. */
export function pictureOf({ gray }: PictureFilter, channels: number, shown: Picture): Picture {
  return channels === 2 && !gray ? grayFromColours(shown) : shown;
}

/** What the library is asked for by the picture. */
export function callFor(
  { show, alpha, isBlur }: PictureFilter,
  is16Bit: boolean,
  channels: number,
  isTransparent: () => boolean,
): { dtype: DType; alpha?: Alpha } {
  const dtype = show !== 'clamp' ? 'float32' : is16Bit ? 'uint16' : 'uint8';
  if (channels !== 4) return { dtype };
  return { dtype, alpha: alpha ?? (isBlur && isTransparent() ? 'premultiply' : 'preserve') };
}

/** A result whose elements have the range of bytes. */
export function floatsFor(result: PixelImage, is16Bit: boolean): PixelImage {
  return is16Bit ? to8Bit(result) : result;
}

/** Whether a picture of four channels has a pixel that is not opaque. */
export function hasTransparency({ data, channels }: Picture): boolean {
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
