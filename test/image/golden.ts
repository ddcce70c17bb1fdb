import type { DType, NdArray } from '../../src/base/types.ts';
import json from '../golden/filters.json' with { type: 'json' };
import { arrayOf } from '../support/containers.ts';

/*
 * What OpenCV's and SciPy's filters answer, with types. `scripts/golden.py` writes it.
 */

type Rows = number[][];

interface Golden {
  kernels: {
    gaussian: { size: number; sigma: number | null; taps: number[] }[];
    derivatives: { dx: number; dy: number; size: number; row: number[]; column: number[] }[];
    scharr: { dx: number; dy: number; row: number[]; column: number[] }[];
    laplacian: { size: number; values: Rows }[];
    scipy: {
      name: 'gaussian' | 'laplacianOfGaussian' | 'prewittX' | 'prewittY';
      options: { sigma?: number; truncate?: number };
      values: Rows;
    }[];
  };
  images: { [name: string]: { dtype: DType; shape: number[]; values: number[] } };
  cases: {
    filter: string;
    options: { dtype?: DType; size?: number; sigma?: number; boundary?: 'reflect' };
    source: string;
    image: string;
    values: number[];
  }[];
  /** Red, green, blue and their gray. */
  gray16: [number, number, number, number][];
}

export const golden = json as unknown as Golden;

export function goldenImage(name: string): NdArray {
  const { dtype, shape, values } = golden.images[name]!;
  const data = new arrayOf[dtype](values.length);
  data.set(values);
  return { data, shape };
}
