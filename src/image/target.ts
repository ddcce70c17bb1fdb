import {
  type Container,
  type Destination,
  destinationAround,
  type OutReading,
  refuseLarge,
  refuseOverlaps,
  settleOut,
} from '../container.ts';
import { elementTypes } from '../dtype.ts';
import { inMemory, wrongKind } from '../errors.ts';
import { renewed } from '../filter.ts';
import { saturatorOf } from '../saturate.ts';
import type { DType } from '../types.ts';
import { allocateView, contiguousView, rowSink, type View } from '../view.ts';

/** Where numbers go that were computed from results of the core: an `out`, or a new container of the image's kind. */
export interface Target {
  /** Gives the caller's result. The values, row-major, may become part of it. */
  put(values: Float32Array | Float64Array): unknown;
}

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
  return outs.map(({ dtype }, index): Target => {
    const destination = destinations[index];
    return destination ? given(destination, dtype) : fresh(image, dtype);
  });
}

/** Into an `out`. */
function given({ view, finish }: Destination, dtype: DType): Target {
  return {
    put(values) {
      write(renewed(view), values, dtype);
      return finish();
    },
  };
}

/** Into a new container. */
function fresh(image: Container, dtype: DType): Target {
  const { array } = elementTypes[dtype];
  return {
    put(values) {
      if (values instanceof array) {
        return destinationAround(image, contiguousView(values, dtype, image.view)).finish();
      }
      const own = inMemory(() => allocateView(dtype, image.view));
      write(own, values, dtype);
      return destinationAround(image, own).finish();
    },
  };
}

function write(view: View, values: Float32Array | Float64Array, dtype: DType): void {
  rowSink(view).write(0, view.rows, rounded(values, dtype), 0, view.columns * view.channels);
}

/** Rounds in place to what the type can hold. */
function rounded(values: Float32Array | Float64Array, dtype: DType): Float32Array | Float64Array {
  if (elementTypes[dtype].range === null) return values;
  const saturated = saturatorOf(dtype);
  for (let i = 0; i < values.length; i++) values[i] = saturated(values[i] as number);
  return values;
}

/** The element type of a result, as for a call of the core, but for what it is without `dtype` and `out`. */
export function typeOfResult(dtype: DType | undefined, given: DType | undefined, otherwise: DType): DType {
  if (dtype !== undefined && given !== undefined && dtype !== given) {
    throw wrongKind('ERR_CONFLICT', 'out', `elements of the "dtype" ${dtype}`, given);
  }
  return dtype ?? given ?? otherwise;
}
