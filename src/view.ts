import { elementTypes } from './dtype.ts';
import type { DType, TypedArray } from './types.ts';

export interface Shape {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
}

/** Any accepted container: element [i, j, c] is `data[offset + i*rowStride + j*columnStride + c*channelStride]`. */
export interface View extends Shape {
  readonly data: TypedArray;
  readonly dtype: DType;
  readonly offset: number;
  readonly rowStride: number;
  readonly columnStride: number;
  readonly channelStride: number;
}

/** Where a backend reads its image: whole rows, channels interleaved, converted to the type of `into`. */
export interface RowSource extends Shape {
  readonly dtype: DType;
  read(firstRow: number, rowCount: number, into: TypedArray, at: number): void;
}

/** Where a backend writes its result: whole rows, channels interleaved, of the type of `from`. */
export interface RowSink {
  write(firstRow: number, rowCount: number, from: TypedArray, at: number): void;
}

export function contiguousView(data: TypedArray, dtype: DType, { rows, columns, channels }: Shape): View {
  const rowStride = columns * channels;
  return { data, dtype, rows, columns, channels, offset: 0, rowStride, columnStride: channels, channelStride: 1 };
}

export function allocateView(dtype: DType, shape: Shape): View {
  const { array } = elementTypes[dtype];
  return contiguousView(new array(shape.rows * shape.columns * shape.channels), dtype, shape);
}

/** The same elements in the opposite order along both axes. */
export function reversedView(view: View): View {
  return {
    ...view,
    offset: view.offset + (view.rows - 1) * view.rowStride + (view.columns - 1) * view.columnStride,
    rowStride: -view.rowStride,
    columnStride: -view.columnStride,
  };
}

export function channelView(view: View, channel: number): View {
  return { ...view, channels: 1, offset: view.offset + channel * view.channelStride };
}

export function rowSource(view: View): RowSource {
  const { data, dtype, rows, columns, channels, offset, rowStride } = view;
  const rowLength = columns * channels;
  const read = hasPackedRows(view)
    ? (firstRow: number, rowCount: number, into: TypedArray, at: number) => {
        const start = offset + firstRow * rowStride;
        if (rowStride === rowLength) {
          into.set(data.subarray(start, start + rowCount * rowLength), at);
          return;
        }
        for (let row = 0; row < rowCount; row++) {
          const from = start + row * rowStride;
          into.set(data.subarray(from, from + rowLength), at + row * rowLength);
        }
      }
    : (firstRow: number, rowCount: number, into: TypedArray, at: number) => {
        forEachElement(view, firstRow, rowCount, (index, element) => {
          into[at + index] = data[element] as number;
        });
      };
  return { dtype, rows, columns, channels, read };
}

export function rowSink(view: View): RowSink {
  const { data, columns, channels, offset, rowStride } = view;
  const rowLength = columns * channels;
  const write = hasPackedRows(view)
    ? (firstRow: number, rowCount: number, from: TypedArray, at: number) => {
        const start = offset + firstRow * rowStride;
        if (rowStride === rowLength) {
          data.set(from.subarray(at, at + rowCount * rowLength), start);
          return;
        }
        for (let row = 0; row < rowCount; row++) {
          const begin = at + row * rowLength;
          data.set(from.subarray(begin, begin + rowLength), start + row * rowStride);
        }
      }
    : (firstRow: number, rowCount: number, from: TypedArray, at: number) => {
        forEachElement(view, firstRow, rowCount, (index, element) => {
          data[element] = from[at + index] as number;
        });
      };
  return { write };
}

/** Each element of a run of rows in order, with its place in `data`. */
export function forEachElement(
  view: View,
  firstRow: number,
  rowCount: number,
  visit: (index: number, element: number) => void,
): void {
  let index = 0;
  for (let row = firstRow; row < firstRow + rowCount; row++) {
    const rowStart = view.offset + row * view.rowStride;
    for (let column = 0; column < view.columns; column++) {
      const pixel = rowStart + column * view.columnStride;
      for (let channel = 0; channel < view.channels; channel++) {
        visit(index++, pixel + channel * view.channelStride);
      }
    }
  }
}

function hasPackedRows({ channels, columnStride, channelStride }: View): boolean {
  return columnStride === channels && (channels === 1 || channelStride === 1);
}
