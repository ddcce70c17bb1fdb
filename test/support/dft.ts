import { random } from './random.ts';

/** Rows of complex numbers: a transform goes down each of `width` columns. */
export interface Columns {
  readonly width: number;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** exp(-2 pi i k / n), from an angle of at most pi / 4: correct to a unit in the last place. */
export function unitRoot(k: number, n: number): [real: number, imaginary: number] {
  const quarters = Math.round((4 * (k % n)) / n);
  const angle = (Math.PI * (4 * (k % n) - quarters * n)) / (2 * n);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const turns: [number, number][] = [
    [c, -s],
    [-s, -c],
    [-c, s],
    [s, c],
  ];
  return turns[quarters % 4]!;
}

/** By the definition: X[f] = sum over t of x[t] exp(-2 pi i f t / N), added up in blocks, whose errors are small. */
export function transformed({ width, real, imaginary }: Columns): Columns {
  const length = real.length / width;
  const roots = Array.from({ length }, (_, k) => unitRoot(k, length));
  const block = Math.ceil(Math.sqrt(length));
  const result = { width, real: new Float64Array(real.length), imaginary: new Float64Array(real.length) };
  for (let f = 0; f < length; f++) {
    for (let begin = 0; begin < length; begin += block) {
      const sums = new Float64Array(2 * width);
      for (let t = begin; t < Math.min(begin + block, length); t++) {
        const [wr, wi] = roots[(f * t) % length]!;
        for (let x = 0; x < width; x++) {
          const re = real[t * width + x]!;
          const im = imaginary[t * width + x]!;
          sums[2 * x]! += re * wr - im * wi;
          sums[2 * x + 1]! += re * wi + im * wr;
        }
      }
      for (let x = 0; x < width; x++) {
        result.real[f * width + x]! += sums[2 * x]!;
        result.imaginary[f * width + x]! += sums[2 * x + 1]!;
      }
    }
  }
  return result;
}

const pairs = new Map<number, { x: Columns; spectrum: Columns }>();

/** Twelve columns of random float32 numbers, and their transforms. */
export function transformPair(length: number): { x: Columns; spectrum: Columns } {
  let pair = pairs.get(length);
  if (!pair) {
    const next = random(length);
    const numbers = () => Float64Array.from({ length: 12 * length }, () => Math.fround(2 * next() - 1));
    const x = { width: 12, real: numbers(), imaginary: numbers() };
    pair = { x, spectrum: transformed(x) };
    pairs.set(length, pair);
  }
  return pair;
}

/**
 * The greatest relative error, in the 2-norm, of a column. What a transform of length N may err by is proportional to
 * u log2 N (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 24.1).
 */
export function relativeError(actual: Columns, expected: Columns): number {
  const errors = Array.from({ length: actual.width }, (_, x) => {
    let error = 0;
    let norm = 0;
    for (let row = 0; row < actual.real.length / actual.width; row++) {
      const [at, from] = [row * actual.width + x, row * expected.width + x];
      error += (actual.real[at]! - expected.real[from]!) ** 2;
      error += (actual.imaginary[at]! - expected.imaginary[from]!) ** 2;
      norm += expected.real[from]! ** 2 + expected.imaginary[from]! ** 2;
    }
    return Math.sqrt(error / norm);
  });
  // NaN is greater than any bound.
  return errors.some(Number.isNaN) ? Number.NaN : Math.max(...errors);
}

/** Rows in another order: row i of the result is row order[i]. */
export function reordered({ width, real, imaginary }: Columns, order: ArrayLike<number>): Columns {
  const pick = (values: Float64Array) =>
    Float64Array.from(values, (_, i) => values[order[Math.floor(i / width)]! * width + (i % width)]!);
  return { width, real: pick(real), imaginary: pick(imaginary) };
}
