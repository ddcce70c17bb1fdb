/*
 * The steps of a Fourier transform over whole rows, as in `assembly/kernels/butterflies.ts`. A matrix of complex rows is
 * two arrays; rows are given by where they begin, `step` apart.
 */

const HALF_ROOT_3 = 0.8660254037844386;

export interface Complex {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** Rows of zeros. */
export function complex(length: number): Complex {
  return { real: new Float64Array(length), imaginary: new Float64Array(length) };
}

export function forward4(
  from: Complex,
  at: number,
  fromStep: number,
  to: Complex,
  toAt: number,
  toStep: number,
  factors: Float64Array,
  factor: number,
  length: number,
): void {
  const { real, imaginary } = from;
  const w1r = factors[factor] as number;
  const w1i = factors[factor + 1] as number;
  const w2r = factors[factor + 2] as number;
  const w2i = factors[factor + 3] as number;
  const w3r = factors[factor + 4] as number;
  const w3i = factors[factor + 5] as number;
  for (let x = 0; x < length; x++) {
    const p0 = at + x;
    const p1 = p0 + fromStep;
    const p2 = p1 + fromStep;
    const p3 = p2 + fromStep;
    const ar = real[p0] as number;
    const ai = imaginary[p0] as number;
    const br = real[p1] as number;
    const bi = imaginary[p1] as number;
    const cr = real[p2] as number;
    const ci = imaginary[p2] as number;
    const dr = real[p3] as number;
    const di = imaginary[p3] as number;
    const sr = ar + cr;
    const si = ai + ci;
    const tr = ar - cr;
    const ti = ai - ci;
    const ur = br + dr;
    const ui = bi + di;
    const vr = br - dr;
    const vi = bi - di;
    const y1r = tr + vi;
    const y1i = ti - vr;
    const y2r = sr - ur;
    const y2i = si - ui;
    const y3r = tr - vi;
    const y3i = ti + vr;
    const to0 = toAt + x;
    const to1 = to0 + toStep;
    const to2 = to1 + toStep;
    const to3 = to2 + toStep;
    to.real[to0] = sr + ur;
    to.imaginary[to0] = si + ui;
    to.real[to1] = w1r * y1r - w1i * y1i;
    to.imaginary[to1] = w1r * y1i + w1i * y1r;
    to.real[to2] = w2r * y2r - w2i * y2i;
    to.imaginary[to2] = w2r * y2i + w2i * y2r;
    to.real[to3] = w3r * y3r - w3i * y3i;
    to.imaginary[to3] = w3r * y3i + w3i * y3r;
  }
}

/** In place. */
export function inverse4(
  rows: Complex,
  at: number,
  step: number,
  factors: Float64Array,
  factor: number,
  length: number,
): void {
  const { real, imaginary } = rows;
  const w1r = factors[factor] as number;
  const w1i = factors[factor + 1] as number;
  const w2r = factors[factor + 2] as number;
  const w2i = factors[factor + 3] as number;
  const w3r = factors[factor + 4] as number;
  const w3i = factors[factor + 5] as number;
  for (let x = 0; x < length; x++) {
    const p0 = at + x;
    const p1 = p0 + step;
    const p2 = p1 + step;
    const p3 = p2 + step;
    const y0r = real[p0] as number;
    const y0i = imaginary[p0] as number;
    const x1r = real[p1] as number;
    const x1i = imaginary[p1] as number;
    const x2r = real[p2] as number;
    const x2i = imaginary[p2] as number;
    const x3r = real[p3] as number;
    const x3i = imaginary[p3] as number;
    const y1r = w1r * x1r + w1i * x1i;
    const y1i = w1r * x1i - w1i * x1r;
    const y2r = w2r * x2r + w2i * x2i;
    const y2i = w2r * x2i - w2i * x2r;
    const y3r = w3r * x3r + w3i * x3i;
    const y3i = w3r * x3i - w3i * x3r;
    const sr = y0r + y2r;
    const si = y0i + y2i;
    const tr = y0r - y2r;
    const ti = y0i - y2i;
    const ur = y1r + y3r;
    const ui = y1i + y3i;
    const vr = y1r - y3r;
    const vi = y1i - y3i;
    real[p0] = sr + ur;
    imaginary[p0] = si + ui;
    real[p1] = tr - vi;
    imaginary[p1] = ti + vr;
    real[p2] = sr - ur;
    imaginary[p2] = si - ui;
    real[p3] = tr + vi;
    imaginary[p3] = ti - vr;
  }
}

/** In place. */
export function forward3(
  rows: Complex,
  at: number,
  step: number,
  factors: Float64Array,
  factor: number,
  length: number,
): void {
  const { real, imaginary } = rows;
  const w1r = factors[factor] as number;
  const w1i = factors[factor + 1] as number;
  const w2r = factors[factor + 2] as number;
  const w2i = factors[factor + 3] as number;
  for (let p = at; p < at + length; p++) {
    const q = p + step;
    const r = q + step;
    const ar = real[p] as number;
    const ai = imaginary[p] as number;
    const sr = (real[q] as number) + (real[r] as number);
    const si = (imaginary[q] as number) + (imaginary[r] as number);
    const dr = HALF_ROOT_3 * ((real[q] as number) - (real[r] as number));
    const di = HALF_ROOT_3 * ((imaginary[q] as number) - (imaginary[r] as number));
    const tr = ar - 0.5 * sr;
    const ti = ai - 0.5 * si;
    const y1r = tr + di;
    const y1i = ti - dr;
    const y2r = tr - di;
    const y2i = ti + dr;
    real[p] = ar + sr;
    imaginary[p] = ai + si;
    real[q] = w1r * y1r - w1i * y1i;
    imaginary[q] = w1r * y1i + w1i * y1r;
    real[r] = w2r * y2r - w2i * y2i;
    imaginary[r] = w2r * y2i + w2i * y2r;
  }
}

/** In place. */
export function inverse3(
  rows: Complex,
  at: number,
  step: number,
  factors: Float64Array,
  factor: number,
  length: number,
): void {
  const { real, imaginary } = rows;
  const w1r = factors[factor] as number;
  const w1i = factors[factor + 1] as number;
  const w2r = factors[factor + 2] as number;
  const w2i = factors[factor + 3] as number;
  for (let p = at; p < at + length; p++) {
    const q = p + step;
    const r = q + step;
    const ar = real[p] as number;
    const ai = imaginary[p] as number;
    const x1r = real[q] as number;
    const x1i = imaginary[q] as number;
    const x2r = real[r] as number;
    const x2i = imaginary[r] as number;
    const br = w1r * x1r + w1i * x1i;
    const bi = w1r * x1i - w1i * x1r;
    const cr = w2r * x2r + w2i * x2i;
    const ci = w2r * x2i - w2i * x2r;
    const sr = br + cr;
    const si = bi + ci;
    const dr = HALF_ROOT_3 * (br - cr);
    const di = HALF_ROOT_3 * (bi - ci);
    const tr = ar - 0.5 * sr;
    const ti = ai - 0.5 * si;
    real[p] = ar + sr;
    imaginary[p] = ai + si;
    real[q] = tr - di;
    imaginary[q] = ti + dr;
    real[r] = tr + di;
    imaginary[r] = ti - dr;
  }
}

/** x, y -> x + y, x - y in place; its own inverse. Only ever the last step, whose factors are all 1. */
export function both2({ real, imaginary }: Complex, at: number, step: number, length: number): void {
  for (let p = at; p < at + length; p++) {
    const q = p + step;
    const ar = real[p] as number;
    const ai = imaginary[p] as number;
    const br = real[q] as number;
    const bi = imaginary[q] as number;
    real[p] = ar + br;
    imaginary[p] = ai + bi;
    real[q] = ar - br;
    imaginary[q] = ai - bi;
  }
}
