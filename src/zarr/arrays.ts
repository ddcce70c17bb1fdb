import * as zarr from 'zarrita';
import { dtypes } from '../base/dtype.ts';
import { describe, type ErrorCode, wrongKind, wrongValue } from '../base/errors.ts';
import type { DType } from '../index.ts';
import type { InputArray, OutputArray } from './types.ts';

export function readInput(value: unknown): InputArray {
  refuseArray('input', 'ERR_IMAGE', value);
  return value as InputArray;
}

export function readOutput(value: unknown): OutputArray {
  refuseArray('output', 'ERR_OUT', value);
  const output = value as OutputArray;
  if (typeof output.store.set !== 'function') {
    throw wrongKind('ERR_OUT', 'output', 'an array in a store that can be written to', 'one without "set"');
  }
  return output;
}

/** Refuses what is no array of planes of numbers. */
function refuseArray(name: string, code: ErrorCode, value: unknown): void {
  if (!(value instanceof zarr.Array)) {
    const got = value instanceof Promise ? 'a promise' : describe(value);
    throw wrongKind(code, name, 'an Array of the package zarrita, such as "open" resolves to', got);
  }
  const { shape, dtype } = value as InputArray;
  if (shape.length < 2 || shape.some((length) => length < 1)) {
    throw wrongValue(code, name, 'two axes or more, none of them empty', `a shape of [${shape.join(', ')}]`);
  }
  if (!(dtypes as string[]).includes(dtype)) {
    throw wrongKind(code, name, `elements of ${zarrTypes.join(', ')}`, dtype);
  }
}

/** The element types that both Zarr and the library have. */
export const zarrTypes: readonly DType[] = dtypes.filter((dtype) => dtype !== 'uint8clamped');

export function sameLengths(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}
