import { dtypeOf, elementTypes } from '../base/dtype.ts';
import type { DType, TypedArray } from '../base/types.ts';

/** Memory whose buffer changes when it grows, which leaves arrays on the old one dead. */
export interface MovingMemory {
  buffer(): ArrayBufferLike;
  isTaken(byteOffset: number, byteLength: number): boolean;
}

const memories = /* @__PURE__ */ new WeakMap<ArrayBufferLike, MovingMemory>();
/** Most programs have no memory that moves. Then each call skips four look-ups, a tenth of what a small one takes. */
let isEmpty = true;

function memoryOf(buffer: ArrayBufferLike): MovingMemory | undefined {
  return isEmpty ? undefined : memories.get(buffer);
}

/** Makes known which memory an array's buffer is of. */
export function mayMove(array: TypedArray, memory: MovingMemory): void {
  isEmpty = false;
  memories.set(array.buffer, memory);
}

/** What tells where an array's elements are, whatever happens to its buffer; undefined if nothing can. */
export function follow(array: TypedArray): (() => TypedArray) | undefined {
  const memory = memoryOf(array.buffer);
  if (memory === undefined) return undefined;
  const { byteOffset, length, buffer } = array;
  const type = elementTypes[dtypeOf(array) as DType].array;
  return () => {
    if (memory.buffer() === buffer) return array;
    const moved = new type(memory.buffer(), byteOffset, length);
    memories.set(moved.buffer, memory);
    return moved;
  };
}

/**
 * Memory that was given back, and the release after it. A linked list of which we keep only the end: older releases are garbage
 * once no call looks at them.
 */
export interface Release {
  readonly buffer: ArrayBufferLike | undefined;
  readonly start: number;
  readonly end: number;
  next: Release | undefined;
}

let latest: Release = { buffer: undefined, start: 0, end: 0, next: undefined };

/** The latest release so far. */
export function latestRelease(): Release {
  return latest;
}

/** Records that memory is given back; it may get another owner. */
export function giveBack(buffer: ArrayBufferLike, byteOffset: number, byteLength: number): void {
  latest.next = { buffer, start: byteOffset, end: byteOffset + byteLength, next: undefined };
  latest = latest.next;
}

/** Whether an array lies in memory that was given back after `since`, or that has no owner now. */
export function isGivenBack({ buffer, byteOffset, byteLength }: TypedArray, since: Release): boolean {
  const memory = memoryOf(buffer);
  if (memory === undefined || byteLength === 0) return false;
  for (let release = since.next; release !== undefined; release = release.next) {
    const { start, end } = release;
    if (release.buffer === buffer && start < byteOffset + byteLength && byteOffset < end) return true;
  }
  return !memory.isTaken(byteOffset, byteLength);
}
