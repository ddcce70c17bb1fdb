import { dtypeOf, elementTypes } from './dtype.ts';
import { describe, type ErrorCode, wrongKind, wrongValue } from './errors.ts';
import { isGivenBack } from './moving.ts';
import type { DType, NdArray, PixelImage, TypedArray } from './types.ts';
import { allocateView, contiguousView, type Shape, type View } from './view.ts';

type ContainerKind = 'nested' | 'ndarray' | 'pixels';

/** A container as a view, and what kind it was, so that the result can be of the same. */
export interface Container {
  readonly kind: ContainerKind;
  readonly view: View;
  /** 2 for `shape: [rows, cols]`, 3 where channels are an axis. */
  readonly rank: 2 | 3;
}

/** Where a result goes: into `view`, after which `finish` gives what the caller gets. */
export interface Destination {
  readonly view: View;
  finish(): unknown;
}

interface Argument {
  readonly name: 'image' | 'kernel' | 'out';
  readonly code: ErrorCode;
}

const image: Argument = { name: 'image', code: 'ERR_IMAGE' };
const kernel: Argument = { name: 'kernel', code: 'ERR_KERNEL' };
const out: Argument = { name: 'out', code: 'ERR_OUT' };

export function readImage(value: unknown): Container {
  return readContainer(image, value);
}

export function readKernel(value: unknown): View {
  const container = readContainer(kernel, value);
  if (container.kind === 'pixels') throw wrongKind(kernel.code, 'kernel', expectedKinds(kernel), 'an image');
  const { channels } = container.view;
  if (channels !== 1) throw wrongValue(kernel.code, 'kernel', 'a single channel', `${channels} channels`);
  return container.view;
}

/** Taps along one axis: a list of numbers. */
export function readTaps(name: 'column' | 'row', value: unknown): Float64Array {
  if (!Array.isArray(value) && dtypeOf(value) === undefined) {
    throw wrongKind('ERR_KERNEL', name, 'a list of numbers', describe(value));
  }
  const taps = value as ArrayLike<unknown>;
  if (taps.length === 0) throw wrongValue('ERR_KERNEL', name, 'at least 1 number', '0');
  return Float64Array.from(taps, (tap, index) => {
    if (typeof tap !== 'number')
      throw wrongKind('ERR_KERNEL', name, 'numbers', `${describe(tap)} at [${index}]`);
    return tap;
  });
}

/** `[rows, columns]` or `[rows, columns, channels]`. */
export function readShape(value: unknown): Shape {
  if (!Array.isArray(value)) throw wrongKind('ERR_OPTION', 'shape', 'an array', describe(value));
  if (value.length !== 2 && value.length !== 3) {
    throw wrongValue('ERR_OPTION', 'shape', '[rows, columns] or [rows, columns, channels]', describe(value));
  }
  for (const length of value) {
    if (typeof length !== 'number') throw wrongKind('ERR_OPTION', 'shape', 'integers', describe(value));
    if (!Number.isSafeInteger(length) || length < 1) {
      throw wrongValue('ERR_OPTION', 'shape', 'integers of at least 1', describe(value));
    }
  }
  const [rows, columns, channels = 1] = value as [number, number, number?];
  if (!Number.isSafeInteger(rows * columns * channels)) {
    throw wrongValue('ERR_OPTION', 'shape', 'at most 2^53 - 1 elements', describe(value));
  }
  return { rows, columns, channels };
}

/** A new container of the image's kind. */
export function newDestination(container: Container, dtype: DType, shape: Shape): Destination {
  return destinationAround(container, allocateView(dtype, shape));
}

/** A container of the image's kind around the elements of a contiguous view. */
export function destinationAround({ kind, rank }: Container, view: View): Destination {
  const { data, rows, columns, channels } = view;
  const finish = {
    nested: () =>
      writeNested(
        view,
        Array.from({ length: rows }, () => new Array<number>(columns)),
      ),
    ndarray: () => ({
      data,
      shape: rank === 2 ? [rows, columns] : [rows, columns, channels],
    }),
    pixels: () => ({ data, width: columns, height: rows, channels }),
  }[kind];
  return { view, finish };
}

/** The element type that `out` has by itself; undefined for nested arrays, which hold any number. */
export function dtypeOfOut(value: unknown): DType | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return dtypeOf(ArrayBuffer.isView(value) ? value : (value as { data?: unknown }).data);
}

/** The caller's own `out`, held against the shape of the result. */
export function readOut(value: unknown, dtype: DType, shape: Shape): Destination {
  const { rows, columns, channels } = shape;
  const data = dtypeOf(value);
  if (data !== undefined) {
    refuseDetached(out, value as TypedArray);
    const length = rows * columns * channels;
    if ((value as TypedArray).length !== length) {
      throw wrongValue(
        out.code,
        'out',
        `${length} elements (${sizes(shape)})`,
        `${(value as TypedArray).length}`,
      );
    }
    return {
      view: contiguousView(value as TypedArray, data, shape),
      finish: () => value,
    };
  }
  const container = readContainer(out, value);
  const { view } = container;
  if (view.rows !== rows || view.columns !== columns || view.channels !== channels) {
    throw wrongValue(out.code, 'out', sizes(shape), sizes(view));
  }
  if (container.kind === 'nested') {
    const staging = allocateView(dtype, shape);
    return {
      view: staging,
      finish: () => writeNested(staging, value as number[][]),
    };
  }
  for (const [length, stride] of [
    [rows, view.rowStride],
    [columns, view.columnStride],
    [channels, view.channelStride],
  ] as const) {
    if (length > 1 && stride === 0)
      throw wrongValue(out.code, 'out', 'a place for each element', 'a stride of 0');
  }
  return { view, finish: () => value };
}

/** Whether two views lie on common bytes. Views that interleave without sharing an element count as overlapping. */
export function overlaps(a: View, b: View): boolean {
  if (a.data.buffer !== b.data.buffer) return false;
  const [startA, endA] = byteRange(a);
  const [startB, endB] = byteRange(b);
  return startA < endB && startB < endA;
}

function byteRange(view: View): [number, number] {
  const [first, last] = elementRange(view);
  const { bytes } = elementTypes[view.dtype];
  return [view.data.byteOffset + first * bytes, view.data.byteOffset + (last + 1) * bytes];
}

function elementRange(view: Omit<View, 'data' | 'dtype'>): [number, number] {
  let first = view.offset;
  let last = view.offset;
  for (const reach of [
    (view.rows - 1) * view.rowStride,
    (view.columns - 1) * view.columnStride,
    (view.channels - 1) * view.channelStride,
  ]) {
    if (reach < 0) first += reach;
    else last += reach;
  }
  return [first, last];
}

function readContainer(argument: Argument, value: unknown): Container {
  if (Array.isArray(value)) return { kind: 'nested', rank: 2, view: readNested(argument, value) };
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    if ('shape' in value) return readNdArray(argument, value as NdArray);
    if ('width' in value && 'height' in value) return readPixels(argument, value as PixelImage);
  }
  throw wrongKind(argument.code, argument.name, expectedKinds(argument), describe(value));
}

function expectedKinds({ name }: Argument): string {
  if (name === 'kernel') return 'rows of numbers or { data, shape }';
  return `rows of numbers, { data, shape } or { data, width, height }${name === 'out' ? ', or a typed array' : ''}`;
}

function readNested(argument: Argument, value: readonly unknown[]): View {
  const { name, code } = argument;
  const rows = value.length;
  const first = value[0];
  if (typeof first === 'number') {
    const row = value.slice(0, 3).map(describe).join(', ');
    throw wrongKind(code, name, `rows of numbers such as [[${row}${rows > 3 ? ', …' : ''}]]`, 'numbers');
  }
  const columns = Array.isArray(first) ? first.length : 0;
  const data = new Float64Array(rows * columns);
  let index = 0;
  for (let i = 0; i < rows; i++) {
    const row = value[i];
    if (!Array.isArray(row)) throw wrongKind(code, name, 'rows of numbers', `${describe(row)} as row ${i}`);
    if (row.length !== columns) {
      throw wrongValue(code, name, `rows of equal length (${columns})`, `${row.length} in row ${i}`);
    }
    for (let j = 0; j < columns; j++) {
      const element: unknown = row[j];
      if (typeof element !== 'number') {
        throw wrongKind(code, name, 'numbers', `${describe(element)} at [${i}][${j}]`);
      }
      data[index++] = element;
    }
  }
  refuseEmpty(argument, rows, columns);
  return contiguousView(data, 'float64', { rows, columns, channels: 1 });
}

function readNdArray(argument: Argument, value: NdArray): Container {
  const { name, code } = argument;
  const dtype = readData(argument, value.data);
  const { shape } = value;
  if (!Array.isArray(shape)) throw wrongKind(code, `${name}.shape`, 'an array', describe(shape));
  if (shape.length !== 2 && shape.length !== 3) {
    throw wrongValue(code, `${name}.shape`, '[rows, cols] or [rows, cols, channels]', describe(shape));
  }
  const [rows, columns, channels = 1] = shape.map((length, axis) =>
    readLength(argument, `shape[${axis}]`, length),
  );
  refuseEmpty(argument, rows as number, columns as number);
  if (channels === 0) throw wrongValue(code, name, 'at least 1 channel', '0');
  const packed = contiguousView(value.data, dtype, {
    rows,
    columns,
    channels,
  } as Shape);
  if (value.stride !== undefined && (!Array.isArray(value.stride) || value.stride.length !== shape.length)) {
    throw wrongValue(code, `${name}.stride`, `${shape.length} integers`, describe(value.stride));
  }
  const [rowStride, columnStride, channelStride] = (
    value.stride ?? [packed.rowStride, packed.columnStride, packed.channelStride]
  ).map((step, axis) => readInteger(argument, `stride[${axis}]`, step));
  const view = {
    ...packed,
    offset: value.offset === undefined ? 0 : readLength(argument, 'offset', value.offset),
    rowStride: rowStride as number,
    columnStride: columnStride as number,
    channelStride: channelStride ?? 1,
  };
  refuseOutside(argument, view);
  const length = view.rows * view.columns * view.channels;
  if (value.stride === undefined && value.offset === undefined && value.data.length !== length) {
    const expected = `data of ${length} elements (${sizes(view)}) unless "stride" or "offset" is given`;
    throw wrongValue(code, name, expected, `${value.data.length}`);
  }
  return { kind: 'ndarray', rank: shape.length as 2 | 3, view };
}

function readPixels(argument: Argument, value: PixelImage): Container {
  const { name, code } = argument;
  const dtype = readData(argument, value.data);
  const columns = readLength(argument, 'width', value.width);
  const rows = readLength(argument, 'height', value.height);
  const channels = value.channels === undefined ? 4 : readLength(argument, 'channels', value.channels);
  refuseEmpty(argument, rows, columns);
  if (channels === 0) throw wrongValue(code, name, 'at least 1 channel', '0');
  const view = contiguousView(value.data, dtype, { rows, columns, channels });
  refuseOutside(argument, view);
  if (value.data.length !== rows * columns * channels) {
    const length = `${rows * columns * channels} elements (height ${rows} x width ${columns} x channels ${channels})`;
    throw wrongValue(code, name, length, `${value.data.length}`);
  }
  return { kind: 'pixels', rank: 3, view };
}

function readData(argument: Argument, data: unknown): DType {
  const dtype = dtypeOf(data);
  if (dtype === undefined) {
    throw wrongKind(argument.code, `${argument.name}.data`, 'a typed array of numbers', describe(data));
  }
  refuseDetached(argument, data as TypedArray);
  return dtype;
}

function readLength(argument: Argument, field: string, value: unknown): number {
  const length = readInteger(argument, field, value);
  if (length < 0)
    throw wrongValue(argument.code, `${argument.name}.${field}`, 'an integer of at least 0', `${length}`);
  return length;
}

function readInteger({ name, code }: Argument, field: string, value: unknown): number {
  if (typeof value !== 'number') throw wrongKind(code, `${name}.${field}`, 'an integer', describe(value));
  if (!Number.isSafeInteger(value)) throw wrongValue(code, `${name}.${field}`, 'an integer', `${value}`);
  return value;
}

function refuseEmpty({ name, code }: Argument, rows: number, columns: number): void {
  if (rows < 1 || columns < 1) throw wrongValue(code, name, 'at least 1 x 1', `${rows} x ${columns}`);
}

function refuseOutside({ name, code }: Argument, view: View): void {
  const { rows, columns, channels, data } = view;
  if (!Number.isSafeInteger(rows * columns * channels)) {
    throw wrongValue(code, name, 'at most 2^53 - 1 elements', sizes(view));
  }
  const [first, last] = elementRange(view);
  if (first < 0) throw wrongValue(code, name, 'elements from 0 on', `one at ${first}`);
  if (last >= data.length) {
    throw wrongValue(code, name, `data of at least ${last + 1} elements (${sizes(view)})`, `${data.length}`);
  }
}

function refuseDetached({ name }: Argument, data: TypedArray): void {
  if (isGivenBack(data)) {
    throw wrongKind('ERR_DISPOSED', name, 'memory that is in use', 'memory that was given back');
  }
  if (data.length > 0) return;
  try {
    new Uint8Array(data.buffer);
  } catch {
    throw wrongKind('ERR_DETACHED', name, 'data in memory', 'a detached buffer');
  }
}

export function sizes({ rows, columns, channels }: Shape): string {
  return `${rows} x ${columns}${channels === 1 ? '' : ` x ${channels}`}`;
}

/** Fills rows of numbers from a contiguous view of one channel. */
function writeNested({ data, columns }: View, rows: number[][]): number[][] {
  let index = 0;
  for (const row of rows) {
    for (let column = 0; column < columns; column++) row[column] = data[index++] as number;
  }
  return rows;
}
