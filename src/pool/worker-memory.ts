import { elementTypes } from '../base/dtype.ts';
import type { DType, TypedArray } from '../base/types.ts';
import { createSharedMemory, type SharedMemory } from '../wasm/shared-memory.ts';

/**
 * The front of a worker's memory, which belongs to the thread that calls. It puts rows of images there, and finds results there, so that
 * the worker copies neither. Pages that are never used take no memory; larger pieces go another way.
 * Chosen: the pieces that a worker has at a time, of 4 MiB each by src/pool/decision.ts, fit in many times over, since high strips make
 * some much larger.
 */
export const RESERVED_BYTES = 128 * 2 ** 20;
/** Below lie the data of the compiler: see src/wasm/heap.ts. */
const FIRST_BYTE = 4096;
/** Lines of the cache. */
const ALIGNMENT_BYTES = 64;
/** Rows that begin a whole number of pages apart compete for lines of the cache: so rooms are followed by some lines, as in `Heap`. */
const GAP_BYTES = 19 * ALIGNMENT_BYTES;

/** A place in the memory of a worker. */
export interface Room {
  readonly data: TypedArray;
  readonly address: number;
}

interface Taken {
  readonly from: number;
  readonly end: number;
}

/** Rooms in the memory of a worker. */
export class WorkerMemory {
  readonly memory: SharedMemory;
  readonly #buffer: ArrayBufferLike;
  /** In order of their addresses. */
  readonly #taken: Taken[] = [];
  /** All that rooms ever took: engines give no memory to the rest. */
  usedBytes = 0;

  /** @throws {RangeError} The engine's. */
  constructor() {
    this.memory = createSharedMemory(RESERVED_BYTES);
    this.#buffer = this.memory.buffer;
  }

  /**
   * The first place that is free, so that few lines of the caches are used, again and again.
   *
   * @param shiftBytes By how much the place begins behind a multiple of 8 bytes: engines copy to shared memory faster from what lies alike.
   * @returns Undefined if there is none.
   */
  take(dtype: DType, length: number, shiftBytes: number): Room | undefined {
    const { array, bytes } = elementTypes[dtype];
    const size = wholeLines(shiftBytes + length * bytes) + GAP_BYTES;
    let from = FIRST_BYTE;
    let index = 0;
    for (; index < this.#taken.length; index++) {
      const next = this.#taken[index] as Taken;
      if (next.from - from >= size) break;
      from = next.end;
    }
    if (from + size > RESERVED_BYTES) return undefined;
    this.#taken.splice(index, 0, { from, end: from + size });
    this.usedBytes = Math.max(this.usedBytes, from + size);
    const address = from + shiftBytes;
    return { address, data: new (array as SharedArrayType)(this.#buffer, address, length) };
  }

  giveBack({ address }: Room): void {
    const index = this.#taken.findIndex(({ from, end }) => from <= address && address < end);
    this.#taken.splice(index, 1);
  }
}

type SharedArrayType = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TypedArray;

function wholeLines(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}
