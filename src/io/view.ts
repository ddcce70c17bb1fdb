import { elementTypes } from '../base/dtype.ts';
import type { DType, TypedArray } from '../base/types.ts';
import { follow } from './moving.ts';

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
  /** Where `data` is now, if it may move. */
  readonly current?: (() => TypedArray) | undefined;
}

/** Where the elements of a container lie in its data. */
export type Layout = Omit<View, 'data' | 'dtype' | 'current'>;

/**
 * Where a backend reads its image: whole rows, channels interleaved, converted to the type of `into`, the first
 * at `at` and each next one `pitch` elements further.
 */
export interface RowSource {
  readonly view: View;
  read(firstRow: number, rowCount: number, into: TypedArray, at: number, pitch: number): void;
}

/** Where a backend writes its result: whole rows, channels interleaved, `pitch` elements apart in `from`. */
export interface RowSink {
  readonly view: View;
  write(firstRow: number, rowCount: number, from: TypedArray, at: number, pitch: number): void;
}

export function sizes({ rows, columns, channels }: Shape): string {
  return `${rows} x ${columns}${channels === 1 ? '' : ` x ${channels}`}`;
}

/** How elements lie one after another. */
export function packed({ rows, columns, channels }: Shape): Layout {
  const rowStride = columns * channels;
  return { rows, columns, channels, offset: 0, rowStride, columnStride: channels, channelStride: 1 };
}

export function contiguousView(data: TypedArray, dtype: DType, shape: Shape): View {
  return viewOf(data, dtype, packed(shape));
}

/** A view of elements that lie as a layout says. Properties one by one: V8 takes microseconds to spread them. */
export function viewOf(data: TypedArray, dtype: DType, layout: Layout): View {
  const { rows, columns, channels, offset, rowStride, columnStride, channelStride } = layout;
  return {
    data,
    dtype,
    rows,
    columns,
    channels,
    offset,
    rowStride,
    columnStride,
    channelStride,
    current: follow(data),
  };
}

/** A view of a shape without elements, to plan with. */
export function shapeOnly(shape: Shape, dtype: DType): View {
  return contiguousView(new elementTypes[dtype].array(0), dtype, shape);
}

export function allocateView(dtype: DType, shape: Shape): View {
  const { array } = elementTypes[dtype];
  return contiguousView(new array(shape.rows * shape.columns * shape.channels), dtype, shape);
}

/** The same elements in memory of their own, in a type of their own. */
export function copyOf(view: View, dtype: DType = view.dtype): View {
  const copy = allocateView(dtype, view);
  rowSource(view).read(0, view.rows, copy.data, 0, view.columns * view.channels);
  return copy;
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
  return {
    ...view,
    channels: 1,
    offset: view.offset + channel * view.channelStride,
  };
}

export function rowSource(view: View): RowSource {
  const { data, columns, channels, offset, rowStride, columnStride, channelStride } = view;
  const rowLength = columns * channels;
  return {
    view,
    read: hasPackedRows(view)
      ? (firstRow, rowCount, into, at, pitch) => {
          const isOneRun = rowStride === rowLength && pitch === rowLength;
          const runs = isOneRun ? 1 : rowCount;
          const length = isOneRun ? rowCount * rowLength : rowLength;
          for (let run = 0; run < runs; run++) {
            const from = offset + (firstRow + run) * rowStride;
            into.set(data.subarray(from, from + length), at + run * pitch);
          }
        }
      : (firstRow, rowCount, into, at, pitch) => {
          for (let row = 0; row < rowCount; row++) {
            let to = at + row * pitch;
            for (let column = 0; column < columns; column++) {
              let from = offset + (firstRow + row) * rowStride + column * columnStride;
              for (let channel = 0; channel < channels; channel++) {
                into[to++] = data[from] as number;
                from += channelStride;
              }
            }
          }
        },
  };
}

/** Goes over a view, a row at a time: what it gives is overwritten by the next one. */
export function forEachRow(view: View, visit: (row: TypedArray) => void): void {
  const row = new elementTypes[view.dtype].array(view.columns * view.channels);
  const source = rowSource(view);
  for (let i = 0; i < view.rows; i++) {
    source.read(i, 1, row, 0, row.length);
    visit(row);
  }
}

export function rowSink(view: View): RowSink {
  const { data, columns, channels, offset, rowStride, columnStride, channelStride } = view;
  const rowLength = columns * channels;
  return {
    view,
    write: hasPackedRows(view)
      ? (firstRow, rowCount, from, at, pitch) => {
          const isOneRun = rowStride === rowLength && pitch === rowLength;
          const runs = isOneRun ? 1 : rowCount;
          const length = isOneRun ? rowCount * rowLength : rowLength;
          for (let run = 0; run < runs; run++) {
            const begin = at + run * pitch;
            data.set(from.subarray(begin, begin + length), offset + (firstRow + run) * rowStride);
          }
        }
      : (firstRow, rowCount, from, at, pitch) => {
          for (let row = 0; row < rowCount; row++) {
            let index = at + row * pitch;
            for (let column = 0; column < columns; column++) {
              let to = offset + (firstRow + row) * rowStride + column * columnStride;
              for (let channel = 0; channel < channels; channel++) {
                data[to] = from[index++] as number;
                to += channelStride;
              }
            }
          }
        },
  };
}

export function hasPackedRows({ channels, columnStride, channelStride }: View): boolean {
  return columnStride === channels && (channels === 1 || channelStride === 1);
}
