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
  readonly #free: Piece[] = [];
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

  /** Whether bytes lie in a piece that is handed out. */
  isTaken(address: number, bytes: number): boolean {
    for (const [start, size] of this.#taken) {
      if (address >= start && address + bytes <= start + size) return true;
    }
    return false;
  }

  free(address: number): void {
    const bytes = this.#taken.get(address);
    if (bytes === undefined) return;
    this.#taken.delete(address);
    const free = this.#free;
    let index = free.length;
    while (index > 0 && (free[index - 1] as Piece).address > address) index--;
    const before = free[index - 1];
    const after = free[index];
    const joinsBefore = before !== undefined && before.address + before.bytes === address;
    const joinsAfter = after !== undefined && address + bytes === after.address;
    const start = joinsBefore ? before.address : address;
    const end = joinsAfter ? after.address + after.bytes : address + bytes;
    const joined = Number(joinsBefore) + Number(joinsAfter);
    const isLast = end === this.#end;
    free.splice(
      joinsBefore ? index - 1 : index,
      joined,
      ...(isLast ? [] : [{ address: start, bytes: end - start }]),
    );
    if (isLast) this.#end = start;
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
