import { elementTypes } from '../base/dtype.ts';
import { wrongValue } from '../base/errors.ts';
import { saturatorOf } from '../base/saturate.ts';
import type { Alpha, DType, TypedArray } from '../base/types.ts';
import type { Container } from '../io/container.ts';
import { forEachRow, type RowSink, type Shape, View } from '../io/view.ts';
import { folds } from '../problem/boundary.ts';
import type { CheckedOptions } from '../problem/options.ts';
import type { Problem } from '../problem/problem.ts';
import type { RowChange } from './rows.ts';

/** What becomes of alpha in a call. `'opaque'`: it is opaque everywhere, in the image and beyond, and so in the results. */
export type AlphaTreatment = Alpha | 'opaque';

/** What becomes of the fourth channel of an image. By default canvas pixels keep it. */
export function alphaOf(
  alpha: Alpha | undefined,
  kind: Container['kind'],
  dtype: DType,
  channels: number,
): Alpha {
  if (alpha === undefined) {
    return kind === 'pixels' && dtype === 'uint8clamped' && channels === 4 ? 'preserve' : 'filter';
  }
  if (alpha !== 'filter' && channels !== 4) {
    const got = `"${alpha}" and ${channels}`;
    throw wrongValue('ERR_OPTION', 'alpha', '"filter" for images without exactly 4 channels', got);
  }
  return alpha;
}

/** As `alphaOf`, for a call. A blur weights the colours of canvas pixels by alpha, unless all are opaque. */
export function treatmentOf(
  { alpha, isBlur, boundary, fillvalue }: CheckedOptions,
  kind: Container['kind'],
  view: Shape & { readonly dtype: DType },
): AlphaTreatment {
  const treatment = alphaOf(alpha, kind, view.dtype, view.channels);
  if (alpha !== undefined || !isBlur || treatment !== 'preserve') return treatment;
  const isOpaqueBeyond = boundary !== 'fill' || fillvalue >= opaqueOf(view.dtype);
  return isOpaqueBeyond && !(view instanceof View && hasTransparency(view)) ? 'opaque' : 'premultiply';
}

/** Whether the alpha of some pixel of four bytes is not 255. */
function hasTransparency(image: View): boolean {
  const words = wordsOf(image);
  if (words === null) {
    let isFound = false;
    forEachRow(image, (row) => {
      for (let i = 3; i < row.length && !isFound; i += 4) isFound = row[i] !== 255;
    });
    return isFound;
  }
  const { length } = words;
  let at = 0;
  // Transparency most often begins at the first pixel: so the first pieces are small.
  for (let piece = 64; at < length; piece = Math.min(2 * piece, 2 ** 16)) {
    const end = Math.min(length, at + piece);
    let [a, b, c, d] = [-1, -1, -1, -1];
    for (; at + 4 <= end; at += 4) {
      a &= words[at] as number;
      b &= words[at + 1] as number;
      c &= words[at + 2] as number;
      d &= words[at + 3] as number;
    }
    for (; at < end; at++) a &= words[at] as number;
    if ((a & b & c & d & ALPHA_MASK) !== ALPHA_MASK) return true;
  }
  return false;
}

/** The alpha of an opaque pixel: the greatest integer of the type, or 1.0. */
export function opaqueOf(dtype: DType): number {
  return elementTypes[dtype].range?.[1] ?? 1;
}

/** Multiplies the colours of an image's rows by their alpha, which counts as 1 where it is opaque. */
export function premultiply(image: DType): RowChange {
  const opaque = opaqueOf(image);
  return (rows, length) => {
    for (let i = 0; i < length; i += 4) {
      const alpha = rows[i + 3] as number;
      for (let c = i; c < i + 3; c++) rows[c] = ((rows[c] as number) * alpha) / opaque;
    }
  };
}

/**
 * Divides the colours of a result's rows by their alpha, saturated to the type of the result, so that a colour is as bright as
 * it would be without alpha. Where alpha is 0, colours are 0. Then adds `delta` to the colours.
 */
export function unpremultiply(image: DType, result: DType, delta: number): RowChange {
  const opaque = opaqueOf(image);
  const [least, greatest] = elementTypes[result].range ?? [-Infinity, Infinity];
  return (rows, length) => {
    for (let i = 0; i < length; i += 4) {
      const alpha = Math.min(Math.max(rows[i + 3] as number, least), greatest);
      for (let c = i; c < i + 3; c++) {
        rows[c] = (alpha === 0 ? 0 : ((rows[c] as number) * opaque) / alpha) + delta;
      }
    }
  };
}

/** The three bytes of colour in a pixel of four, whatever the byte order of the machine; and the alpha, as a signed integer. */
const [COLOUR_MASK = 0] = new Uint32Array(Uint8Array.of(255, 255, 255, 0).buffer);
const ALPHA_MASK = ~COLOUR_MASK;

/** Gives each result the alpha of the pixel that the kernel's centre lies on. */
export class PreservedAlpha implements RowSink {
  readonly view: View | null;
  readonly #sink: RowSink;
  readonly #image: View;
  readonly #result: View;
  /** The pixel of the image, in rows and columns, for each result; -1 for the fill value. Null where each keeps its place. */
  readonly #places: { readonly rows: Int32Array; readonly columns: Int32Array } | null;
  readonly #fillvalue: number;

  /** @param sink Where results go: `result` itself, or a way to it. */
  constructor(
    sink: RowSink,
    image: View,
    result: View,
    { output, stride, boundary, fillvalue, centre }: Problem,
  ) {
    this.view = sink.view;
    this.#sink = sink;
    this.#image = image;
    this.#result = result;
    this.#fillvalue = fillvalue;
    const staysInPlace =
      centre.every((place) => place === 0) &&
      stride.every((step) => step === 1) &&
      output.rows === image.rows &&
      output.columns === image.columns;
    const places = (length: number, axis: 0 | 1, size: number) =>
      Int32Array.from({ length }, (_, i) => folds[boundary[axis]](centre[axis] + i * stride[axis], size));
    this.#places =
      staysInPlace && wordsOf(image) !== null && wordsOf(result) !== null
        ? null
        : {
            rows: places(output.rows, 0, image.rows),
            columns: places(output.columns, 1, image.columns),
          };
  }

  write(firstRow: number, rowCount: number, from: TypedArray, at: number, pitch: number): void {
    this.#sink.write(firstRow, rowCount, from, at, pitch);
  }

  done(firstRow: number, rowCount: number): void {
    this.#sink.done(firstRow, rowCount);
    if (this.#places === null) this.#keepWords(firstRow, rowCount);
    else this.#keep(firstRow, rowCount, this.#places);
  }

  #keepWords(firstRow: number, rowCount: number): void {
    const from = wordsOf(this.#image) as Uint32Array;
    const to = wordsOf(this.#result) as Uint32Array;
    const { columns } = this.#result;
    for (let i = firstRow * columns; i < (firstRow + rowCount) * columns; i++) {
      to[i] = ((to[i] as number) & COLOUR_MASK) | ((from[i] as number) & ~COLOUR_MASK);
    }
  }

  #keep(
    firstRow: number,
    rowCount: number,
    { rows, columns }: { readonly rows: Int32Array; readonly columns: Int32Array },
  ): void {
    const image = this.#image;
    const result = this.#result;
    const [pixels, results] = [image.data, result.data];
    const saturated = saturatorOf(result.dtype);
    const beyond = saturated(this.#fillvalue);
    for (let i = firstRow; i < firstRow + rowCount; i++) {
      const row = rows[i] as number;
      const from = image.offset + row * image.rowStride + 3 * image.channelStride;
      let to = result.offset + i * result.rowStride + 3 * result.channelStride;
      for (let j = 0; j < columns.length; j++, to += result.columnStride) {
        const column = columns[j] as number;
        results[to] =
          row < 0 || column < 0 ? beyond : saturated(pixels[from + column * image.columnStride] as number);
      }
    }
  }
}

/** Gives all results the alpha of an opaque pixel of the image. */
export class OpaqueAlpha implements RowSink {
  readonly view: View | null;
  readonly #sink: RowSink;
  readonly #result: View;
  readonly #opaque: number;

  constructor(sink: RowSink, image: DType, result: View) {
    this.view = sink.view;
    this.#sink = sink;
    this.#result = result;
    this.#opaque = saturatorOf(result.dtype)(opaqueOf(image));
  }

  write(firstRow: number, rowCount: number, from: TypedArray, at: number, pitch: number): void {
    this.#sink.write(firstRow, rowCount, from, at, pitch);
  }

  done(firstRow: number, rowCount: number): void {
    this.#sink.done(firstRow, rowCount);
    const { data, offset, columns, rowStride, columnStride, channelStride } = this.#result;
    const words = this.#opaque === 255 ? wordsOf(this.#result) : null;
    for (let i = firstRow; i < firstRow + rowCount; i++) {
      if (words !== null) {
        for (let at = i * columns; at < (i + 1) * columns; at++)
          words[at] = (words[at] as number) | ALPHA_MASK;
        continue;
      }
      let at = offset + i * rowStride + 3 * channelStride;
      for (let j = 0; j < columns; j++, at += columnStride) data[at] = this.#opaque;
    }
  }
}

/** Pixels of four bytes, one after the other, as words; null where they do not lie so. */
function wordsOf(view: View): Uint32Array | null {
  const { data, offset, rows, columns } = view;
  const isBytes = view.dtype === 'uint8' || view.dtype === 'uint8clamped';
  const at = data.byteOffset + offset;
  if (!isBytes || at % 4 !== 0 || !view.hasPackedRows || view.rowStride !== 4 * columns) return null;
  return new Uint32Array(data.buffer, at, rows * columns);
}
