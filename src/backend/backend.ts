import type { BackendName, DType, TypedArray, UnavailableReason } from '../base/types.ts';
import type { RowSink, RowSource } from '../io/view.ts';
import type { Plan } from '../plan/plan.ts';
import type { RowRange } from './strips.ts';

/** A plan made ready: its tables lie where the backend needs them. */
export interface Prepared {
  /**
   * Computes the plan: reads the image from `source`, writes a result for each kernel to `sinks`; only the given rows
   * of it, if any are given.
   */
  run(source: RowSource, sinks: readonly RowSink[], range?: RowRange): void;
  /** Gives the memory back. */
  dispose(): void;
  /** Bytes held until then. */
  readonly bytes: number;
}

/** Memory that a backend reads and writes without copying. */
export interface ResidentMemory {
  /** Valid until the next call of the package. Keeps its owner from becoming garbage. */
  array(owner: object): TypedArray;
  /** Where it is now. */
  buffer(): ArrayBufferLike;
  /** Whether bytes of the buffer, by their offset, belong to memory that was allocated and not disposed of. */
  isTaken(byteOffset: number, byteLength: number): boolean;
  dispose(): void;
}

export interface Backend {
  readonly name: BackendName;
  /** @throws {RangeError} The engine's, if there is not enough memory. */
  prepare(plan: Plan): Prepared;
  /**
   * Memory for a resident image, all zeros; null if an ordinary array serves this backend as well, or better.
   *
   * @throws {RangeError} The engine's, if there is not enough memory.
   */
  allocate(dtype: DType, length: number): ResidentMemory | null;
  /** Bytes of linear memory, which never shrinks; 0 without WebAssembly. */
  memoryBytes(): number;
}

/** A backend before it is known whether it works here. */
export interface BackendLoader {
  readonly name: BackendName;
  /** @throws {Unavailable} if it doesn't. */
  load(): Backend;
  /**
   * Holds what was loaded to results that are known. Part of the loader, so that an entry without WebAssembly goes without.
   *
   * @throws {Unavailable} if they differ.
   */
  check?(backend: Backend): void;
}

export class Unavailable extends Error {
  readonly reason: UnavailableReason;

  constructor(reason: UnavailableReason, detail: string) {
    super(detail);
    this.name = 'Unavailable';
    this.reason = reason;
  }
}
