export type Floats = Float32Array | Float64Array;
export type FloatsConstructor = Float32ArrayConstructor | Float64ArrayConstructor;

export interface Matrix {
  readonly data: Floats;
  readonly shape: readonly [rows: number, columns: number];
}

/** What a cell asks of the library, in the library's own words. */
export interface CellOptions {
  readonly mode?: 'same' | 'full';
  readonly boundary?: 'fill' | 'symm';
  readonly padding?: number;
  readonly stride?: number;
}

/** One problem to measure: `convolve2d(image, kernel, options)`. */
export interface Cell {
  readonly image: Matrix;
  readonly kernel: Matrix;
  /** The column whose outer product with itself the kernel is, if it was made of one. */
  readonly factor?: Matrix;
  readonly options: CellOptions;
}

export function dtypeOf(data: Floats): 'float32' | 'float64' {
  return data instanceof Float32Array ? 'float32' : 'float64';
}
