import { type Accumulator, elementTypes } from '../base/dtype.ts';
import { type Transform, twiddles } from '../plan/transform.ts';
import { type Engine, type Kernel, put, suffixes } from './engine.ts';
import type { Pieces } from './heap.ts';

/** Rows of a matrix: the first one's address and what lies between them, in bytes. */
export interface Rows {
  readonly address: number;
  readonly pitchBytes: number;
}

/** Where rows of a result go, and how many of them. */
export interface Target extends Rows {
  readonly rows: number;
}

/** The transform of all columns of a matrix; see `assembly/kernels/fourier.ts`. */
export class Columns {
  readonly #transform: Transform;
  readonly #accumulator: Accumulator;
  readonly #engine: Engine;
  readonly #radices: number;
  readonly #twiddles: number;
  readonly #twiddleBytes: number;
  readonly #factors: Float64Array;
  readonly #forward: Kernel;
  readonly #inverse: Kernel;

  constructor(transform: Transform, accumulator: Accumulator, engine: Engine, fixed: Pieces) {
    this.#transform = transform;
    this.#accumulator = accumulator;
    this.#engine = engine;
    this.#forward = engine.kernel(`forward_${suffixes[accumulator]}`);
    this.#inverse = engine.kernel(`inverse_${suffixes[accumulator]}`);
    this.#factors = twiddles(transform);
    this.#twiddleBytes = this.#factors.length * elementTypes[accumulator].bytes;
    this.#radices = fixed.take(transform.radices.length * 4);
    this.#twiddles = fixed.take(this.#twiddleBytes);
  }

  write(fixed: number): void {
    put(this.#engine.buffer, fixed + this.#radices, Int32Array, this.#transform.radices);
    put(this.#engine.buffer, fixed + this.#twiddles, elementTypes[this.#accumulator].array, this.#factors);
  }

  /** A spectrum's real and imaginary rows lie `pitchBytes` apart. */
  forward(fixed: number, real: Rows, imaginary: Rows, spectrum: Rows, rowBytes: number): void {
    this.#forward(
      real.address,
      real.pitchBytes,
      imaginary.address,
      imaginary.pitchBytes,
      spectrum.address,
      spectrum.pitchBytes,
      this.#transform.length,
      fixed + this.#radices,
      this.#transform.radices.length,
      fixed + this.#twiddles,
      rowBytes,
    );
  }

  /** Keeps every `rowStride`-th row of the targets, which have the same pitch. */
  inverse(
    fixed: number,
    spectrum: Rows,
    rowBytes: number,
    delta: number,
    discard: number,
    real: Target,
    imaginary: Target,
    rowStride: number,
  ): void {
    this.#inverse(
      spectrum.address,
      spectrum.pitchBytes,
      this.#transform.length,
      fixed + this.#radices,
      this.#transform.radices.length,
      fixed + this.#twiddles + this.#twiddleBytes,
      rowBytes,
      delta,
      discard,
      real.address,
      real.rows,
      imaginary.address,
      imaginary.rows,
      rowStride,
      real.pitchBytes,
    );
  }
}
