import { explain, type TypedArray } from 'convolve-wasm';
import { arrays, type Cell, resultDtype } from '../cells/cell.ts';
import { geometry } from '../cells/geometry.ts';
import { type Variant, variantNames } from '../contenders/contender.ts';
import { reference, type Sample } from '../contenders/reference.ts';
import { errorBound } from './error-bound.ts';

export interface Answer {
  readonly row: string;
  readonly variant: Variant;
  readonly answer: TypedArray;
}

/**
 * What is wrong with the answers to a cell. Floats have to lie within rounding error of the reference; integers have to be
 * the reference, or 1 off where the cell asks for speed. Into `out`, prepared and fresh have to be the same to the bit, and so have
 * the backends js and wasm where both take the direct method, or where integers leave no choice; integers also from and
 * into resident images.
 */
export function faults(cell: Cell, answers: readonly Answer[]): string[] {
  const shape = geometry(cell);
  const samples = reference(cell, shape);
  const dtype = resultDtype(cell);
  const isFloat = dtype === 'float32' || dtype === 'float64';
  const isFast = cell.options.precision === 'fast';
  const direct = (['js', 'wasm'] as const).every(
    (backend) => explain(cell.image, cell.kernel, { ...cell.options, backend }).method === 'direct',
  );
  const sameOnJsAndWasm = isFloat ? direct : !isFast;
  const bound = (row: string) => {
    if (isFloat) return errorBound(cell);
    return row === 'opencv' ? cell.opencv!.off : isFast ? 1 : 0;
  };
  const find = (row: string, variant: Variant) =>
    answers.find((answer) => answer.row === row && answer.variant === variant);
  return answers.flatMap(({ row, variant, answer }) => {
    const name = `${row}, ${variantNames[variant]}`;
    if (!(answer instanceof arrays[dtype])) return [`${name}: a ${answer.constructor.name}`];
    if (answer.length !== shape.rows * shape.columns * shape.channels) {
      return [`${name}: ${answer.length} elements`];
    }
    if (isFloat && answer.some(Number.isNaN)) return [`${name}: elements are missing`];
    const error = greatestDifference(answer, samples);
    if (error > bound(row)) return [`${name}: off by ${error}, more than the bound ${bound(row)}`];
    const twin =
      variant === 'prepared' || variant === 'fresh' || (variant === 'resident' && !isFloat)
        ? find(row, 'out')
        : row === 'wasm' && variant === 'out' && sameOnJsAndWasm
          ? find('js', 'out')
          : undefined;
    if (twin === undefined || sameBits(answer, twin.answer)) return [];
    return [`${name}: not to the bit what ${twin.row} writes into out`];
  });
}

function greatestDifference(answer: TypedArray, samples: readonly Sample[]): number {
  return Math.max(...samples.map(({ index, value }) => Math.abs(answer[index]! - value)));
}

function sameBits(a: TypedArray, b: TypedArray): boolean {
  return bytes(a).equals(bytes(b));
}

function bytes({ buffer, byteOffset, byteLength }: TypedArray): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
