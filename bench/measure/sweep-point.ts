import type { BackendName, Method } from 'convolve-wasm';

/** Where the choice of a method is examined: one backend and image, kernels of all sizes. */
export interface Curve {
  readonly backend: BackendName;
  readonly dtype: 'float32' | 'float64';
  /** Rows and columns of the image. */
  readonly image: number;
  /** Noise has full rank; a Gaussian is separable. */
  readonly series: 'noise' | 'gaussian';
}

export interface Point extends Curve {
  readonly kernel: number;
  /** What `auto` was, if the library can tell. */
  readonly chosen?: string | undefined;
  /** Medians in milliseconds, of what applies and is not hopeless. */
  readonly times: { readonly [method in Method]?: number };
  /** Time of `auto` in times of the fastest forced method. */
  readonly ratio?: number | undefined;
  readonly faults: readonly string[];
}
