import type { Cell, Floats } from './cell.ts';
import type { Variant } from './contender.ts';

export interface Answer {
  readonly row: string;
  readonly variant: Variant;
  readonly answer: Floats;
}

/**
 * What is wrong with the answers to a cell. All have to lie within rounding error of the reference, the row
 * 'loops'; into `out` and fresh, and on the backends js and wasm, they have to be the same to the bit.
 */
export function faults(cell: Cell, answers: readonly Answer[]): string[] {
  const find = (row: string, variant: Variant) =>
    answers.find((answer) => answer.row === row && answer.variant === variant);
  const reference = find('loops', 'out')!.answer;
  const bound = errorBound(cell);
  return answers.flatMap(({ row, variant, answer }) => {
    const name = `${row}, ${variant === 'out' ? 'into out' : 'fresh'}`;
    const error = greatestDifference(answer, reference);
    if (!(error <= bound)) return [`${name}: off by ${error}, more than the bound ${bound}`];
    const twin = variant === 'fresh' ? find(row, 'out') : row === 'wasm' ? find('js', 'out') : undefined;
    if (twin === undefined || sameBits(answer, twin.answer)) return [];
    return [`${name}: not to the bit what ${twin.row} writes into out`];
  });
}

/**
 * A sum of n products has a rounding error of at most about n·u·Σ|tap|·max|pixel| in whatever order it is
 * formed, u being the unit roundoff (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1). One
 * more for storing the sum, and twice that because the reference is rounded too.
 */
function errorBound({ image, kernel }: Cell): number {
  const unitRoundoff = image.data instanceof Float32Array ? 2 ** -24 : 2 ** -53;
  let taps = 0;
  for (const tap of kernel.data) taps += Math.abs(tap);
  let pixel = 0;
  for (const value of image.data) pixel = Math.max(pixel, Math.abs(value));
  return 2 * (kernel.data.length + 1) * unitRoundoff * taps * pixel;
}

/** NaN if the lengths differ or an element is NaN. */
function greatestDifference(a: Floats, b: Floats): number {
  let greatest = a.length === b.length ? 0 : Number.NaN;
  for (let i = 0; i < a.length; i++) greatest = Math.max(greatest, Math.abs(a[i]! - b[i]!));
  return greatest;
}

function sameBits(a: Floats, b: Floats): boolean {
  return bytes(a).equals(bytes(b));
}

function bytes({ buffer, byteOffset, byteLength }: Floats): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
