import type { Boundary, ConvolveOptions, DType, Mode, Operation } from '../../src/base/types.ts';
import opencvJson from '../golden/opencv.json' with { type: 'json' };
import opencvIntegersJson from '../golden/opencv-integers.json' with { type: 'json' };
import placementJson from '../golden/placement.json' with { type: 'json' };
import scipyJson from '../golden/scipy.json' with { type: 'json' };
import tutorialJson from '../golden/tutorial.json' with { type: 'json' };

/*
 * The answers of SciPy, NumPy and OpenCV, with types. `scripts/golden.py` writes them.
 */

type Rows = number[][];
type Pair = [number, number];

export interface ScipyGolden {
  images: { [name: string]: Rows };
  kernels: { [name: string]: Rows };
  cases: {
    operation: Operation;
    image: string;
    kernel: string;
    mode: Mode;
    boundary: Boundary;
    fillvalue: number;
    source: string;
    values: Rows;
  }[];
  ndimage: {
    operation: Operation;
    image: string;
    kernel: string;
    boundary: Boundary;
    source: string;
    values: Rows;
  }[];
  geometry: {
    operation: Operation;
    image: string;
    kernel: string;
    boundary: Boundary;
    fillvalue: number;
    padding: [Pair, Pair];
    stride: Pair;
    dilation: Pair;
    values: Rows;
  }[];
  dtypes: { from: DType; dtype: DType; image: Rows; kernel: Rows; values: Rows }[];
  rounding: { values: number[]; rounded: number[] };
  documented: {
    scharr: {
      image: Rows;
      horizontal: { kernel: Rows; values: Rows };
      vertical: { kernel: Rows; values: Rows };
    };
    template: { image: Rows; kernel: Rows; values: Rows; best: Pair };
  };
}

export interface OpencvGolden {
  images: { [dtype: string]: Rows };
  kernels: { [name: string]: Rows };
  filter2D: {
    dtype: 'float32' | 'uint8';
    kernel: string;
    boundary: Boundary;
    border: string;
    delta: number;
    values: Rows;
  }[];
  /** Red, green, blue and the gray that cvtColor makes of them. */
  gray: number[][];
}

export interface OpencvIntegersGolden {
  images: { [name: string]: { dtype: DType; shape: number[]; data: number[] } };
  /** Of the functions that take or stand for a kernel; they correlate. */
  kernels: { [filter: string]: Rows };
  /** Of `sepFilter2D` and `GaussianBlur`: column and row. */
  factors: { [filter: string]: [number[], number[]] };
  cases: {
    function: 'filter2D' | 'sepFilter2D' | 'boxFilter' | 'Sobel' | 'Scharr' | 'Laplacian' | 'GaussianBlur';
    filter: string;
    /** Of a box. */
    size?: number;
    normalize?: boolean;
    image: string;
    dtype: DType;
    boundary: Boundary;
    border: string;
    delta: number;
    /** How far an element is from the exact answer at most. */
    off: number;
    /** Floats in so many digits that they round to the right float32. */
    values: number[];
  }[];
}

/** Anchors, and a boundary for each axis, in mode `same`. */
export interface PlacementGolden {
  image: Rows;
  cases: {
    operation: Operation;
    kernel: Rows;
    options: Pick<ConvolveOptions, 'anchor' | 'boundary'>;
    source: string;
    values: Rows;
  }[];
}

export interface TutorialGolden {
  boundary: Boundary;
  mode: Mode;
  image: Rows;
  kernel01: Rows;
  kernel02: Rows;
  result01: Rows;
  result02: Rows;
}

export const scipy = scipyJson as unknown as ScipyGolden;
export const opencv = opencvJson as unknown as OpencvGolden;
export const opencvIntegers = opencvIntegersJson as unknown as OpencvIntegersGolden;
export const placement = placementJson as unknown as PlacementGolden;
export const tutorial = tutorialJson as unknown as TutorialGolden;
