import { elementTypes } from '../base/dtype.ts';
import type { DType, TypedArray } from '../base/types.ts';

/** Below lies what the compiler may place: `memoryBase` in asconfig.json. A line of the cache, so that all is aligned to one. */
const BASE = 1024;
/** A line of the first-level cache on x86 and most ARM cores. */
export const LINE_BYTES = 64;
const PAGE_BYTES = 65536;
/**
 * Rows of 4096 bytes that begin 4096 bytes apart compete for the same lines of the cache, and a store holds up a load from
 * the same place in another page. So large pieces are followed by a gap of a number of lines that has no factor in
 * common with the 64 of a page: reading one image and writing the next took 10 % less.
 */
const GAP_BYTES = 19 * LINE_BYTES;
const LARGE_BYTES = 65536;

/**
 * Growing takes a fifth of a millisecond or more in V8, and detaches every array on the memory. So memory grows by at least a
 * half of what there is: a page that filters one small picture holds at most half as much again as it needs, and a hundred
 * images take some ten steps. From 16 MiB on steps are of 8 MiB: longer ones save nothing that can be measured.
 */
const MAX_GROWTH_BYTES = 8 * 2 ** 20;

/** Stretches of memory that do not overlap, sorted by address. A search for one takes a logarithm of their number. */
class Extents {
  readonly addresses: number[] = [];
  readonly sizes: number[] = [];

  /** The index of the last one that begins at or before an address; -1 if all begin after it. */
  lastUpTo(address: number): number {
    let low = 0;
    let high = this.addresses.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.addresses[middle] as number) <= address) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** The index of the first one of so many bytes; -1 if there is none. */
  firstOf(bytes: number): number {
    for (let i = 0; i < this.sizes.length; i++) {
      if ((this.sizes[i] as number) >= bytes) return i;
    }
    return -1;
  }

  insert(index: number, address: number, bytes: number): void {
    this.addresses.splice(index, 0, address);
    this.sizes.splice(index, 0, bytes);
  }

  remove(index: number): void {
    this.addresses.splice(index, 1);
    this.sizes.splice(index, 1);
  }
}

/**
 * Hands out pieces of linear memory, aligned to a line of the cache. Memory grows and never shrinks; pieces given back
 * are handed out again, the first that is large enough (Knuth, The Art of Computer Programming, 2.5, "first fit").
 * Kernels read and write nothing outside what they are given, so there is no slack between pieces.
 */
export class Heap {
  readonly memory: WebAssembly.Memory;
  /** The memory's, remembered: asking `memory` takes as long as computing a short row. */
  buffer: ArrayBuffer;
  /** Over all of the buffer. */
  #arrays: { [dtype in DType]?: TypedArray } = {};
  readonly #taken = new Extents();
  /** No two adjacent, and none at the end. */
  readonly #free = new Extents();
  #end: number;
  /** Where bytes begin that no piece ever held: they are zeros still, and most engines give them no memory yet. */
  #untouched: number;

  /** @param base What lies below belongs to others. */
  constructor(memory: WebAssembly.Memory, base = BASE) {
    this.#end = base;
    this.#untouched = base;
    this.memory = memory;
    this.buffer = memory.buffer as ArrayBuffer;
  }

  /** All of memory as elements of a type, until it grows. Elements at an address lie at `address / bytes`. */
  array(dtype: DType): TypedArray {
    const found = this.#arrays[dtype];
    if (found !== undefined) return found;
    const { array, bytes } = elementTypes[dtype];
    const made: TypedArray = new array(this.buffer, 0, this.buffer.byteLength / bytes);
    this.#arrays[dtype] = made;
    return made;
  }

  /**
   * The address of fresh bytes of unknown contents. Earlier views of memory may be detached.
   *
   * @throws {RangeError} If memory does not grow that far.
   */
  allocate(bytes: number): number {
    const size = Math.max(LINE_BYTES, apart(bytes));
    const index = this.#free.firstOf(size);
    const address = index < 0 ? this.#atEnd(size) : this.#fromFree(index, size);
    this.#taken.insert(this.#taken.lastUpTo(address) + 1, address, size);
    return address;
  }

  /** As `allocate`, but the bytes are zeros. */
  allocateZeros(bytes: number): number {
    const untouched = this.#untouched;
    const address = this.allocate(bytes);
    const touched = Math.min(bytes, untouched - address);
    if (touched > 0) this.array('uint8').fill(0, address, address + touched);
    return address;
  }

  #atEnd(size: number): number {
    const address = this.#end;
    const missing = address + size - this.buffer.byteLength;
    if (missing > 0) this.#grow(missing);
    this.#end = address + size;
    this.#untouched = Math.max(this.#untouched, this.#end);
    return address;
  }

  /** The front of a free piece; what is left of it stays free. */
  #fromFree(index: number, size: number): number {
    const { addresses, sizes } = this.#free;
    const address = addresses[index] as number;
    const rest = (sizes[index] as number) - size;
    if (rest === 0) {
      this.#free.remove(index);
    } else {
      addresses[index] = address + size;
      sizes[index] = rest;
    }
    return address;
  }

  /** By what is missing at least; by just that where more is refused. */
  #grow(missing: number): void {
    // `grow` takes 32 bits of pages, and has another error for more.
    if (missing > 2 ** 32) throw new RangeError('more than 32-bit addresses reach');
    const pages = Math.ceil(missing / PAGE_BYTES);
    const half = Math.min(this.buffer.byteLength / 2, MAX_GROWTH_BYTES);
    const step = Math.floor(half / PAGE_BYTES);
    try {
      this.memory.grow(Math.max(step, pages));
    } catch {
      // Near the engine's limit.
      this.memory.grow(pages);
    }
    this.buffer = this.memory.buffer as ArrayBuffer;
    this.#arrays = {};
  }

  /** Whether bytes lie in a piece that is handed out. */
  isTaken(address: number, bytes: number): boolean {
    const index = this.#taken.lastUpTo(address);
    const { addresses, sizes } = this.#taken;
    return index >= 0 && address + bytes <= (addresses[index] as number) + (sizes[index] as number);
  }

  /** Gives back a piece, by the address that `allocate` gave; does nothing for any other. */
  free(address: number): void {
    const index = this.#taken.lastUpTo(address);
    if (this.#taken.addresses[index] !== address) return;
    let start = address;
    let end = address + (this.#taken.sizes[index] as number);
    this.#taken.remove(index);

    const free = this.#free;
    const before = free.lastUpTo(address);
    if (free.addresses[before + 1] === end) {
      end += free.sizes[before + 1] as number;
      free.remove(before + 1);
    }
    if (before >= 0 && (free.addresses[before] as number) + (free.sizes[before] as number) === start) {
      start = free.addresses[before] as number;
      free.remove(before);
    }
    if (end === this.#end) this.#end = start;
    else free.insert(free.lastUpTo(start) + 1, start, end - start);
  }
}

function wholeLines(bytes: number): number {
  return Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;
}

/** Whole lines, and the gap behind a large piece. */
export function apart(bytes: number): number {
  return wholeLines(bytes) + (bytes >= LARGE_BYTES ? GAP_BYTES : 0);
}

/** An odd number of cache lines, so that rows under each other do not compete for the same sets of the cache. */
export function oddLines(bytes: number): number {
  const lines = Math.ceil(bytes / LINE_BYTES);
  return (lines % 2 === 0 ? lines + 1 : lines) * LINE_BYTES;
}
