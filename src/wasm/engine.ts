import type { DType } from '../base/types.ts';
import type { View } from '../io/view.ts';
import { Heap } from './heap.ts';
import type { Exports } from './instance.ts';

/** A function of the binary; pointers and sizes are in bytes. */
export type Kernel = (...numbers: number[]) => number;

/** An instance of a binary and its memory, in which all plans share one scratch area: only one runs at a time. */
export class Engine {
  readonly heap: Heap;
  readonly #exports: Exports;
  #scratch = 0;
  #scratchBytes = 0;

  constructor(exports: Exports, memory: WebAssembly.Memory) {
    this.#exports = exports;
    this.heap = new Heap(memory);
  }

  /** An export, by the name `assembly/index.ts` gives it. To be asked for once: looking it up takes as long as a short row. */
  kernel(name: string): Kernel {
    return this.#exports[name] as Kernel;
  }

  get buffer(): ArrayBuffer {
    return this.heap.memory.buffer as ArrayBuffer;
  }

  /** Where the scratch area lies now. */
  get scratch(): number {
    return this.#scratch;
  }

  /** Makes sure that the scratch area has so many bytes. Nothing in it outlives a run. */
  #reserve(bytes: number): void {
    if (bytes <= this.#scratchBytes) return;
    const old = this.#scratchBytes > 0 ? this.#scratch : undefined;
    // Not before there is a new one: without it, plans that were made ready before still need the old.
    this.#scratch = this.heap.allocate(bytes);
    this.#scratchBytes = bytes;
    if (old !== undefined) this.heap.free(old);
  }

  /**
   * Memory for a plan's tables, and enough of the scratch area. Disposes of what else the plan has if there is not enough.
   *
   * @throws {RangeError} The engine's.
   */
  claim(fixedBytes: number, scratchBytes: number, other?: { dispose(): void }): number {
    try {
      this.#reserve(scratchBytes);
      return this.heap.allocate(fixedBytes);
    } catch (error) {
      other?.dispose();
      throw error;
    }
  }

  /** The address of a view's first row, if the view lies in linear memory, has this type, and its rows are packed. */
  addressOf(view: View | null, dtype: DType): number | undefined {
    if (view === null || view.dtype !== dtype || !view.hasPackedRows) return undefined;
    const { data } = view;
    return data.buffer === this.buffer ? data.byteOffset + view.offset * data.BYTES_PER_ELEMENT : undefined;
  }
}

/** Element types as `assembly/index.ts` names them. */
export const suffixes: { readonly [dtype in DType]: string } = {
  float32: 'f32',
  float64: 'f64',
  uint8: 'u8',
  uint8clamped: 'u8',
  int8: 'i8',
  int16: 'i16',
  uint16: 'u16',
  int32: 'i32',
  uint32: 'u32',
};

/** Copies numbers into linear memory, converted to the type of `array`. */
export function put(
  buffer: ArrayBuffer,
  address: number,
  array: new (
    buffer: ArrayBufferLike,
    byteOffset: number,
    length: number,
  ) => { set(values: ArrayLike<number>): void },
  values: ArrayLike<number>,
): void {
  new array(buffer, address, values.length).set(values);
}
