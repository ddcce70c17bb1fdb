import { dtypeOf, elementTypes } from './dtype.ts';
import type { DType, TypedArray } from './types.ts';

/** Where the contents of a buffer are now: linear memory that grows gets a new buffer, and arrays on the old one are dead. */
const moved = new WeakMap<ArrayBufferLike, () => ArrayBufferLike>();

/** Makes known that `current` tells where the contents of an array's buffer are from now on. */
export function mayMove(array: TypedArray, current: () => ArrayBufferLike): void {
  moved.set(array.buffer, current);
}

/** What tells where an array's elements are, whatever happens to its buffer; undefined if nothing can. */
export function follow(array: TypedArray): (() => TypedArray) | undefined {
  const current = moved.get(array.buffer);
  if (current === undefined) return undefined;
  const { byteOffset, length, buffer } = array;
  const type = elementTypes[dtypeOf(array) as DType].array;
  return () => (current() === buffer ? array : new type(current(), byteOffset, length));
}
