import { dtypeOf, plainArray } from '../base/dtype.ts';
import { describe, type ErrorCode, inMemory, refusalOf, wrongKind, wrongValue } from '../base/errors.ts';
import { isArray, isRevoked, lengthOf, listOf, MAX_ELEMENTS } from '../base/list.ts';
import type { DType, NdArray, PixelImage, TypedArray } from '../base/types.ts';
import { hintFor, isEncoded } from './hint.ts';
import { isGivenBack, latestRelease, type Release } from './moving.ts';
import { type Axis, anyOverlap, elementRange, overlaps, sharePlaces } from './overlap.ts';
import { allocateView, contiguousView, type Layout, packed, type Shape, sizes, View } from './view.ts';

/*
 * A call has two steps. First it reads all of its arguments, each property once, into a `Reading`. This may run the caller's
 * code, such as a getter, and that code may detach, dispose of or shrink memory. So only then `settle` checks the memory. After
 * that no code of the caller runs until the results are computed.
 */

type ContainerKind = 'nested' | 'ndarray' | 'pixels';

/** A container as a view, and what kind it was, so that the result can be of the same. */
export interface Container {
  readonly kind: ContainerKind;
  readonly view: View;
  /** 2 for `shape: [rows, cols]`, 3 where channels are an axis. */
  readonly rank: 2 | 3;
}

/** The properties of a container. Whether its data exists and is long enough is not checked yet. */
export interface Reading {
  readonly argument: Argument;
  readonly kind: ContainerKind;
  readonly rank: 2 | 3;
  readonly dtype: DType;
  /** The caller's array; the numbers of nested arrays. */
  readonly elements: TypedArray;
  readonly layout: Layout;
  /** Whether the data has to hold the elements of the shape and no others. */
  readonly isWhole: boolean;
  /** The latest release of memory when the data was read. */
  readonly since: Release;
}

/** An `out` that was read: a container, or a bare typed array. */
export interface OutReading {
  /** The caller's object, which the call returns. */
  readonly value: unknown;
  /** Undefined for nested arrays, which hold any number. */
  readonly dtype: DType | undefined;
  readonly source: Reading | TypedArray;
  /** As that of a `Reading`. */
  readonly since: Release;
  /** The rows of nested arrays. */
  readonly rows: readonly number[][];
}

/** Where a result goes: into `view`, after which `finish` gives what the caller gets. */
export interface Destination {
  readonly view: View;
  /** The rows of the caller's that `finish` writes to. */
  readonly rows: readonly number[][];
  finish(): unknown;
}

interface Argument {
  readonly name: 'image' | 'kernel' | 'out';
  readonly code: ErrorCode;
}

/** V8 makes longer new arrays hash tables, which take ten times as long to fill: its `JSArray::kMaxFastArrayLength`. */
const MAX_FAST_ARRAY_LENGTH = 2 ** 25;

/** A row takes about as much memory as 8 numbers before it holds any. */
const ROW_ELEMENTS = 8;

const image: Argument = { name: 'image', code: 'ERR_IMAGE' };
const kernel: Argument = { name: 'kernel', code: 'ERR_KERNEL' };
const out: Argument = { name: 'out', code: 'ERR_OUT' };

export function readImage(value: unknown): Reading {
  return readContainer(image, value);
}

/** A kernel that is no array of rows. */
export function readKernel(value: unknown): Reading {
  const reading = readContainer(kernel, value);
  if (reading.kind === 'pixels') throw wrongKind(kernel.code, 'kernel', expectedKinds(kernel), 'an image');
  const { channels } = reading.layout;
  if (channels !== 1) throw wrongValue(kernel.code, 'kernel', 'a single channel', `${channels} channels`);
  return reading;
}

/** A kernel of rows, whose number and the first of which were read before. */
export function readKernelRows(value: readonly unknown[], length: number, first: unknown): Reading {
  return readRows(kernel, value, length, first);
}

/** Taps along one axis: a list of numbers. */
export function readTaps(name: 'column' | 'row', value: unknown): Float64Array {
  const dtype = dtypeOf(value);
  if (dtype !== undefined) {
    const array = dataNow({ name }, value as TypedArray, dtype, latestRelease());
    refuseNoTaps(name, array.length);
    return inMemory(() => new Float64Array(array));
  }
  if (!isArray(value)) throw wrongKind('ERR_KERNEL', name, 'a list of numbers', describe(value));
  const length = lengthOf(value);
  refuseNoTaps(name, length);
  refuseMany(name, length);
  const taps = inMemory(() => new Float64Array(length));
  for (let i = 0; i < length; i++) {
    const tap: unknown = value[i];
    if (typeof tap !== 'number') throw wrongKind('ERR_KERNEL', name, 'numbers', `${describe(tap)} at [${i}]`);
    taps[i] = tap;
  }
  return taps;
}

function refuseNoTaps(name: string, length: number): void {
  if (length === 0) throw wrongValue('ERR_KERNEL', name, 'at least 1 number', '0');
}

/** `[rows, columns]` or `[rows, columns, channels]`. */
export function readLengths(value: unknown): readonly number[] {
  const expected = '[rows, columns] or [rows, columns, channels]';
  if (!isArray(value)) throw wrongKind('ERR_OPTION', 'shape', expected, describe(value));
  const lengths = listOf(value);
  if (lengths.length !== 2 && lengths.length !== 3) {
    throw wrongValue('ERR_OPTION', 'shape', expected, describe(lengths));
  }
  for (const length of lengths) {
    if (typeof length !== 'number') throw wrongKind('ERR_OPTION', 'shape', 'integers', describe(lengths));
    if (!Number.isSafeInteger(length) || length < 1) {
      throw wrongValue('ERR_OPTION', 'shape', 'integers of at least 1', describe(lengths));
    }
  }
  const [rows, columns, channels = 1] = lengths as [number, number, number?];
  refuseManyElements(rows * columns * channels, lengths);
  return lengths as number[];
}

/** The size of pixels to allocate: `{ width, height, channels = 4 }`. */
export function readPixelSize(size: object): { width: number; height: number; channels: number } {
  const { width, height, channels = 4 } = size as { [name in 'width' | 'height' | 'channels']?: unknown };
  const length = (name: string, value: unknown) => {
    if (Number.isSafeInteger(value) && (value as number) >= 1) return value as number;
    throw refusalOf('ERR_OPTION', name, 'number', 'an integer of at least 1', value);
  };
  const lengths = {
    width: length('width', width),
    height: length('height', height),
    channels: length('channels', channels),
  };
  refuseManyElements(lengths.height * lengths.width * lengths.channels, Object.values(lengths));
  return lengths;
}

function refuseManyElements(elements: number, lengths: readonly unknown[]): void {
  if (Number.isSafeInteger(elements)) return;
  throw wrongValue('ERR_OPTION', 'shape', 'at most 2^53 - 1 elements', describe(lengths));
}

export function readShape(value: unknown): Shape {
  const [rows, columns, channels = 1] = readLengths(value) as [number, number, number?];
  return { rows, columns, channels };
}

/** Whether a value is only the shape of an image: `{ shape, dtype? }`. */
export function isShapeOnly(value: unknown): value is { readonly shape: unknown; readonly dtype?: unknown } {
  return (
    typeof value === 'object' && value !== null && !isRevoked(value) && 'shape' in value && !('data' in value)
  );
}

/** The caller's own `out`. */
export function readOut(value: unknown): OutReading {
  const dtype = dtypeOf(value);
  const since = latestRelease();
  if (dtype !== undefined) return { value, dtype, source: value as TypedArray, since, rows: [] };
  const rows: number[][] = [];
  const source = readContainer(out, value, rows);
  return { value, dtype: source.kind === 'nested' ? undefined : source.dtype, source, since, rows };
}

/** Checks that the data exists and holds all elements. Runs no code of the caller. */
export function settle(reading: Reading): Container {
  const { argument, kind, rank, dtype, layout } = reading;
  const { rows, columns, channels } = layout;
  const data = dataNow(argument, reading.elements, dtype, reading.since);
  const length = rows * columns * channels;
  const isPacked = reading.isWhole && data.length === length;
  if (!isPacked) refuseOutside(reading, data);
  if (reading.isWhole && !isPacked) {
    const expected =
      kind === 'pixels'
        ? `${length} elements (height ${rows} x width ${columns} x channels ${channels})`
        : `data of ${length} elements (${sizes(layout)}) unless "stride" or "offset" is given`;
    throw wrongValue(argument.code, argument.name, expected, held(reading, data));
  }
  return { kind, rank, view: new View(data, dtype, layout) };
}

/** Checks that the data of an `out` exists, and that it fits the result. Runs no code of the caller. */
export function settleOut(
  { value, source, since, rows }: OutReading,
  dtype: DType,
  shape: Shape,
): Destination {
  if (!('layout' in source)) {
    const data = dataNow(out, source, dtype, since);
    const length = shape.rows * shape.columns * shape.channels;
    if (data.length !== length) {
      throw wrongValue(out.code, 'out', `${length} elements (${sizes(shape)})`, `${data.length}`);
    }
    return { view: contiguousView(data, dtype, shape), rows, finish: () => value };
  }
  const { kind, view } = settle(source);
  if (view.rows !== shape.rows || view.columns !== shape.columns || view.channels !== shape.channels) {
    throw wrongValue(out.code, 'out', sizes(shape), sizes(view));
  }
  if (kind === 'nested') {
    if (new Set(rows).size < rows.length) {
      throw wrongValue(out.code, 'out', 'a place for each element', 'the same row twice');
    }
    const staging = inMemory(() => allocateView(dtype, shape));
    return {
      view: staging,
      rows,
      finish() {
        writeNested(staging, rows);
        return value;
      },
    };
  }
  if (!source.isWhole) refuseShared(view);
  return { view, rows, finish: () => value };
}

function refuseShared(view: View): void {
  const axes: readonly [Axis, Axis, Axis] = [
    [view.rows, view.rowStride],
    [view.columns, view.columnStride],
    [view.channels, view.channelStride],
  ];
  if (!sharePlaces(axes)) return;
  const isZero = axes.some(([length, stride]) => length > 1 && stride === 0);
  const got = isZero ? 'a stride of 0' : `strides by which some of ${sizes(view)} share one`;
  throw wrongValue(out.code, 'out', 'a place for each element', got);
}

/** Refuses results that would be written on each other, on the image, or on what else is read. */
export function refuseOverlaps(
  destinations: readonly Destination[],
  image: View,
  sources: readonly View[] = [],
): void {
  const refuse = (what: string) =>
    wrongValue('ERR_OVERLAP', 'out', `memory apart from ${what}`, 'an overlap');
  const [only] = destinations;
  if (only !== undefined && destinations.length === 1 && sources.length === 0) {
    if (overlaps(only.view, image)) throw refuse('the image');
    return;
  }
  const views = destinations.map(({ view }) => view);
  if (views.some((view) => overlaps(view, image))) throw refuse('the image');
  const rows = destinations.flatMap((destination) => destination.rows);
  if (anyOverlap(views, []) || new Set(rows).size < rows.length) throw refuse('that of other results');
  // With swapped inputs the kernel is read while results are written.
  if (anyOverlap(views, sources)) throw refuse('the kernel');
}

/** Refuses nested results that would fill the JavaScript heap. */
export function refuseLarge({ kind }: Container, results: readonly Shape[]): void {
  if (kind !== 'nested') return;
  const elements = results.reduce((sum, { rows, columns }) => sum + rows * (columns + ROW_ELEMENTS), 0);
  refuseMany('image', elements);
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
        Array.from({ length: rows }, () => new Array<number>(Math.min(columns, MAX_FAST_ARRAY_LENGTH))),
      ),
    ndarray: () => ({
      data,
      shape: rank === 2 ? [rows, columns] : [rows, columns, channels],
    }),
    pixels: () => ({ data, width: columns, height: rows, channels }),
  }[kind];
  return { view, rows: [], finish };
}

function readContainer(argument: Argument, value: unknown, rows?: unknown[]): Reading {
  if (isArray(value)) {
    const length = lengthOf(value);
    return readRows(argument, value, length, length > 0 ? value[0] : undefined, rows);
  }
  if (typeof value === 'object' && value !== null && !isRevoked(value) && !ArrayBuffer.isView(value)) {
    if ('shape' in value) return readNdArray(argument, value as NdArray);
    if ('width' in value && 'height' in value) return readPixels(argument, value as PixelImage);
  }
  const got = describe(value);
  throw hinted(argument, value, got) ?? wrongKind(argument.code, argument.name, expectedKinds(argument), got);
}

/** The refusal of what holds its pixels elsewhere, if that is what a value is. */
function hinted({ name, code }: Argument, value: unknown, described?: string): TypeError | undefined {
  const hint = name === 'out' ? undefined : hintFor(value, described);
  return hint === undefined ? undefined : wrongKind(code, name, 'numbers', hint);
}

function expectedKinds({ name }: Argument): string {
  if (name === 'kernel') return 'rows of numbers or { data, shape }';
  return `rows of numbers, { data, shape } or { data, width, height }${name === 'out' ? ', or a typed array' : ''}`;
}

/**
 * Rows of numbers.
 *
 * @param rows Becomes a list of the rows themselves, which then have to take numbers.
 */
function readRows(
  argument: Argument,
  value: readonly unknown[],
  length: number,
  first: unknown,
  rows?: unknown[],
): Reading {
  const { name, code } = argument;
  if (typeof first === 'number') {
    const row = [first, value[1], value[2]].slice(0, length).map(describe).join(', ');
    throw wrongKind(code, name, `rows of numbers such as [[${row}${length > 3 ? ', …' : ''}]]`, 'numbers');
  }
  const columns = isArray(first) ? lengthOf(first) : 0;
  if (length === 0 || isArray(first)) refuseEmpty(argument, length, columns);
  refuseMany(name, length * columns);
  const data = inMemory(() => new Float64Array(length * columns));
  let index = 0;
  for (let i = 0; i < length; i++) {
    const row = i === 0 ? first : value[i];
    if (!isArray(row)) throw wrongKind(code, name, 'rows of numbers', `${describe(row)} as row ${i}`);
    const rowLength = i === 0 ? columns : lengthOf(row);
    if (rowLength !== columns) {
      throw wrongValue(code, name, `rows of equal length (${columns})`, `${rowLength} in row ${i}`);
    }
    for (let j = 0; j < columns; j++) {
      const element: unknown = row[j];
      if (typeof element !== 'number') {
        throw wrongKind(code, name, 'numbers', `${describe(element)} at [${i}][${j}]`);
      }
      data[index++] = element;
    }
    if (rows) {
      if (Object.isFrozen(row)) throw wrongKind(code, name, 'rows to write to', `a frozen row ${i}`);
      rows.push(row);
    }
  }
  return {
    argument,
    kind: 'nested',
    rank: 2,
    dtype: 'float64',
    elements: data,
    layout: packed({ rows: length, columns, channels: 1 }),
    isWhole: true,
    since: latestRelease(),
  };
}

function readNdArray(argument: Argument, value: NdArray): Reading {
  const { name, code } = argument;
  const { data } = value;
  const since = latestRelease();
  const { shape, stride, offset } = value;
  const dtype = readType(argument, value, data);
  if (!isArray(shape)) throw wrongKind(code, `${name}.shape`, 'an array', describe(shape));
  const lengths = listOf(shape);
  const rank = lengths.length;
  if (rank !== 2 && rank !== 3) {
    throw wrongValue(
      code,
      `${name}.shape`,
      '[rows, columns] or [rows, columns, channels]',
      describe(lengths),
    );
  }
  const rows = readLength(argument, 'shape[0]', lengths[0]);
  const columns = readLength(argument, 'shape[1]', lengths[1]);
  const channels = rank === 2 ? 1 : readLength(argument, 'shape[2]', lengths[2]);
  const layout: { -readonly [key in keyof Layout]: Layout[key] } = packedIn(
    argument,
    rows,
    columns,
    channels,
  );
  if (stride !== undefined) {
    if (!isArray(stride)) throw wrongValue(code, `${name}.stride`, `${rank} integers`, describe(stride));
    const steps = listOf(stride);
    if (steps.length !== rank) throw wrongValue(code, `${name}.stride`, `${rank} integers`, describe(steps));
    layout.rowStride = readInteger(argument, 'stride[0]', steps[0]);
    layout.columnStride = readInteger(argument, 'stride[1]', steps[1]);
    layout.channelStride = rank === 2 ? 1 : readInteger(argument, 'stride[2]', steps[2]);
  }
  if (offset !== undefined) layout.offset = readLength(argument, 'offset', offset);
  const isWhole = stride === undefined && offset === undefined;
  return { argument, kind: 'ndarray', rank, dtype, elements: data, layout, isWhole, since };
}

function readPixels(argument: Argument, value: PixelImage): Reading {
  const { data } = value;
  const since = latestRelease();
  const { width, height, channels: given } = value;
  const dtype = readType(argument, value, data);
  const columns = readLength(argument, 'width', width);
  const rows = readLength(argument, 'height', height);
  const channels = given === undefined ? 4 : readLength(argument, 'channels', given);
  const layout = packedIn(argument, rows, columns, channels);
  return { argument, kind: 'pixels', rank: 3, dtype, elements: data, layout, isWhole: true, since };
}

function packedIn(argument: Argument, rows: number, columns: number, channels: number): Layout {
  refuseEmpty(argument, rows, columns);
  if (channels === 0) throw wrongValue(argument.code, argument.name, 'at least 1 channel', '0');
  return packed({ rows, columns, channels });
}

function readType(argument: Argument, value: object, data: unknown): DType {
  const dtype = dtypeOf(data);
  if (dtype !== undefined) return dtype;
  const { name, code } = argument;
  const expected = isArray(data)
    ? 'a typed array, such as new Float64Array(data)'
    : 'a typed array of numbers';
  throw hinted(argument, value) ?? wrongKind(code, `${name}.data`, expected, describe(data));
}

/** A plain typed array over the caller's elements. */
function dataNow(
  { name }: { readonly name: string },
  array: TypedArray,
  dtype: DType,
  since: Release,
): TypedArray {
  const data = plainArray(array, dtype);
  if (data === undefined) throw wrongKind('ERR_DETACHED', name, 'data in memory', 'a detached buffer');
  refuseGivenBack(name, data, since);
  return data;
}

function refuseGivenBack(name: string, data: TypedArray, since: Release): void {
  if (!isGivenBack(data, since)) return;
  throw wrongKind('ERR_DISPOSED', name, 'one that is in use', 'one that was disposed of');
}

/** Refuses arrays of numbers that are too long: see `MAX_ELEMENTS`. */
export function refuseMany(name: string, elements: number): void {
  if (elements <= MAX_ELEMENTS) return;
  throw wrongValue(
    'ERR_MEMORY',
    name,
    `at most ${MAX_ELEMENTS} elements in arrays of numbers`,
    `${elements}`,
  );
}

function readLength(argument: Argument, field: string, value: unknown): number {
  const length = readInteger(argument, field, value);
  if (length < 0)
    throw wrongValue(argument.code, `${argument.name}.${field}`, 'an integer of at least 0', `${length}`);
  return length;
}

function readInteger({ name, code }: Argument, field: string, value: unknown): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw refusalOf(code, `${name}.${field}`, 'number', 'an integer', value);
}

function refuseEmpty({ name, code }: Argument, rows: number, columns: number): void {
  if (rows < 1 || columns < 1) throw wrongValue(code, name, 'at least 1 x 1', `${rows} x ${columns}`);
}

function refuseOutside(reading: Reading, data: TypedArray): void {
  const { layout, argument } = reading;
  const { name, code } = argument;
  const { rows, columns, channels } = layout;
  if (!Number.isSafeInteger(rows * columns * channels)) {
    throw wrongValue(code, name, 'at most 2^53 - 1 elements', sizes(layout));
  }
  const [first, last] = elementRange(layout);
  if (first < 0) throw wrongValue(code, name, 'elements from 0 on', `one at ${first}`);
  if (last >= data.length) {
    const expected = `data of at least ${last + 1} elements (${sizes(layout)})`;
    throw wrongValue(code, name, expected, held(reading, data));
  }
}

/** How many elements data of the wrong length has, and what it may be instead. */
function held({ kind, layout }: Reading, data: TypedArray): string {
  const { length } = data;
  if (isEncoded(data)) return `${length} of a picture file: decode it first`;
  const channels = length / (layout.rows * layout.columns);
  const fits = kind === 'pixels' && (channels === 1 || channels === 3 || channels === 4);
  return fits ? `${length}, which fits channels: ${channels}` : `${length}`;
}

/** Fills rows of numbers from a contiguous view of one channel. */
function writeNested({ data, columns }: View, rows: readonly number[][]): readonly number[][] {
  let index = 0;
  for (const row of rows) {
    for (let column = 0; column < columns; column++) row[column] = data[index++] as number;
  }
  return rows;
}
