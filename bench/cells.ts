import { random } from '../test/random.ts';

export type Floats = Float32Array | Float64Array;
type FloatsConstructor = Float32ArrayConstructor | Float64ArrayConstructor;

export interface Matrix {
  readonly data: Floats;
  readonly shape: readonly [rows: number, columns: number];
}

/** What a cell asks of the library, in the library's own words. */
export interface CellOptions {
  readonly mode?: 'same';
  readonly boundary?: 'fill' | 'symm';
  readonly padding?: number;
  readonly stride?: number;
}

/** One problem to measure: `convolve2d(image, kernel, options)`. */
export interface Cell {
  readonly image: Matrix;
  readonly kernel: Matrix;
  readonly options: CellOptions;
}

/** Every problem of the benchmark. A name keeps its meaning for ever: figures are compared by it. */
export const cells: { readonly [name: string]: () => Cell } = {
  'f32-3': () => noise(Float32Array, 1024, 3),
  'f32-5': () => noise(Float32Array, 1024, 5),
  'f32-7': () => noise(Float32Array, 1024, 7),
  'f32-9': () => noise(Float32Array, 1024, 9),
  'f32-11': () => noise(Float32Array, 1024, 11),
  'f32-15': () => noise(Float32Array, 1024, 15),
  'f32-31': () => noise(Float32Array, 1024, 31),
  'f64-5': () => noise(Float64Array, 1024, 5),
  'f64-11': () => noise(Float64Array, 1024, 11),
  seed: twoSteps,
  stride2: () => noise(Float32Array, 1024, 3, { padding: 1, stride: 2 }),
};

/** An image in [0, 1) and a kernel in [-1, 1), both square. */
export function noise(
  array: FloatsConstructor,
  imageSize: number,
  kernelSize: number,
  options: CellOptions = { mode: 'same' },
): Cell {
  const pixel = random(1);
  const tap = random(2);
  return {
    image: matrix(array, imageSize, imageSize, pixel),
    kernel: matrix(array, kernelSize, kernelSize, () => 2 * tap() - 1),
    options,
  };
}

/** SciPy's tutorial: a step in the upper half, another in the lower, and a kernel that looks for steps. */
function twoSteps(): Cell {
  return {
    image: matrix(Float64Array, 100, 100, (row, column) => (column < (row < 50 ? 40 : 60) ? 1 : 0)),
    kernel: matrix(Float64Array, 10, 10, (_, column) => (column < 5 ? -1 : 1)),
    options: { mode: 'same', boundary: 'symm' },
  };
}

function matrix(
  array: FloatsConstructor,
  rows: number,
  columns: number,
  element: (row: number, column: number) => number,
): Matrix {
  const data = new array(rows * columns);
  for (let i = 0; i < data.length; i++) data[i] = element(Math.floor(i / columns), i % columns);
  return { data, shape: [rows, columns] };
}
