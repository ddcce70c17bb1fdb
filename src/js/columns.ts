import { type Transform, twiddles } from '../plan/transform.ts';
import { both2, type Complex, forward3, forward4, inverse3, inverse4 } from './butterflies.ts';

/** The transform of all columns of a complex matrix, as `assembly/kernels/fourier.ts` has it. Always in float64. */
export class Columns {
  readonly #transform: Transform;
  readonly #factors: Float64Array;

  constructor(transform: Transform) {
    this.#transform = transform;
    this.#factors = twiddles(transform);
  }

  /**
   * From rows of `source`, the real ones from `at` on and the imaginary ones from `imaginaryAt` on, `sourcePitch` apart,
   * into `spectrum`, whose rows are `pitch` apart; `count` elements of each.
   */
  forward(
    source: Complex,
    at: number,
    imaginaryAt: number,
    sourcePitch: number,
    spectrum: Complex,
    pitch: number,
    count: number,
  ): void {
    const { length, radices } = this.#transform;
    let part = length / 4;
    let factor = 0;
    for (let j = 0; j < part; j++, factor += 6) {
      const row = j * sourcePitch;
      forward4(
        source,
        at + row,
        imaginaryAt + row,
        part * sourcePitch,
        spectrum,
        j * pitch,
        part * pitch,
        this.#factors,
        factor,
        count,
      );
    }
    for (const radix of radices) {
      const step = part / radix;
      for (let j = 0; j < step; j++, factor += 2 * (radix - 1)) {
        for (let row = j; row < length; row += part) {
          const first = row * pitch;
          const apart = step * pitch;
          if (radix === 4)
            forward4(spectrum, first, first, apart, spectrum, first, apart, this.#factors, factor, count);
          else if (radix === 3) forward3(spectrum, first, apart, this.#factors, factor, count);
          else both2(spectrum, first, apart, count);
        }
      }
      part = step;
    }
  }

  /** In place. */
  inverse(spectrum: Complex, pitch: number, count: number): void {
    const { length, radices } = this.#transform;
    let step = 1;
    let end = this.#factors.length;
    for (const radix of [4, ...radices].reverse()) {
      const part = step * radix;
      end -= step * 2 * (radix - 1);
      for (let j = 0; j < step; j++) {
        const factor = end + j * 2 * (radix - 1);
        for (let row = j; row < length; row += part) {
          if (radix === 4) inverse4(spectrum, row * pitch, step * pitch, this.#factors, factor, count);
          else if (radix === 3) inverse3(spectrum, row * pitch, step * pitch, this.#factors, factor, count);
          else both2(spectrum, row * pitch, step * pitch, count);
        }
      }
      step = part;
    }
  }
}
