import { explain, type TypedArray } from 'convolve-wasm';
import { arrays, type Cell, type Convolution, resultDtype } from '../cells/cell.ts';
import { geometry } from '../cells/geometry.ts';
import { type Variant, variantNames } from '../contenders/contender.ts';
import { filterErrors } from '../contenders/filter-reference.ts';
import { reference, type Sample } from '../contenders/reference.ts';
import { newOuts } from '../contenders/runs.ts';
import { errorBound, fastBound } from './error-bound.ts';

export interface Answer {
  readonly row: string;
  readonly variant: Variant;
  readonly answer: TypedArray;
}

/** The checks of the answers to a cell. */
interface Expectations {
  /** The fault of a single answer; undefined if there is none. */
  error(answer: Answer): string | undefined;
  /** Whether the backends js and wasm give the same bits. */
  readonly sameOnJsAndWasm: boolean;
  /** Whether images and results that are resident make no difference to the bits. */
  readonly sameWhereResident: boolean;
}

/**
 * The faults of the answers to a cell. Each answer has to lie within its bound of the reference. Into `out`, prepared and fresh
 * have to be the same to the bit, and so have the backends js and wasm, and resident images, where that is promised.
 */
export function faults(cell: Cell, answers: readonly Answer[]): string[] {
  return [...faultsByAnswer(cell, answers)].map(
    ([{ row, variant }, fault]) => `${row}, ${variantNames[variant]}: ${fault}`,
  );
}

/** Answers without a fault are left out. */
export function faultsByAnswer(cell: Cell, answers: readonly Answer[]): Map<Answer, string> {
  const expectations = 'filter' in cell ? ofFilter(cell) : ofConvolution(cell);
  const outs = newOuts(cell);
  const found = answers.map((answer) => [answer, faultOf(answer, answers, outs, expectations)] as const);
  return new Map(found.filter((pair): pair is readonly [Answer, string] => pair[1] !== undefined));
}

function faultOf(
  each: Answer,
  answers: readonly Answer[],
  outs: readonly TypedArray[],
  { error, sameOnJsAndWasm, sameWhereResident }: Expectations,
): string | undefined {
  const { row, variant, answer } = each;
  const length = outs.reduce((sum, out) => sum + out.length, 0);
  const find = (row: string, variant: Variant) =>
    answers.find((answer) => answer.row === row && answer.variant === variant);
  if (answer.constructor !== outs[0]!.constructor) return `a ${answer.constructor.name}`;
  if (answer.length !== length) return `${answer.length} elements`;
  const isFloat = answer instanceof Float32Array || answer instanceof Float64Array;
  if (isFloat && answer.some(Number.isNaN)) return 'elements are missing';
  const found = error(each);
  if (found !== undefined) return found;
  const twin =
    variant === 'prepared' || variant === 'fresh' || (variant === 'resident' && sameWhereResident)
      ? find(row, 'out')
      : row === 'wasm' && variant === 'out' && sameOnJsAndWasm
        ? find('js', 'out')
        : undefined;
  if (twin === undefined || sameBits(answer, twin.answer)) return undefined;
  return `not to the bit what ${twin.row} writes into out`;
}

/**
 * Floats have to lie within rounding error of the reference; integers have to be the reference, or 1 off where the cell lets
 * them. Direct sums and exact integers are the same on js and wasm.
 */
function ofConvolution(cell: Convolution): Expectations {
  const samples = reference(cell, geometry(cell));
  const isFloat = arrays[resultDtype(cell)].name.startsWith('Float');
  const isFast = cell.options.precision === 'fast';
  const isDirect = () =>
    (['js', 'wasm'] as const).every(
      (backend) => explain(cell.image, cell.kernel, { ...cell.options, backend }).method === 'direct',
    );
  const own = isFast ? fastBound(cell) : isFloat ? errorBound(cell) : 0;
  const bounds: { readonly [row: string]: number } = {
    opencv: cell.opencv?.off ?? own,
    'wasm-relaxed': cell.hasTies ? 1 : own,
    'opencv-stack': Number.POSITIVE_INFINITY,
  };
  return {
    error: ({ row, answer }) => {
      const bound = bounds[row] ?? own;
      const error = greatestDifference(answer, samples);
      return error > bound ? `off by ${error}, more than the bound ${bound}` : undefined;
    },
    sameOnJsAndWasm: !isFast && (isFloat ? cell.blur === undefined && isDirect() : true),
    sameWhereResident: !isFloat,
  };
}

function ofFilter(cell: Exclude<Cell, Convolution>): Expectations {
  return { error: filterErrors(cell), sameOnJsAndWasm: false, sameWhereResident: true };
}

export function greatestDifference(answer: TypedArray, samples: readonly Sample[]): number {
  return Math.max(...samples.map(({ index, value }) => Math.abs(answer[index]! - value)));
}

function sameBits(a: TypedArray, b: TypedArray): boolean {
  const [left, right] = [bytes(a), bytes(b)];
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}

function bytes({ buffer, byteOffset, byteLength }: TypedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
