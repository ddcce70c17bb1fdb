import { describe, inMemory, wrongKind } from '../base/errors.ts';
import type { DType } from '../base/types.ts';
import type { Outs } from '../call/outs.ts';
import {
  type Container,
  type Destination,
  newDestination,
  refuseLarge,
  refuseOverlaps,
  settleOut,
} from '../io/container.ts';
import type { Shape } from '../io/view.ts';

/** Where the results go for which there is an `out`. All have the shape of the image. */
export function givenDestinations(
  image: Container,
  outs: readonly Outs[],
  dtypes: readonly DType[],
): (Destination | undefined)[] {
  const { view } = image;
  const readings = outs.map(({ each }) => each[0]);
  refuseLarge(
    image,
    readings.filter((out) => out === undefined).map(() => view),
  );
  const given = readings.map((out, index) => out && settleOut(out, dtypes[index] as DType, view));
  refuseOverlaps(
    given.filter((destination) => destination !== undefined),
    view,
  );
  return given;
}

/** Where a result of this type goes that is computed without a convolution: into `out`, or into a new container of this kind. */
export function destinationOf(
  container: Container,
  { each: [out] }: Outs,
  dtype: DType,
  shape: Shape,
): Destination {
  if (out === undefined) {
    refuseLarge(container, [shape]);
    return inMemory(() => newDestination(container, dtype, shape));
  }
  // Both types of bytes hold the same.
  const isOther = out.dtype !== undefined && out.dtype !== dtype;
  if (isOther && !(out.dtype === 'uint8' && dtype === 'uint8clamped')) {
    throw wrongKind('ERR_CONFLICT', 'out', `elements of type ${dtype}`, describe(out.dtype));
  }
  const destination = settleOut(out, dtype, shape);
  refuseOverlaps([destination], container.view);
  return destination;
}
