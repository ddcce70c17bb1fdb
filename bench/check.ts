import { explain } from 'convolve-wasm';
import type { Cell, Floats } from './cell.ts';
import { type Variant, variantNames } from './contender.ts';
import { errorBound } from './error-bound.ts';
import { geometry } from './geometry.ts';
import { reference, type Sample } from './reference.ts';

export interface Answer {
  readonly row: string;
  readonly variant: Variant;
  readonly answer: Floats;
}

/**
 * What is wrong with the answers to a cell. All have to lie within rounding error of the reference; into `out` and
 * fresh, and on the backends js and wasm where both take the direct method, they have to be the same to the bit.
 */
export function faults(cell: Cell, answers: readonly Answer[]): string[] {
  const shape = geometry(cell);
  const samples = reference(cell, shape);
  const bound = errorBound(cell);
  const direct = (['js', 'wasm'] as const).every(
    (backend) => explain(cell.image, cell.kernel, { ...cell.options, backend }).method === 'direct',
  );
  const find = (row: string, variant: Variant) =>
    answers.find((answer) => answer.row === row && answer.variant === variant);
  return answers.flatMap(({ row, variant, answer }) => {
    const name = `${row}, ${variantNames[variant]}`;
    if (answer.length !== shape.rows * shape.columns) return [`${name}: ${answer.length} elements`];
    if (answer.some(Number.isNaN)) return [`${name}: elements are missing`];
    const error = greatestDifference(answer, samples);
    if (error > bound) return [`${name}: off by ${error}, more than the bound ${bound}`];
    const twin =
      variant === 'fresh'
        ? find(row, 'out')
        : row === 'wasm' && variant === 'out' && direct
          ? find('js', 'out')
          : undefined;
    if (twin === undefined || sameBits(answer, twin.answer)) return [];
    return [`${name}: not to the bit what ${twin.row} writes into out`];
  });
}

function greatestDifference(answer: Floats, samples: readonly Sample[]): number {
  return Math.max(...samples.map(({ index, value }) => Math.abs(answer[index]! - value)));
}

function sameBits(a: Floats, b: Floats): boolean {
  return bytes(a).equals(bytes(b));
}

function bytes({ buffer, byteOffset, byteLength }: Floats): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
