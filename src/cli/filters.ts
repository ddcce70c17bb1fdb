import { convolve2d, correlate2d } from '../index.ts';
import type { Alpha, NdArray } from '../types.ts';
import { UsageError } from './failure.ts';
import type { FilterName } from './filter-names.ts';
import { grayOf } from './gray.ts';
import { type CallOptions, callOptions, kernelOptions } from './options.ts';
import type { Picture } from './pictures.ts';

export interface PictureFlags extends CallOptions {
  readonly gray?: boolean;
  readonly show: 'clamp' | 'abs' | 'minmax';
  readonly alpha: Alpha;
  readonly sigma?: number | [number, number];
  readonly size?: number | [number, number];
  readonly amount?: number;
  readonly threshold?: number;
  readonly length?: number;
  readonly angle?: number;
}

export type PictureFilter = (picture: Picture) => Picture;

/** Options that filters have of their own, by their flags. */
const ownOptions = ['sigma', 'size', 'amount', 'threshold', 'length', 'angle'] as const;

export function kernelFilter(kernel: NdArray, flags: PictureFlags): PictureFilter {
  for (const name of ownOptions) {
    if (flags[name] !== undefined) throw new UsageError(`--${name} goes with a filter, not with --kernel`);
  }
  const { operation = 'convolve2d', alpha } = flags;
  const call = operation === 'convolve2d' ? convolve2d : correlate2d;
  const options = { ...callOptions(flags), alpha };
  return (picture) => ({ ...picture, ...call(picture, kernel, { ...options, dtype: 'uint8' }) }) as Picture;
}

export function namedFilter(_name: FilterName, _flags: PictureFlags): PictureFilter {
  kernelOptions;
  grayOf;
  throw new UsageError('not yet');
}
