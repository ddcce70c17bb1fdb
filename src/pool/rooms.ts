import { elementTypes } from '../base/dtype.ts';
import type { DType, TypedArray } from '../base/types.ts';
import { nodeModule } from './start-worker.ts';

interface Channel {
  readonly port1: Port;
  readonly port2: Port;
}

interface Port {
  postMessage(message: unknown): void;
  close(): void;
}

/** Whether memory can be shared with workers: found out by sending some, since pages that may not may still have the type. */
export function canShare(): boolean {
  try {
    // Jest hides Node's from programs.
    const place = nodeModule('node:worker_threads') ?? globalThis;
    const { MessageChannel } = place as { readonly MessageChannel: new () => Channel };
    const { port1, port2 } = new MessageChannel();
    try {
      port1.postMessage(new SharedArrayBuffer(1));
      return true;
    } finally {
      port1.close();
      port2.close();
    }
  } catch {
    return false;
  }
}

type ArrayType = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TypedArray;

/** How much free memory is kept, as a multiple of the peak use. Chosen: images and results do not always fit in each other's rooms. */
const SPARE = 1.5;

/**
 * Memory for rows that workers read and write. Later calls use it again, since the system fills new memory with zeros, page by page.
 * Free memory never exceeds one and a half times the peak use, whatever sizes calls ask for.
 */
export class RowRooms {
  readonly #isShared: boolean;
  /** The one that has been free for the longest time first. */
  readonly #free: ArrayBufferLike[] = [];
  #freeBytes = 0;
  #peakBytes = 0;
  /** All that was made and not dropped. */
  bytes = 0;

  /** @param isShared Whether all threads see it at the same time; else it is sent to and fro. */
  constructor(isShared: boolean) {
    this.#isShared = isShared;
  }

  /**
   * @param shiftBytes Where in its buffer the array begins.
   * @throws {RangeError} The engine's, if there is not enough memory.
   */
  take(dtype: DType, length: number, shiftBytes = 0): TypedArray {
    const { array, bytes } = elementTypes[dtype];
    const wanted = sizeFor(shiftBytes + length * bytes);
    // The smallest that is large enough, but none that would waste more than half of itself.
    let best = -1;
    for (const [i, { byteLength }] of this.#free.entries()) {
      const isBetter = best < 0 || byteLength < (this.#free[best] as ArrayBufferLike).byteLength;
      if (byteLength >= wanted && byteLength <= 2 * wanted && isBetter) best = i;
    }
    const [found] = best < 0 ? [] : this.#free.splice(best, 1);
    const buffer = found ?? (this.#isShared ? new SharedArrayBuffer(wanted) : new ArrayBuffer(wanted));
    if (found) this.#freeBytes -= found.byteLength;
    else this.bytes += wanted;
    this.#peakBytes = Math.max(this.#peakBytes, this.bytes - this.#freeBytes);
    return new (array as ArrayType)(buffer, shiftBytes, length);
  }

  giveBack({ buffer }: TypedArray): void {
    this.#free.push(buffer);
    this.#freeBytes += buffer.byteLength;
    while (this.#freeBytes > SPARE * this.#peakBytes) this.#dropOldest();
  }

  /** Forgets memory that was sent to a worker and does not come back. */
  lose(bytes: number): void {
    this.bytes -= bytes;
  }

  /** Lets the garbage collector have what is not in use. */
  drop(): void {
    while (this.#free.length > 0) this.#dropOldest();
    this.#peakBytes = this.bytes;
  }

  #dropOldest(): void {
    const { byteLength } = this.#free.shift() as ArrayBufferLike;
    this.#freeBytes -= byteLength;
    this.bytes -= byteLength;
  }
}

/** Sizes that differ little become the same, an eighth larger at most: pieces of a call differ by some rows, and may use each other's rooms. */
function sizeFor(bytes: number): number {
  const unit = Math.max(1, 2 ** (Math.floor(Math.log2(bytes)) - 3));
  return Math.ceil(bytes / unit) * unit;
}
