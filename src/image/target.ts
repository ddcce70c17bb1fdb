import { type Container, destinationAround, dtypeOfOut, overlaps, readOut } from '../container.ts';
import { elementTypes } from '../dtype.ts';
import { wrongKind, wrongValue } from '../errors.ts';
import { inMemory, renewed } from '../filter.ts';
import { saturatorOf } from '../saturate.ts';
import type { DType } from '../types.ts';
import { contiguousView, rowSink, type View } from '../view.ts';

/** Where numbers go that were computed from results of the core: an `out`, or a new container of the image's kind. */
export interface Target {
  /** Gives the caller's result. The values, row-major, may become part of it. */
  put(values: Float32Array | Float64Array): unknown;
}

/** Targets for results of the image's shape; those without an `out` are new. */
export function targetsFor(
  image: Container,
  outs: readonly { readonly out: unknown; readonly dtype: DType }[],
): Target[] {
  const { view } = image;
  const taken: View[] = [];
  return outs.map(({ out, dtype }): Target => {
    const put = (destination: View, values: Float32Array | Float64Array) =>
      rowSink(destination).write(0, view.rows, rounded(values, dtype), 0, view.columns * view.channels);
    if (out === undefined) {
      return {
        put(values) {
          if (values instanceof elementTypes[dtype].array) {
            return destinationAround(image, contiguousView(values, dtype, view)).finish();
          }
          const { array } = elementTypes[dtype];
          const own = contiguousView(
            inMemory(() => new array(values.length)),
            dtype,
            view,
          );
          put(own, values);
          return destinationAround(image, own).finish();
        },
      };
    }
    const destination = readOut(out, dtype, view);
    const refuse = (what: string) =>
      wrongValue('ERR_OVERLAP', 'out', `memory apart from ${what}`, 'an overlap');
    if (overlaps(destination.view, view)) throw refuse('the image');
    if (taken.some((other) => overlaps(other, destination.view))) throw refuse('that of other results');
    taken.push(destination.view);
    return {
      put(values) {
        put(renewed(destination.view), values);
        return destination.finish();
      },
    };
  });
}

/** Rounds in place to what the type can hold. */
function rounded(values: Float32Array | Float64Array, dtype: DType): Float32Array | Float64Array {
  if (elementTypes[dtype].range === null) return values;
  const saturated = saturatorOf(dtype);
  for (let i = 0; i < values.length; i++) values[i] = saturated(values[i] as number);
  return values;
}

/** The element type of a result, as for a call of the core, but for what it is without `dtype` and `out`. */
export function typeOfResult(dtype: DType | undefined, out: unknown, otherwise: DType): DType {
  const given = dtypeOfOut(out);
  if (dtype !== undefined && given !== undefined && dtype !== given) {
    throw wrongKind('ERR_CONFLICT', 'out', `elements of the "dtype" ${dtype}`, given);
  }
  return dtype ?? given ?? otherwise;
}
