import { type Placement, PreservedAlpha } from '../call/alpha.ts';
import type { OpenSinks } from '../call/filter.ts';
import { type Pointwise, ReachedRows } from '../call/pointwise.ts';
import { chunkRows } from '../call/rows.ts';
import type { View } from '../io/view.ts';
import { type GradientPart, GradientStrips, type PartResult } from './gradient-strips.ts';

/** What is made of the components of a gradient, as plain data. */
export interface GradientData {
  /** Of the components. */
  readonly sums: 'int16' | 'float32' | 'float64';
  /** One for each result. */
  readonly parts: readonly GradientPart[];
  /** Where results lie on the image, if they keep its alpha; else null. */
  readonly keptAlpha: Placement | null;
}

/** The sinks of both components of a gradient. Memory may grow. */
export function openGradient(
  { sums, parts, keptAlpha }: GradientData,
  image: View,
  results: readonly View[],
  pointwise: Pointwise,
  stripRows: number,
  firstRow: number,
): OpenSinks {
  const rowsAtOnce = chunkRows(image, image.dtype);
  const kept = keptAlpha ? new ReachedRows(image, pointwise, rowsAtOnce) : null;
  const partOf = (part: GradientPart, i: number): PartResult => {
    const view = results[i] as View;
    const sink =
      keptAlpha && kept ? new PreservedAlpha(image, view, keptAlpha, pointwise, kept, rowsAtOnce) : view;
    return { part, view, sink };
  };
  return new GradientStrips(pointwise, sums, image, stripRows, firstRow, parts.map(partOf), kept);
}
