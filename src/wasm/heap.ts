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

interface Piece {
  readonly address: number;
  readonly bytes: number;
}

/**
 * Hands out pieces of linear memory, aligned to a line of the cache. Memory grows and never shrinks; pieces given back
 * are handed out again, the first that is large enough (Knuth, The Art of Computer Programming, 2.5, "first fit").
 * Kernels read and write nothing outside what they are given, so there is no slack between pieces.
 */
export class Heap {
  readonly memory: WebAssembly.Memory;
  readonly #taken = new Map<number, number>();
  /** Sorted by address, no two adjacent. */
  #free: Piece[] = [];
  #end = BASE;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
  }

  /**
   * The address of fresh bytes of unknown contents. Earlier views of memory may be detached.
   *
   * @throws {RangeError} If memory does not grow that far.
   */
  allocate(bytes: number): number {
    const size = Math.max(LINE_BYTES, wholeLines(bytes)) + (bytes >= LARGE_BYTES ? GAP_BYTES : 0);
    const index = this.#free.findIndex((piece) => piece.bytes >= size);
    const found = this.#free[index];
    let address = this.#end;
    if (found) {
      address = found.address;
      const rest = { address: address + size, bytes: found.bytes - size };
      this.#free.splice(index, 1, ...(rest.bytes > 0 ? [rest] : []));
    } else {
      const missing = address + size - this.memory.buffer.byteLength;
      // `grow` takes 32 bits of pages, and has another error for more.
      if (missing > 2 ** 32) throw new RangeError('more than 32-bit addresses reach');
      if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE_BYTES));
      this.#end = address + size;
    }
    this.#taken.set(address, size);
    return address;
  }

  free(address: number): void {
    const bytes = this.#taken.get(address);
    if (bytes === undefined) return;
    this.#taken.delete(address);
    const pieces = [...this.#free, { address, bytes }].sort((a, b) => a.address - b.address);
    const merged: Piece[] = [];
    for (const piece of pieces) {
      const last = merged[merged.length - 1];
      if (last && last.address + last.bytes === piece.address) {
        merged[merged.length - 1] = { address: last.address, bytes: last.bytes + piece.bytes };
      } else {
        merged.push(piece);
      }
    }
    const last = merged[merged.length - 1];
    if (last && last.address + last.bytes === this.#end) {
      this.#end = last.address;
      merged.pop();
    }
    this.#free = merged;
  }
}

function wholeLines(bytes: number): number {
  return Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;
}

/** Lays pieces out one after the other: `take` gives the offset of each from where they will lie. */
export class Pieces {
  #end: number;

  constructor(start = 0) {
    this.#end = start;
  }

  take(bytes: number): number {
    const offset = this.#end;
    this.#end = offset + wholeLines(bytes);
    return offset;
  }

  get bytes(): number {
    return this.#end;
  }
}

/** An odd number of cache lines, so that rows under each other do not compete for the same sets of the cache. */
export function oddLines(bytes: number): number {
  const lines = Math.ceil(bytes / LINE_BYTES);
  return (lines % 2 === 0 ? lines + 1 : lines) * LINE_BYTES;
}
