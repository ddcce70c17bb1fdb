import { describe, inMemory, wrongKind, wrongValue } from '../base/errors.ts';
import { isArray, lengthOf } from '../base/list.ts';
import type { DType } from '../base/types.ts';
import {
  type Container,
  type Destination,
  newDestination,
  type OutReading,
  readOut,
  refuseLarge,
  refuseOverlaps,
  settleOut,
} from '../io/container.ts';
import type { Call } from './plan-call.ts';

/** Containers for results that were read: one for each kernel, or none at all. */
export interface Outs {
  /** The caller's object. */
  readonly value: unknown;
  readonly each: readonly OutReading[];
}

export const noOuts: Outs = { value: undefined, each: [] };

/** @param count How many kernels a bank has; null for a single kernel that is not in a bank. */
export function readOuts(count: number | null, out: unknown): Outs {
  if (out === undefined) return noOuts;
  if (count === null) return { value: out, each: [readOut(out)] };
  if (!isArray(out))
    throw wrongKind('ERR_OUT', 'out', 'an array with one element for each kernel', describe(out));
  const length = lengthOf(out);
  if (length !== count)
    throw wrongValue('ERR_OUT', 'out', `${count} elements, one for each kernel`, `${length}`);
  const each: OutReading[] = [];
  for (let i = 0; i < count; i++) {
    const given: unknown = out[i];
    if (given === undefined)
      throw wrongKind('ERR_OUT', `out[${i}]`, 'a container or typed array', 'undefined');
    each.push(readOut(given));
  }
  return { value: out, each };
}

/** The element type of results: what the caller names, else what their containers hold. */
export function resultType(dtype: DType | undefined, outs: readonly OutReading[], otherwise: DType): DType {
  let decided = dtype;
  for (const { dtype: given } of outs) {
    if (given === undefined) continue;
    if (decided !== undefined && given !== decided) {
      const expected =
        dtype === undefined ? `elements of one type, ${decided}` : `elements of the "dtype" ${dtype}`;
      throw wrongKind('ERR_CONFLICT', 'out', expected, describe(given));
    }
    decided = given;
  }
  return decided ?? otherwise;
}

/** Where the results of a call go: into the caller's containers, or into new ones of the image's kind. */
export function destinationsFor(
  { shapes, subject, isSwapped, parts }: Call,
  container: Container,
  { each }: Outs,
): readonly Destination[] {
  if (each.length === 0) refuseLarge(container, shapes);
  const destinations = shapes.map((shape, kernel) => {
    const out = each[kernel];
    return out
      ? settleOut(out, subject.result, shape)
      : inMemory(() => newDestination(container, subject.result, shape));
  });
  // Swapped, the kernels are read while results are written.
  const kernels = isSwapped ? parts.flatMap(({ source }) => source ?? []) : [];
  refuseOverlaps(destinations, container.view, kernels);
  return destinations;
}
