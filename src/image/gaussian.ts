import { type Core, outerProduct } from '../api.ts';
import { type Container, readImage, settle } from '../container.ts';
import { type Outs, readOuts } from '../filter.ts';
import type { CheckedOptions } from '../spec/options.ts';
import { readFilterOptions } from './check.ts';
import type { Filters } from './filters.ts';
import { gaussianFactors } from './kernels.ts';
import { keepingType } from './linear.ts';

export function createGaussianBlur(core: Core): Filters['gaussianBlur'] {
  return (image: unknown, options?: unknown): never => {
    const { own, core: shared } = readFilterOptions(options, ['sigma', 'size', 'truncate']);
    const reading = readImage(image);
    const outs = readOuts(null, shared.out);
    const container = settle(reading);
    return blur(core, container, own, outs, keepingType(container, outs, shared)) as never;
  };
}

/** Convolves with the Gaussian that the options `own` describe. */
export function blur(
  core: Core,
  image: Container,
  own: object,
  outs: Outs,
  options: CheckedOptions,
): unknown {
  const { column, row, normalize } = gaussianFactors(own);
  return core.filterOnce(outerProduct(column, row), image, outs, { ...options, normalize });
}
