import type {
  DType,
  Image,
  Kernel,
  NdArray,
  OutContainer,
  TypedArray,
  TypedArrayOf,
} from '../../src/base/types.ts';
import type { Grid } from '../conformance/oracle.ts';

export const arrayOf: {
  readonly [D in DType]: new (
    size: number | ArrayBuffer,
    ...at: number[]
  ) => TypedArrayOf[D];
} = {
  float32: Float32Array,
  float64: Float64Array,
  uint8: Uint8Array,
  uint8clamped: Uint8ClampedArray,
  int8: Int8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
};
export const dtypes = Object.keys(arrayOf) as DType[];

export function dtypeOf(data: ArrayBufferView): DType | undefined {
  return dtypes.find((dtype) => data.constructor === arrayOf[dtype]);
}

/** The element type of a container; nested arrays count as float64. */
export function elementType(container: Image | Kernel | OutContainer): DType {
  if (Array.isArray(container)) return 'float64';
  const data = ArrayBuffer.isView(container) ? container : (container as NdArray).data;
  return dtypeOf(data)!;
}

/** Reads any container as its documentation says. */
export function gridOf(container: Image | Kernel): Grid {
  if ('width' in container) {
    const { data, width, height, channels = 4 } = container;
    const at = (i: number, j: number, c: number) => data[(i * width + j) * channels + c]!;
    return { rows: height, cols: width, channels, at };
  }
  if ('shape' in container) {
    const { data, shape, offset = 0 } = container;
    const [rows, cols, channels = 1] = shape as [number, number, number?];
    const [y, x, z = 0] = (container.stride ?? [cols * channels, channels, 1]) as [number, number, number?];
    return { rows, cols, channels, at: (i, j, c) => data[offset + i * y + j * x + c * z]! };
  }
  return { rows: container.length, cols: container[0]!.length, channels: 1, at: (i, j) => container[i]![j]! };
}

/** A container's elements in row-major order, channels interleaved. */
export function valuesOf(container: Image | Kernel | OutContainer): Float64Array {
  if (ArrayBuffer.isView(container)) return Float64Array.from(container);
  const { rows, cols, channels, at } = gridOf(container);
  const values = new Float64Array(rows * cols * channels);
  let n = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      for (let c = 0; c < channels; c++) values[n++] = at(i, j, c);
    }
  }
  return values;
}

/** A one-channel container as rows of numbers. */
export function rowsOf(container: Image | Kernel): number[][] {
  const { rows, cols, at } = gridOf(container);
  return Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (_, j) => at(i, j, 0)));
}

/** How an array lies in memory. */
export interface Layout {
  readonly name: string;
  /** Axes (0 rows, 1 columns, 2 channels) from the slowest to the fastest; default [0, 1, 2]. */
  readonly order?: readonly number[];
  /** Axes that run backwards. */
  readonly reversed?: readonly number[];
  /** Per axis, distance in positions between neighbours; default [1, 1, 1]. */
  readonly step?: readonly number[];
  /** Per axis, positions before and after that the view leaves out. */
  readonly margin?: readonly number[];
  /** Elements of the buffer before the typed array begins, which makes its byteOffset odd for bytes. */
  readonly lead?: number;
}

export const layouts: readonly Layout[] = [
  { name: 'contiguous' },
  { name: 'odd byteOffset', lead: 1 },
  { name: 'byteOffset 3 and cropped', lead: 3, margin: [1, 2, 0] },
  { name: 'cropped', margin: [2, 3, 0] },
  { name: 'transposed', order: [1, 0, 2] },
  { name: 'planar', order: [2, 0, 1] },
  { name: 'upside down', reversed: [0] },
  { name: 'mirrored', reversed: [1] },
  { name: 'reversed', reversed: [0, 1, 2] },
  { name: 'every second row', step: [2, 1, 1] },
  { name: 'every third column', step: [1, 3, 1] },
  { name: 'one channel of several', step: [1, 1, 3], margin: [0, 0, 1] },
  {
    name: 'everything at once',
    order: [1, 2, 0],
    reversed: [0, 2],
    step: [2, 3, 2],
    margin: [1, 2, 1],
    lead: 5,
  },
];

/** The value of all elements around a view: tests notice if one is read or written. */
const around = 113;

/** Zeros of this shape and layout, in a buffer whose other elements are canaries. */
export function viewOf<D extends DType>(
  shape: readonly number[],
  dtype: D,
  layout: Layout = layouts[0]!,
): NdArray<TypedArrayOf[D]> {
  const { order = [0, 1, 2], reversed = [], step = [1, 1, 1], margin = [0, 0, 0], lead = 0 } = layout;
  const stride: number[] = shape.map(() => 0);
  let offset = 0;
  let length = 1;
  for (const axis of [...order].reverse().filter((a) => a < shape.length)) {
    const backwards = reversed.includes(axis);
    offset += (margin[axis]! + (backwards ? (shape[axis]! - 1) * step[axis]! : 0)) * length;
    stride[axis] = (backwards ? -1 : 1) * step[axis]! * length;
    length *= (shape[axis]! - 1) * step[axis]! + 1 + 2 * margin[axis]!;
  }
  const bytes = new arrayOf[dtype](1).BYTES_PER_ELEMENT;
  const whole = new arrayOf[dtype](new ArrayBuffer((lead + length) * bytes));
  whole.fill(around);
  const data = new arrayOf[dtype](whole.buffer as ArrayBuffer, lead * bytes, length);
  const view = layout.name === 'contiguous' ? { data, shape } : { data, shape, stride, offset };
  write(view, () => 0);
  return view;
}

/** A view filled from a source of numbers, in row-major order. */
export function filled<D extends DType>(
  shape: readonly number[],
  dtype: D,
  next: () => number,
  layout?: Layout,
): NdArray<TypedArrayOf[D]> {
  const view = viewOf(shape, dtype, layout);
  write(view, next);
  return view;
}

export function nested(rows: number, cols: number, next: () => number): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: cols }, next));
}

/** Whether all elements of the buffer outside the view still are canaries. */
export function surroundingsIntact(view: NdArray): boolean {
  const whole = new (view.data.constructor as new (buffer: ArrayBufferLike) => TypedArray)(view.data.buffer);
  const own = new Set<number>();
  const lead = view.data.byteOffset / view.data.BYTES_PER_ELEMENT;
  eachIndex(view, (index) => own.add(lead + index));
  return whole.every((value, index) => own.has(index) || value === around);
}

function write(view: NdArray, next: () => number): void {
  eachIndex(view, (index) => (view.data[index] = next()));
}

function eachIndex(view: NdArray, visit: (index: number) => void): void {
  const [rows, cols, channels = 1] = view.shape as [number, number, number?];
  const [y, x, z = 0] = (view.stride ?? [cols * channels, channels, 1]) as [number, number, number?];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      for (let c = 0; c < channels; c++) visit((view.offset ?? 0) + i * y + j * x + c * z);
    }
  }
}
