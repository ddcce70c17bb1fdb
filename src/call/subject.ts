import type { Alpha, DType } from '../base/types.ts';
import type { Container } from '../io/container.ts';
import type { Shape } from '../io/view.ts';
import type { CheckedOptions } from '../problem/options.ts';
import { alphaOf } from './alpha.ts';
import { fillsWithNan, hasNan } from './nan.ts';

/** What a call depends on besides its kernels and options: the image, but for its elements, and the type of the results. */
export interface Subject extends Shape {
  readonly dtype: DType;
  readonly result: DType;
  readonly alpha: Alpha;
  /** Whether there are NaN to ignore, in the image or beyond its edges. */
  readonly ignoresNan: boolean;
}

/** Reads the image where NaN are to be ignored, since most images have none. */
export function subjectOf(container: Container, result: DType, options: CheckedOptions): Subject {
  const { rows, columns, channels, dtype } = container.view;
  const alpha = alphaOf(options.alpha, container);
  const ignoresNan = options.nan === 'ignore' && (fillsWithNan(options) || hasNan(container.view));
  return { rows, columns, channels, dtype, result, alpha, ignoresNan };
}

/** The subject of images without NaN, of which only shape and type are known. */
export function subjectOfShape(
  { rows, columns, channels }: Shape,
  dtype: DType,
  result: DType,
  options: CheckedOptions,
): Subject {
  const alpha = alphaOf(options.alpha, { kind: 'ndarray', view: { dtype, channels } });
  const ignoresNan = options.nan === 'ignore' && fillsWithNan(options);
  return { rows, columns, channels, dtype, result, alpha, ignoresNan };
}

export function sameSubject(a: Subject, b: Subject): boolean {
  return (
    a.rows === b.rows &&
    a.columns === b.columns &&
    a.channels === b.channels &&
    a.dtype === b.dtype &&
    a.result === b.result &&
    a.alpha === b.alpha &&
    a.ignoresNan === b.ignoresNan
  );
}
