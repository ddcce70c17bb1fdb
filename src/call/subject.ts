import type { DType } from '../base/types.ts';
import type { Container } from '../io/container.ts';
import { type Shape, View } from '../io/view.ts';
import type { CheckedOptions } from '../problem/options.ts';
import { type AlphaTreatment, treatmentOf } from './alpha.ts';
import { fillsWithNan, hasNan } from './nan.ts';

/** What a call depends on besides its kernels and options: the image, but for its elements, and the type of the results. */
export interface Subject extends Shape {
  readonly dtype: DType;
  readonly result: DType;
  readonly alpha: AlphaTreatment;
  /** Whether there are NaN to ignore, in the image or beyond its edges. */
  readonly ignoresNan: boolean;
}

/** An image, or what is known of one without elements. */
export interface Described {
  readonly kind: Container['kind'];
  readonly view: Shape & { readonly dtype: DType };
}

/** Looks for NaN in the image where they are to be ignored, and for pixels that are not opaque, since most images have none. */
export function subjectOf({ kind, view }: Described, result: DType, options: CheckedOptions): Subject {
  const { rows, columns, channels, dtype } = view;
  const alpha = treatmentOf(options, kind, view);
  const ignoresNan =
    options.nan === 'ignore' && (fillsWithNan(options) || (view instanceof View && hasNan(view)));
  return { rows, columns, channels, dtype, result, alpha, ignoresNan };
}
