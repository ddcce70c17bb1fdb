import type { Alpha, NdArray, PixelImage } from '../base/types.ts';
import * as library from '../index.ts';
import { UsageError } from './failure.ts';
import type { FilterName } from './filter-names.ts';
import { type CallOptions, callOptions, kernelOptions } from './options.ts';
import { grayFromColours, grayToColours, type Picture } from './pictures.ts';

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

export type PictureFilter = (picture: Picture) => Picture;

type Call = (image: PixelImage, options: object) => PixelImage;

/** Flags that only some filters take. */
const ownOptions = ['sigma', 'size', 'amount', 'threshold', 'length', 'angle'] as const;
type OwnOption = (typeof ownOptions)[number];

const filters: {
  readonly [name in FilterName]: {
    readonly own: readonly OwnOption[];
    readonly call: Call;
    /** The default of `--show`: 'clamp', unless results have a sign or exceed a pixel's range. */
    readonly show?: Show;
    /** Whether colours are weighed by alpha unless `--alpha` says otherwise. */
    readonly isBlur?: boolean;
  };
} = {
  'gaussian-blur': { own: ['sigma', 'size'], call: library.gaussianBlur, isBlur: true },
  'box-blur': { own: ['size'], call: library.boxBlur, isBlur: true },
  'motion-blur': { own: ['length', 'angle'], call: library.motionBlur, isBlur: true },
  sharpen: { own: [], call: library.sharpen },
  'unsharp-mask': { own: ['sigma', 'size', 'amount', 'threshold'], call: library.unsharpMask },
  emboss: { own: [], call: library.emboss },
  edges: { own: [], call: library.edges },
  sobel: { own: ['size'], call: magnitudeOf(library.sobel), show: 'minmax' },
  scharr: { own: [], call: magnitudeOf(library.scharr), show: 'minmax' },
  prewitt: { own: [], call: magnitudeOf(library.prewitt), show: 'minmax' },
  laplacian: { own: ['size'], call: library.laplacian, show: 'abs' },
  'laplacian-of-gaussian': { own: ['sigma'], call: library.laplacianOfGaussian, show: 'minmax' },
};

function magnitudeOf(gradient: (image: PixelImage, options: { output: 'magnitude' }) => PixelImage): Call {
  return (image, options) => gradient(image, { ...options, output: 'magnitude' });
}

export function namedFilter(name: FilterName, flags: PictureFlags): PictureFilter {
  const { own, call, show = 'clamp', isBlur = false } = filters[name];
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
    (image, more) => call(image, { ...core, ...options, ...more }),
    isBlur,
  );
}

export function kernelFilter(kernel: NdArray, flags: PictureFlags): PictureFilter {
  refuseOwnOptions('a kernel', flags, []);
  const call = flags.operation === 'correlate2d' ? library.correlate2d : library.convolve2d;
  const options = callOptions(flags);
  return pictureFilter(flags, (image, more) => call(image, kernel, { ...options, ...more }));
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
  call: Call,
  isBlur = false,
): PictureFilter {
  return (picture) => {
    const coloured = withFourChannels(picture);
    const image = gray ? (library.grayscale(coloured) as Picture) : coloured;
    const is16Bit = image.data instanceof Uint16Array;
    const dtype = show !== 'clamp' ? 'float32' : is16Bit ? 'uint16' : 'uint8';
    const alpha = given ?? (isBlur && hasTransparency(image) ? 'premultiply' : 'preserve');
    const result = call(image, { dtype, ...(image.channels === 4 ? { alpha } : {}) });
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
