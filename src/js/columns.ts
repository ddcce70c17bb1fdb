import { type Transform, twiddles } from '../plan/transform.ts';
import { both2, type Complex, forward3, forward4, inverse3, inverse4 } from './butterflies.ts';

/** The transform of all columns of a complex matrix, as `assembly/kernels/fourier.ts` has it. Always in float64. */
export interface Columns {
  /**
   * From rows of `source`, the first at `at`, into `spectrum`; `count` elements of each. The rows of both are `sourceStride` and
   * `stride` apart.
   */
  forward(
    source: Complex,
    at: number,
    sourceStride: number,
    spectrum: Complex,
    stride: number,
    count: number,
  ): void;
  /** In place. */
  inverse(spectrum: Complex, stride: number, count: number): void;
}

export function columnsOf(transform: Transform): Columns {
  const { length } = transform;
  const radices = [4, ...transform.radices];
  const factors = twiddles(transform);
  return {
    forward(source, at, sourceStride, spectrum, stride, count) {
      let part = length;
      let factor = 0;
      for (const radix of radices) {
        const step = part / radix;
        const apart = step * stride;
        for (let j = 0; j < step; j++, factor += 2 * (radix - 1)) {
          for (let row = j; row < length; row += part) {
            const to = row * stride;
            if (part === length) {
              const from = at + row * sourceStride;
              forward4(source, from, step * sourceStride, spectrum, to, apart, factors, factor, count);
            } else if (radix === 4) {
              forward4(spectrum, to, apart, spectrum, to, apart, factors, factor, count);
            } else if (radix === 3) forward3(spectrum, to, apart, factors, factor, count);
            else both2(spectrum, to, apart, count);
          }
        }
        part = step;
      }
    },
    inverse(spectrum, stride, count) {
      let step = 1;
      let end = factors.length;
      for (const radix of [...radices].reverse()) {
        const part = step * radix;
        end -= step * 2 * (radix - 1);
        for (let j = 0; j < step; j++) {
          const factor = end + j * 2 * (radix - 1);
          for (let row = j; row < length; row += part) {
            if (radix === 4) inverse4(spectrum, row * stride, step * stride, factors, factor, count);
            else if (radix === 3) inverse3(spectrum, row * stride, step * stride, factors, factor, count);
            else both2(spectrum, row * stride, step * stride, count);
          }
        }
        step = part;
      }
    },
  };
}
