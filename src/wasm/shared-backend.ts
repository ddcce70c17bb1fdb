import type { Backend } from '../backend/backend.ts';
import { elementTypes } from '../base/dtype.ts';
import type { DType, TypedArray } from '../base/types.ts';
import { mayMove } from '../io/moving.ts';
import { type Pad, pad } from './abi.ts';
import { backendOver, fuses } from './create-backend.ts';
import { Engine } from './engine.ts';
import { instantiate } from './instance.ts';
import type { SharedMemory, SharedModule } from './shared-memory.ts';

/** Engines copy within shared memory in units of 8 bytes at most; kernels copy vectors. */
class SharedEngine extends Engine {
  readonly #copy: Pad = {
    kernel: this.exports.pad_f32_f32,
    source: 0,
    sourcePitchBytes: 0,
    rows: 1,
    first: 0,
    count: 0,
    left: 0,
    leftCount: 0,
    right: 0,
    rightCount: 0,
    fill: 0,
    destination: 0,
    destinationPitchBytes: 0,
  };

  /** Of whole numbers of 4 bytes. */
  override moveDown(to: number, from: number, bytes: number): void {
    const copy = this.#copy;
    copy.source = from;
    copy.destination = to;
    copy.count = bytes / 4;
    pad(copy);
  }
}

/** A backend, and what another thread put into its memory. */
export interface SharedBackend {
  readonly backend: Backend;
  arrayAt(address: number, dtype: DType, length: number): TypedArray;
}

/** @param reservedBytes How much of the start of memory belongs to the other thread. */
export function createSharedBackend(
  { name, module }: SharedModule,
  memory: SharedMemory,
  reservedBytes: number,
): SharedBackend {
  const { exports } = instantiate(module, () => memory);
  const engine = new SharedEngine(exports, memory, fuses(name), reservedBytes);
  const moving = { buffer: () => engine.heap.buffer, isTaken: () => true };
  return {
    backend: backendOver(name, engine),
    arrayAt(address, dtype, length) {
      const array = new elementTypes[dtype].array(engine.heap.buffer, address, length);
      mayMove(array, moving);
      return array;
    },
  };
}
