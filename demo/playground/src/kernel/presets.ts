import type { kernels } from 'convolve-wasm';

/** The page's names for the package's kernels; the order is that of the menu. */
export const presetTitles: { readonly [name in keyof typeof kernels]: string } = {
  gaussian: 'Gaussian',
  gaussian1d: 'Gaussian in one direction',
  box: 'Box',
  motionBlur: 'Motion blur',
  sobelX: 'Sobel, across',
  sobelY: 'Sobel, down',
  scharrX: 'Scharr, across',
  scharrY: 'Scharr, down',
  prewittX: 'Prewitt, across',
  prewittY: 'Prewitt, down',
  laplacian: 'Laplacian',
  laplacianOfGaussian: 'Laplacian of a Gaussian',
  edges: 'Edges',
  sharpen: 'Sharpen',
  unsharpMask: 'Unsharp mask',
  emboss: 'Emboss',
};

export type PresetName = keyof typeof presetTitles;
export const presetNames = Object.keys(presetTitles) as PresetName[];

export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(presetTitles, name);
}

/** A number that a preset takes, and the limits within which the page lets it vary. */
export interface Parameter {
  readonly name: string;
  readonly title: string;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** What the package takes where none is given; `undefined`: it follows from the others. */
  readonly fallback?: number;
  /** Where rows and columns may differ: what one has while only the other is given. */
  readonly otherAxis?: number;
  /** How many of the package's units are one that the page shows. */
  readonly unit?: number;
  /** What follows the number. */
  readonly suffix?: string;
}

// 2 * int(4 * 20 + 0.5) + 1 = 161 taps with the package's own truncate.
const sigma: Parameter = { name: 'sigma', title: 'Sigma', low: 0, high: 20, step: 0.1, suffix: 'px' };
const size: Parameter = { name: 'size', title: 'Size', low: 1, high: 255, step: 1, suffix: 'px' };
const oddSize: Parameter = { ...size, step: 2 };
// The package's limit, and OpenCV's.
const derivativeSize: Parameter = { ...oddSize, high: 31 };
const truncate: Parameter = {
  name: 'truncate',
  title: 'Truncate',
  low: 0.5,
  high: 8,
  step: 0.5,
  fallback: 4,
  suffix: 'sigma',
};
const order: Parameter = {
  name: 'order',
  title: 'Order of derivative',
  low: 0,
  high: 10,
  step: 1,
  fallback: 0,
};

export const presetParameters: { readonly [name in PresetName]: readonly Parameter[] } = {
  gaussian: [{ ...sigma, otherAxis: 1 }, { ...size, otherAxis: 3 }, truncate, { ...order, otherAxis: 0 }],
  gaussian1d: [sigma, size, truncate, order],
  box: [{ ...size, fallback: 3, otherAxis: 3 }],
  motionBlur: [
    { name: 'length', title: 'Length', low: 1, high: 255, step: 1, fallback: 9, suffix: 'px' },
    {
      name: 'angle',
      title: 'Angle',
      low: -180,
      high: 180,
      step: 5,
      fallback: 0,
      unit: Math.PI / 180,
      suffix: 'degrees',
    },
  ],
  sobelX: [{ ...derivativeSize, fallback: 3 }],
  sobelY: [{ ...derivativeSize, fallback: 3 }],
  scharrX: [],
  scharrY: [],
  prewittX: [],
  prewittY: [],
  laplacian: [{ ...derivativeSize, fallback: 1 }],
  laplacianOfGaussian: [{ ...sigma, low: 0.1, fallback: 1 }, truncate],
  edges: [],
  sharpen: [],
  emboss: [],
  unsharpMask: [
    { ...sigma, low: 0.1, otherAxis: 1 },
    { ...oddSize, otherAxis: 3 },
    truncate,
    { name: 'amount', title: 'Amount', low: -5, high: 10, step: 0.1, fallback: 1 },
  ],
};
