import type { BackendName, DType, TypedArray, UnavailableReason } from '../base/types.ts';
import type { RowSink, RowSource } from '../io/view.ts';
import type { Plan } from '../plan/plan.ts';
import type { BackendRates } from '../plan/rates.ts';
import type { Strip } from '../plan/strips.ts';
import type { Pointwise } from './pointwise.ts';

/** The rows of a strip, as a method reads them. */
export interface StagedRows {
  /** Uses rows of the image in place, without copying, if it can. `imageRow` is the first row of a strip without border rows. */
  adopt(source: RowSource, imageRow: number): boolean;
  /** Reads rows of the image and stages them at a row of the strip, borders and all. */
  stage(source: RowSource, imageRow: number, rowCount: number, at: number): void;
  /** Stages rows that lie wholly beyond the image. */
  fill(rowCount: number, at: number): void;
  /** Moves staged rows, which the next strip needs too, to the front. */
  keep(from: number, rowCount: number): void;
}

/** Sums of a strip where they lie, in float64. */
export interface StripSums {
  readonly values: Float64Array;
  /** The first one, and the distance from row to row. */
  readonly at: number;
  readonly rowStride: number;
}

/** A plan made ready: its tables lie where the backend needs them. `run` puts these steps together. */
export interface Prepared {
  readonly plan: Plan;
  readonly rows: StagedRows;
  /** Serves strips that this plan must not: see `run`. Null where it serves all of them. */
  readonly fallback: Prepared | null;
  /**
   * Does what all kernels have in common. Returns the sum of magnitudes of the strip's elements, or 0 if `compute` judges the strip.
   * Beyond the plan's `maxMagnitude` nothing is computed.
   */
  begin(strip: Strip, sinks: readonly RowSink[]): number;
  /** Computes a kernel's sums. Returns 0, or NaN where one that it looked at is not finite. */
  compute(strip: Strip, kernel: number, sink: RowSink): number;
  /** Whether a sum that was computed last is nearer to a tie than the plan's margin. */
  isNearTie(strip: Strip, kernel: number): boolean;
  /** The sums of a kernel that were computed last, where these are float64 and not yet results; else null. */
  sumsOf(kernel: number): StripSums | null;
  /** Makes results of the sums that were computed last, and writes them unless they lie where they belong. */
  deliver(strip: Strip, kernel: number, sink: RowSink): void;
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
  /** The times of its operations, for the choice of a method. */
  readonly rates: BackendRates;
  /** See `memoryOf`. */
  readonly sharesStrips: boolean;
  /** @throws {RangeError} The engine's, if there is not enough memory. */
  prepare(plan: Plan): Prepared;
  /** Its operations on single elements and pixels. */
  readonly pointwise: Pointwise;
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
   * Compares results of the backend with known ones: of what a plan uses, of pointwise operations, or of everything. It belongs to the loader, so that the
   * JavaScript entry does not bundle it.
   *
   * @throws {Unavailable} if they differ.
   */
  check?(backend: Backend, part?: Plan | 'pointwise'): void;
}

export class Unavailable extends Error {
  readonly reason: UnavailableReason;

  constructor(reason: UnavailableReason, detail: string) {
    super(detail);
    this.name = 'Unavailable';
    this.reason = reason;
  }
}
