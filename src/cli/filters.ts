import type { Alpha, ConvolveOptions, NdArray, PixelImage } from '../base/types.ts';
import {
  boxBlur,
  convolve2d,
  correlate2d,
  edges,
  emboss,
  gaussianBlur,
  grayscale,
  laplacian,
  laplacianOfGaussian,
  motionBlur,
  normalize,
  prewitt,
  scharr,
  sharpen,
  sobel,
  unsharpMask,
} from '../index.ts';
import { UsageError } from './failure.ts';
import type { FilterName } from './filter-names.ts';
import { type CallOptions, callOptions, kernelOptions } from './options.ts';
import { grayFromColours, grayToColours, type Picture } from './pictures.ts';

type Show = 'clamp' | 'abs' | 'minmax';

export interface PictureFlags extends CallOptions {
  readonly gray?: boolean;
  readonly show?: Show;
  readonly alpha: Alpha;
  readonly sigma?: number | [number, number];
  readonly size?: number | [number, number];
  readonly amount?: number;
  readonly threshold?: number;
  readonly length?: number;
  readonly angle?: number;
}

export type PictureFilter = (picture: Picture) => Picture;

type Call = (image: PixelImage, options: object) => PixelImage;

/** Options that filters have of their own, by their flags. */
const ownOptions = ['sigma', 'size', 'amount', 'threshold', 'length', 'angle'] as const;
type OwnOption = (typeof ownOptions)[number];

const filters: {
  readonly [name in FilterName]: {
    readonly own: readonly OwnOption[];
    readonly call: Call;
    /** How a picture is made of what it gives, unless the caller says. */
    readonly show?: Show;
  };
} = {
  'gaussian-blur': { own: ['sigma', 'size'], call: gaussianBlur },
  'box-blur': { own: ['size'], call: boxBlur },
  'motion-blur': { own: ['length', 'angle'], call: motionBlur },
  sharpen: { own: [], call: sharpen },
  'unsharp-mask': { own: ['sigma', 'size', 'amount', 'threshold'], call: unsharpMask },
  emboss: { own: [], call: emboss },
  edges: { own: [], call: edges },
  sobel: { own: ['size'], call: magnitudeOf(sobel), show: 'minmax' },
  scharr: { own: [], call: magnitudeOf(scharr), show: 'minmax' },
  prewitt: { own: [], call: magnitudeOf(prewitt), show: 'minmax' },
  laplacian: { own: ['size'], call: laplacian, show: 'abs' },
  'laplacian-of-gaussian': { own: ['sigma'], call: laplacianOfGaussian, show: 'minmax' },
};

function magnitudeOf(gradient: (image: PixelImage, options: { output: 'magnitude' }) => PixelImage): Call {
  return (image, options) => gradient(image, { ...options, output: 'magnitude' });
}

/** A filter of the library, by its name and flags. */
export function namedFilter(name: FilterName, flags: PictureFlags): PictureFilter {
  const { own, call, show = 'clamp' } = filters[name];
  for (const option of kernelOptions) {
    if (flags[option] !== undefined)
      throw new UsageError(`--${option} goes with a --kernel, not with ${name}`);
  }
  refuseOwnOptions(name, flags, own);
  const { mode: _, ...core } = callOptions(flags);
  const taken = own.flatMap((option) => (flags[option] === undefined ? [] : [[option, flags[option]]]));
  const options: { angle?: number } = Object.fromEntries(taken);
  if (options.angle !== undefined) options.angle *= Math.PI / 180;
  return pictureFilter({ show, ...flags }, (image, more) => call(image, { ...core, ...options, ...more }));
}

export function kernelFilter(kernel: NdArray, flags: PictureFlags): PictureFilter {
  refuseOwnOptions('a kernel', flags, []);
  const call = flags.operation === 'correlate2d' ? correlate2d : convolve2d;
  const options = callOptions(flags);
  return pictureFilter(flags, (image, more) => call(image, kernel, { ...options, ...more }));
}

function refuseOwnOptions(name: string, flags: PictureFlags, own: readonly OwnOption[]): void {
  for (const option of ownOptions) {
    if (flags[option] !== undefined && !own.includes(option))
      throw new UsageError(`--${option} is not for ${name}`);
  }
}

/** What the library does to samples, done to pictures: gray before it, pixels after it, alpha where there is one. */
function pictureFilter({ gray = false, show = 'clamp', alpha }: PictureFlags, call: Call): PictureFilter {
  return (picture) => {
    // The library knows alpha as the fourth channel of four.
    const coloured = picture.channels === 2 ? grayToColours(picture) : picture;
    const image = gray ? (grayscale(coloured) as Picture) : coloured;
    const wide = image.data instanceof Uint16Array;
    const dtype = show !== 'clamp' ? 'float32' : wide ? 'uint16' : 'uint8';
    const options: ConvolveOptions = { dtype, ...(image.channels === 4 ? { alpha } : {}) };
    const result = call(image, options);
    const shown = (show === 'clamp' ? result : normalize(wide ? toBytes(result) : result, show)) as Picture;
    return picture.channels === 2 && !gray ? grayFromColours(shown) : shown;
  };
}

/** From the range of 16 bits to that of 8. */
function toBytes(result: PixelImage): PixelImage {
  return { ...result, data: (result.data as Float32Array).map((value) => value / 257) };
}

/** A picture's brightness, as an array of two axes. */
export function brightness(picture: Picture): NdArray {
  const { data, width, height } = grayscale(picture.channels === 2 ? grayToColours(picture) : picture);
  return { data, shape: [height, width] };
}
