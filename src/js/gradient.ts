import type { Elements, Pointwise } from '../backend/pointwise.ts';
import { ARCTANGENT, ARCTANGENT_FLOAT32 } from '../base/arctangent.ts';

/** As the kernel of this name. */
export const lengths: Pointwise['lengths'] = (x, y, count, into) => combine(lengthOf, x, y, count, into);

/** As the kernel of this name. */
export const angles: Pointwise['angles'] = (x, y, count, into) =>
  combine(x.dtype === 'float64' ? angleOf : angleOfFloat32, x, y, count, into);

function combine(
  by: (x: number, y: number) => number,
  x: Elements,
  y: Elements,
  count: number,
  into: Elements,
): void {
  for (let i = 0; i < count; i++) {
    into.data[into.at + i] = by(x.data[x.at + i] as number, y.data[y.at + i] as number);
  }
}

/** Where squares could overflow or underflow, numbers are scaled by this or its inverse. */
const SCALE = 2 ** 600;

function lengthOf(x: number, y: number): number {
  const square = x * x + y * y;
  if (square >= 2 ** -960 && square <= 2 ** 960) return Math.sqrt(square);
  const greatest = Math.max(Math.abs(x), Math.abs(y));
  if (Math.abs(x) === Infinity || Math.abs(y) === Infinity) return Infinity;
  const scale = greatest > 1 ? 1 / SCALE : SCALE;
  const [a, b] = [x * scale, y * scale];
  return Math.sqrt(a * a + b * b) / scale;
}

const [QUARTER, REST, EIGHTH, P4, P3, P2, P1, P0, Q4, Q3, Q2, Q1, Q0] = ARCTANGENT;

function angleOf(x: number, y: number): number {
  const [width, height] = [Math.abs(x), Math.abs(y)];
  const isSteep = height > width;
  let greater = isSteep ? height : width;
  let smaller = isSteep ? width : height;
  if (greater > 2 ** 1000) {
    // Their sum could overflow.
    greater *= 2 ** -100;
    smaller *= 2 ** -100;
  }
  if (greater === Infinity) {
    smaller = smaller === Infinity ? 1 : smaller * 0;
    greater = 1;
  }
  // atan(a / b) = pi / 4 + atan((a - b) / (a + b))
  const isWide = smaller > EIGHTH * greater;
  const dividend = isWide ? smaller - greater : smaller;
  const divisor = isWide ? smaller + greater : greater;
  const ratio = dividend / (divisor === 0 ? 1 : divisor);
  const z = ratio * ratio;
  const p = (((P4 * z + P3) * z + P2) * z + P1) * z + P0;
  const q = ((((z + Q4) * z + Q3) * z + Q2) * z + Q1) * z + Q0;
  const part = ratio + ratio * ((z * p) / q);
  const isLeft = isNegative(x);
  const sign = isSteep === isLeft ? 1 : -1;
  const quarters = (isSteep ? 2 : isLeft ? 4 : 0) + (isWide ? sign : 0);
  const angle = quarters * QUARTER + (quarters * REST + sign * part);
  return isNegative(y) ? -angle : angle;
}

const fround = Math.fround;
const [FQUARTER, FREST, FEIGHTH, A3, A2, A1, A0] = ARCTANGENT_FLOAT32;

/** Each step of `angleOf` rounded to float32, with a polynomial in place of a quotient. */
function angleOfFloat32(x: number, y: number): number {
  const [width, height] = [fround(Math.abs(x)), fround(Math.abs(y))];
  const isSteep = height > width;
  let greater = isSteep ? height : width;
  let smaller = isSteep ? width : height;
  if (greater > 2 ** 126) {
    // Their sum could overflow.
    greater = fround(greater * 0.25);
    smaller = fround(smaller * 0.25);
  }
  if (greater === Infinity) {
    smaller = smaller === Infinity ? 1 : smaller * 0;
    greater = 1;
  }
  const isWide = smaller > fround(FEIGHTH * greater);
  const dividend = isWide ? fround(smaller - greater) : smaller;
  const divisor = isWide ? fround(smaller + greater) : greater;
  const ratio = fround(dividend / (divisor === 0 ? 1 : divisor));
  const z = fround(ratio * ratio);
  let p = fround(fround(A3 * z) + A2);
  p = fround(fround(p * z) + A1);
  p = fround(fround(p * z) + A0);
  const part = fround(ratio + fround(ratio * fround(z * p)));
  const isLeft = isNegative(x);
  const sign = isSteep === isLeft ? 1 : -1;
  const quarters = (isSteep ? 2 : isLeft ? 4 : 0) + (isWide ? sign : 0);
  const angle = fround(fround(quarters * FQUARTER) + fround(fround(quarters * FREST) + sign * part));
  return isNegative(y) ? -angle : angle;
}

function isNegative(value: number): boolean {
  return value < 0 || (value === 0 && 1 / value < 0);
}
