import type { Pointwise } from '../backend/pointwise.ts';
import type { BackendName } from '../base/types.ts';
import type { Container } from '../io/container.ts';
import type { CheckedOptions } from '../problem/options.ts';
import type { refuseLargeResults } from '../problem/reduce.ts';
import type { Combination } from './filter.ts';
import type { Filter } from './kernels.ts';
import type { Outs } from './outs.ts';
import type { PixelCore } from './pixels.ts';

/** What filters are built on: arguments were read and checked before. */
export interface Core extends PixelCore {
  filterOnce(filter: Filter, image: Container, outs: Outs, options: CheckedOptions): unknown;
  /** Filters an image by several kernels of one size, and makes results of their sums. */
  combineOnce(filter: Filter, image: Container, options: CheckedOptions, combination: Combination): unknown;
  pointwise(backend: BackendName | 'auto'): Pointwise;
  /** The value of `build`, which a prepared filter calls once for each `key`. */
  once<T>(key: unknown, build: () => T): T;
  /** Refuses results that are too large to be in memory together. */
  readonly refuseLargeResults: typeof refuseLargeResults;
}
