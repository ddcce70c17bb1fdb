/** Below lies what the compiler may place: `memoryBase` in asconfig.json. */
const BASE = 1024;
/** A SIMD vector. */
const ALIGNMENT_BYTES = 16;
const PAGE_BYTES = 65536;

/** Hands out pieces of linear memory, all of which are taken back at once. Memory grows and never shrinks. */
export class Arena {
  readonly #memory: WebAssembly.Memory;
  #end = BASE;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
  }

  /** Takes everything back. */
  reset(): void {
    this.#end = BASE;
  }

  /**
   * The address of `bytes` fresh bytes, aligned for vectors. Kernels read and write nothing outside what they are
   * given, so there is no slack between pieces. Call `commit` before touching any of them.
   */
  take(bytes: number): number {
    const address = this.#end;
    this.#end = address + Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    return address;
  }

  /**
   * Grows memory to hold what was taken, and returns its buffer; earlier views may be detached.
   *
   * @throws {RangeError} The engine's, if memory does not grow that far.
   */
  commit(): ArrayBuffer {
    const missing = this.#end - this.#memory.buffer.byteLength;
    if (missing > 0) {
      this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
    }
    return this.#memory.buffer as ArrayBuffer;
  }
}
