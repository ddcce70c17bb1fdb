import { elementTypes } from '../base/dtype.ts';
import { inMemory } from '../base/errors.ts';
import type { DType } from '../base/types.ts';
import { ChangedSink } from '../call/rows.ts';
import {
  type Container,
  destinationAround,
  type OutReading,
  refuseLarge,
  refuseOverlaps,
  settleOut,
} from '../io/container.ts';
import { allocateView, contiguousView } from '../io/view.ts';

/**
 * Takes numbers that were computed from results of the core, row-major, and returns what gives the caller's result: an `out`,
 * or a new container of the image's kind. The values may become part of it. Only `finish` may run the caller's code, so it comes
 * after all results are written.
 */
export type Target = (values: Float32Array | Float64Array) => () => unknown;

/** The image as a container whose results are `{ data }`, not rows of numbers. */
export function arrayOf(image: Container): Container {
  return image.kind === 'nested' ? { ...image, kind: 'ndarray' } : image;
}

/** Targets for results of the image's shape; those without an `out` are new. */
export function targetsFor(
  image: Container,
  outs: readonly { readonly out: OutReading | undefined; readonly dtype: DType }[],
): Target[] {
  const { view } = image;
  refuseLarge(
    image,
    outs.filter(({ out }) => out === undefined).map(() => view),
  );
  const destinations = outs.map(({ out, dtype }) => out && settleOut(out, dtype, view));
  refuseOverlaps(
    destinations.filter((destination) => destination !== undefined),
    view,
  );
  return outs.map(({ dtype }, index) => (values) => {
    const isOfType = values instanceof elementTypes[dtype].array;
    const around = () => (isOfType ? contiguousView(values, dtype, view) : allocateView(dtype, view));
    const destination = destinations[index] ?? destinationAround(image, inMemory(around));
    const into = destination.view;
    if (into.data !== values) {
      const floats = values instanceof Float32Array ? 'float32' : 'float64';
      new ChangedSink(into, floats, []).write(0, view.rows, values, 0, view.columns * view.channels);
    }
    return destination.finish;
  });
}
