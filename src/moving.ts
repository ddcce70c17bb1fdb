import { dtypeOf, elementTypes } from './dtype.ts';
import type { DType, TypedArray } from './types.ts';

/** Memory whose buffer changes when it grows, which leaves arrays on the old one dead. */
export interface MovingMemory {
  buffer(): ArrayBufferLike;
  isTaken(byteOffset: number, byteLength: number): boolean;
}

const memories = new WeakMap<ArrayBufferLike, MovingMemory>();

/** Makes known which memory an array's buffer is of. */
export function mayMove(array: TypedArray, memory: MovingMemory): void {
  memories.set(array.buffer, memory);
}

/** What tells where an array's elements are, whatever happens to its buffer; undefined if nothing can. */
export function follow(array: TypedArray): (() => TypedArray) | undefined {
  const memory = memories.get(array.buffer);
  if (memory === undefined) return undefined;
  const { byteOffset, length, buffer } = array;
  const type = elementTypes[dtypeOf(array) as DType].array;
  return () => (memory.buffer() === buffer ? array : new type(memory.buffer(), byteOffset, length));
}

/** Whether an array lies in memory that was given back, and may hold something else by now. */
export function isGivenBack({ buffer, byteOffset, byteLength }: TypedArray): boolean {
  const memory = memories.get(buffer);
  return memory !== undefined && byteLength > 0 && !memory.isTaken(byteOffset, byteLength);
}
