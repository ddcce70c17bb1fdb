import { type ArrayType, type Bench, Matrix, type Region } from './module.ts';

/*
 * What the kernels of integer arithmetic share: rows with borders, and how sums become results. Expected results are
 * computed here in plain integers.
 */

export type SumType = 'int16' | 'uint16' | 'int32';
export type ResultType = 'u8' | 'i16' | 'u16' | 'f32';
export type Scaling = 'none' | 'shift6' | 'shift8' | 'multiply' | 'divide';

export interface Ending {
  readonly sums: SumType;
  readonly result: ResultType;
  readonly scaling: Scaling;
  readonly divisor: number;
}

const sumTypes: readonly SumType[] = ['int16', 'uint16', 'int32'];
const scalings: readonly Scaling[] = ['none', 'shift6', 'shift8', 'multiply', 'divide'];
export const results: {
  readonly [type in ResultType]: {
    readonly code: number;
    readonly array: ArrayType;
    readonly range: readonly [number, number] | null;
  };
} = {
  i16: { code: 0, array: Int16Array, range: [-32768, 32767] },
  u16: { code: 1, array: Uint16Array, range: [0, 65535] },
  u8: { code: 3, array: Uint8Array, range: [0, 255] },
  f32: { code: 4, array: Float32Array, range: null },
};

/** The address of a table as assembly/kernels/requantize.ts reads it. */
export function putEnding(bench: Bench, { sums, result, scaling, divisor }: Ending): number {
  const table = new Int32Array(8);
  const floats = new Float32Array(table.buffer);
  table[0] = sumTypes.indexOf(sums);
  table[1] = results[result].code;
  table[2] = scalings.indexOf(scaling);
  floats[3] = scaling === 'divide' ? divisor : 1 / divisor;
  table[4] = 1;
  table[5] = divisor / 2 - 1;
  table[6] = 32767;
  floats[7] = 1.5 * 2 ** 23;
  return bench.put(Int32Array, table);
}

/** A sum as lanes of this type hold it. */
export function wrapped(sum: number, type: SumType): number {
  if (type === 'int32') return sum | 0;
  return type === 'int16' ? (sum << 16) >> 16 : sum & 0xffff;
}

/** What a sum becomes: divided, rounded half to even, saturated. */
export function ended(sum: number, { sums, result, divisor }: Ending): number {
  const held = wrapped(sum, sums);
  const { range } = results[result];
  if (range === null) return held / divisor;
  const below = Math.floor(held / divisor);
  const twice = 2 * (held - below * divisor);
  const up = twice > divisor || (twice === divisor && below % 2 !== 0);
  return Math.min(Math.max(below + Number(up), range[0]), range[1]);
}

/** Rows of a picture, whose last one ends where the memory ends, and their borders. */
export class Picture {
  readonly address: number;
  readonly pitchBytes: number;
  readonly count: number;
  readonly rows: readonly (readonly number[])[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly leftAddress: number;
  readonly rightAddress: number;

  constructor(
    bench: Bench,
    array: ArrayType,
    size: { rows: number; count: number; left: number; right: number; gap?: number },
    next: () => number,
  ) {
    const { rows, count, gap = 3 } = size;
    const pitch = count + gap;
    const flat = Array.from({ length: rows * pitch - gap }, next);
    this.count = count;
    this.pitchBytes = pitch * array.BYTES_PER_ELEMENT;
    this.rows = Array.from({ length: rows }, (_, row) => flat.slice(row * pitch, row * pitch + count));
    this.address = bench.putLast(array, flat);
    this.left = border(size.left, count);
    this.right = border(size.right, count);
    this.leftAddress = bench.put(Int32Array, this.left);
    this.rightAddress = bench.put(Int32Array, this.right);
  }

  /** Elements of a row with its borders. */
  get continuedCount(): number {
    return this.left.length + this.count + this.right.length;
  }

  /** A row, or a row computed from several, with its borders. */
  continued(row: readonly number[], fill: number): number[] {
    const at = (index: number) => (index < 0 ? fill : row[index]!);
    return [...this.left.map(at), ...row, ...this.right.map(at)];
  }
}

/** Indices that a border may read of a row of `count`: the fill value, both ends, the middle. */
function border(length: number, count: number): number[] {
  return Array.from({ length }, (_, i) => [-1, 0, count - 1, count >> 1, -1][i % 5]!);
}

/** Rows of results, farther apart than they are long. */
export function resultRows(bench: Bench, { result }: Ending, rows: number, count: number): Matrix {
  return new Matrix(bench, results[result].array, rows, count, 5);
}

/** A row of numbers that a kernel may write, with room for `more` bytes. */
export function scratch(bench: Bench, bytes: number, more = 0): Region {
  return { address: bench.room(bytes + more, 2), bytes: bytes + more };
}

/** Taps under each other are `rowStep` rows apart, beside each other `columnStep` elements. */
export interface Taps {
  readonly values: readonly (readonly number[])[];
  readonly rowStep: number;
  readonly columnStep: number;
}

/** Rows and elements that a result reads. */
export function reachOf({ values, rowStep, columnStep }: Taps): { rows: number; columns: number } {
  return {
    rows: (values.length - 1) * rowStep + 1,
    columns: (values[0]!.length - 1) * columnStep + 1,
  };
}

/** Sums of products, tap by tap. */
export function correlated(
  rows: readonly (readonly number[])[],
  { values, rowStep, columnStep }: Taps,
  initial: number,
  row: number,
  count: number,
): number[] {
  return Array.from({ length: count }, (_, x) => {
    let sum = initial;
    for (const [u, line] of values.entries()) {
      for (const [v, tap] of line.entries()) sum += tap * rows[row + u * rowStep]![x + v * columnStep]!;
    }
    return sum;
  });
}

/** Fewer than a vector, one vector and its neighbours, tiles of 16, 32 and 64 and their neighbours, several tiles. */
export const counts = [
  1, 2, 3, 4, 5, 7, 8, 9, 11, 15, 16, 17, 23, 31, 32, 33, 47, 63, 64, 65, 100, 128, 131, 200,
];
