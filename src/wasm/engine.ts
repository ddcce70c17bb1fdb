import { elementTypes } from '../base/dtype.ts';
import type { DType } from '../base/types.ts';
import type { View } from '../io/view.ts';
import type { Exports } from './abi.ts';
import { Heap } from './heap.ts';

/** Memory that plans share, since only one runs at a time: nothing in it outlives a run. */
export interface ScratchArea {
  readonly address: number;
  readonly bytes: number;
  /** Plans that use it. */
  users: number;
}

/** An instance of a binary, and its memory. */
export class Engine {
  readonly exports: Exports;
  readonly heap: Heap;
  /** Whether the binary rounds a multiplication and an addition once. */
  readonly fuses: boolean;
  #latest: ScratchArea | undefined;

  /** @param heapBase See `Heap`. */
  constructor(exports: Exports, memory: WebAssembly.Memory, fuses: boolean, heapBase?: number) {
    this.exports = exports;
    this.heap = new Heap(memory, heapBase);
    this.fuses = fuses;
  }

  /**
   * The scratch area, or a larger one where a plan needs more. It never moves: plans that were prepared earlier keep the smaller
   * one, until the last of them is disposed of.
   *
   * @throws {RangeError} The engine's.
   */
  acquireScratch(bytes: number): ScratchArea {
    const { heap } = this;
    let area = this.#latest;
    if (area === undefined || area.bytes < bytes) {
      if (area?.users === 0) {
        heap.free(area.address);
        this.#latest = undefined;
      }
      area = { address: heap.allocate(bytes), bytes, users: 0 };
      this.#latest = area;
    }
    area.users++;
    return area;
  }

  releaseScratch(area: ScratchArea): void {
    area.users--;
    if (area.users === 0 && area !== this.#latest) this.heap.free(area.address);
  }

  /**
   * The address of a view's first row, if the view lies in linear memory, has this type, and its rows are packed; else undefined. Of a
   * view that has only some of its rows it lies outside, and may be negative.
   */
  addressOf(view: View | null, dtype: DType): number | undefined {
    if (view === null || !view.mayMove || view.dtype !== dtype || !view.hasPackedRows) return undefined;
    const { data } = view;
    if (data.buffer !== this.heap.buffer) return undefined;
    return data.byteOffset + view.offset * data.BYTES_PER_ELEMENT;
  }

  /** Moves bytes to a lower address. */
  moveDown(to: number, from: number, bytes: number): void {
    this.heap.array('uint8').copyWithin(to, from, from + bytes);
  }
}

interface Suffixes {
  readonly float32: 'f32';
  readonly float64: 'f64';
  readonly uint8: 'u8';
  readonly uint8clamped: 'u8';
  readonly int8: 'i8';
  readonly int16: 'i16';
  readonly uint16: 'u16';
  readonly int32: 'i32';
  readonly uint32: 'u32';
}

/** An element type as exports name it: its first letter and its bits. */
export function suffixOf<D extends DType>(dtype: D): Suffixes[D] {
  return `${dtype[0]}${8 * elementTypes[dtype].bytes}` as Suffixes[D];
}
