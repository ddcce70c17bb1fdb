import { takeOptions } from './check.ts';
import type { Core, Filters } from './filters.ts';
import { gaussianFactors } from './kernels.ts';
import { keepingType } from './linear.ts';

export function createGaussianBlur({ sepConvolve2d }: Core): Filters['gaussianBlur'] {
  return (image: unknown, options?: unknown) => {
    const { own, core } = takeOptions(options, ['sigma', 'size', 'truncate']);
    const { column, row, normalize } = gaussianFactors(own);
    return sepConvolve2d(image as never, column, row, {
      ...keepingType(image, core),
      normalize,
    }) as never;
  };
}
