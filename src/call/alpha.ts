import { elementTypes } from '../base/dtype.ts';
import { wrongValue } from '../base/errors.ts';
import { saturatorOf } from '../base/saturate.ts';
import type { Alpha, DType, TypedArray } from '../base/types.ts';
import type { Container } from '../io/container.ts';
import { forEachRow, type RowSink, type Shape, View } from '../io/view.ts';
import { folds } from '../problem/boundary.ts';
import type { CheckedOptions } from '../problem/options.ts';
import type { Problem } from '../problem/problem.ts';
import type { Elements, Pointwise, ReachedRows } from './pointwise.ts';
import type { RowChange } from './rows.ts';

/** The treatment of alpha in a call. `'opaque'`: it is opaque everywhere, in the image and beyond, and so in the results. */
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
  const isOpaqueBeyond = !boundary.includes('fill') || fillvalue >= opaqueOf(view.dtype);
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
export function premultiply(image: DType, pointwise: Pointwise): RowChange {
  const opaque = opaqueOf(image);
  return (rows, count) => pointwise.premultiply(rows, count / 4, opaque);
}

/**
 * Divides the colours of a result's rows by their alpha, saturated to the type of the result, so that a colour is as bright as
 * it would be without alpha. Where alpha is 0, colours are 0. Then adds `delta` to the colours.
 */
export function unpremultiply(image: DType, result: DType, delta: number, pointwise: Pointwise): RowChange {
  const [least, greatest] = elementTypes[result].range ?? [-Infinity, Infinity];
  const by = { opaque: opaqueOf(image), least, greatest, delta };
  return (rows, count) => pointwise.unpremultiply(rows, count / 4, by);
}

/** The alpha of a pixel of four bytes, whatever the byte order of the machine, as a signed integer. */
const ALPHA_MASK = /* @__PURE__ */ (() => new Int32Array(Uint8Array.of(0, 0, 0, 255).buffer)[0] as number)();

/**
 * A result whose alpha is replaced: before rows are written where operations reach them, else afterwards. Bytes are the fast
 * case, and those that change their places the slow one.
 */
abstract class ReplacedAlpha implements RowSink {
  readonly view: View;
  readonly #pointwise: Pointwise;
  #isReplaced = false;

  constructor(result: View, pointwise: Pointwise) {
    this.view = result;
    this.#pointwise = pointwise;
  }

  write(firstRow: number, rowCount: number, from: TypedArray, at: number, pitch: number): void {
    const { columns, dtype } = this.view;
    if (this.areBytes && isBytes(from) && pitch === 4 * columns && this.#pointwise.reaches(from)) {
      this.replaceBytes(firstRow, rowCount, { dtype, data: from, at });
      this.#isReplaced = true;
    }
    this.view.write(firstRow, rowCount, from, at, pitch);
  }

  done(firstRow: number, rowCount: number): void {
    const { view } = this;
    if (!this.#isReplaced) {
      const { dtype, data, offset, rowStride } = view;
      if (this.areBytes && areWords(view) && this.#pointwise.reaches(data)) {
        this.replaceBytes(firstRow, rowCount, { dtype, data, at: offset + firstRow * rowStride });
      } else {
        this.replaceInPlace(firstRow, rowCount);
      }
    }
    this.#isReplaced = false;
  }

  /** Whether `replaceBytes` serves. */
  protected abstract readonly areBytes: boolean;
  protected abstract replaceBytes(firstRow: number, rowCount: number, pixels: Elements): void;
  protected abstract replaceInPlace(firstRow: number, rowCount: number): void;
}

/** Where results lie on an image, and what lies beyond its edges. */
export type Placement = Pick<Problem, 'output' | 'stride' | 'boundary' | 'fillvalue' | 'centre'>;

/** The row (or column) of the image that the kernel's centre lies on, for a row of results; -1 for the fill value. */
export function placeOf({ centre, stride, boundary }: Placement, axis: 0 | 1, result: number, size: number) {
  return folds[boundary[axis]](centre[axis] + result * stride[axis], size);
}

/** Gives each result the alpha of the pixel that the kernel's centre lies on. */
export class PreservedAlpha extends ReplacedAlpha {
  protected readonly areBytes: boolean;
  readonly #operations: Pointwise;
  readonly #image: View;
  /** The image's rows, for operations. */
  readonly #rows: ReachedRows;
  readonly #rowsAtOnce: number;
  readonly #placement: Placement;
  /** The column of the image for each column of results, -1 for the fill value; null if it is the same column. */
  readonly #columns: Int32Array | null;

  /** @param rowsAtOnce How many rows `rows` read at a time. */
  constructor(
    image: View,
    result: View,
    placement: Placement,
    pointwise: Pointwise,
    rows: ReachedRows,
    rowsAtOnce: number,
  ) {
    super(result, pointwise);
    const { output, stride, centre } = placement;
    this.#operations = pointwise;
    this.#image = image;
    this.#placement = placement;
    this.#rows = rows;
    this.#rowsAtOnce = rowsAtOnce;
    const staysInPlace =
      centre.every((place) => place === 0) &&
      stride.every((step) => step === 1) &&
      output.rows === image.rows &&
      output.columns === image.columns;
    this.areBytes = staysInPlace && isBytes(image.data) && isBytes(result.data);
    // Before anything is written.
    this.#columns = staysInPlace
      ? null
      : Int32Array.from({ length: output.columns }, (_, column) =>
          placeOf(placement, 1, column, image.columns),
        );
  }

  protected replaceBytes(firstRow: number, rowCount: number, { dtype, data, at }: Elements): void {
    const { columns } = this.#image;
    for (let done = 0; done < rowCount; done += this.#rowsAtOnce) {
      const count = Math.min(this.#rowsAtOnce, rowCount - done);
      const source = this.#rows.read(firstRow + done, count);
      const pixels = { dtype, data, at: at + done * 4 * columns };
      this.#operations.replaceAlpha(source, pixels, count * columns);
    }
  }

  protected replaceInPlace(firstRow: number, rowCount: number): void {
    const image = this.#image;
    const result = this.view;
    const placement = this.#placement;
    const columns = this.#columns;
    const [pixels, results] = [image.data, result.data];
    const saturated = saturatorOf(result.dtype);
    const beyond = saturated(placement.fillvalue);
    for (let i = firstRow; i < firstRow + rowCount; i++) {
      const row = placeOf(placement, 0, i, image.rows);
      const from = image.offset + row * image.rowStride + 3 * image.channelStride;
      let to = result.offset + i * result.rowStride + 3 * result.channelStride;
      for (let j = 0; j < result.columns; j++, to += result.columnStride) {
        const column = columns === null ? j : (columns[j] as number);
        results[to] =
          row < 0 || column < 0 ? beyond : saturated(pixels[from + column * image.columnStride] as number);
      }
    }
  }
}

/** Gives all results the alpha of an opaque pixel of the image. */
export class OpaqueAlpha extends ReplacedAlpha {
  protected readonly areBytes: boolean;
  readonly #operations: Pointwise;
  readonly #opaque: number;

  constructor(image: DType, result: View, pointwise: Pointwise) {
    super(result, pointwise);
    this.#operations = pointwise;
    this.#opaque = saturatorOf(result.dtype)(opaqueOf(image));
    this.areBytes = this.#opaque === 255 && isBytes(result.data);
  }

  protected replaceBytes(_firstRow: number, rowCount: number, pixels: Elements): void {
    this.#operations.replaceAlpha(null, pixels, rowCount * this.view.columns);
  }

  protected replaceInPlace(firstRow: number, rowCount: number): void {
    const { data, offset, columns, rowStride, columnStride, channelStride } = this.view;
    for (let i = firstRow; i < firstRow + rowCount; i++) {
      let at = offset + i * rowStride + 3 * channelStride;
      for (let j = 0; j < columns; j++, at += columnStride) data[at] = this.#opaque;
    }
  }
}

function isBytes(data: TypedArray): boolean {
  return data instanceof Uint8Array || data instanceof Uint8ClampedArray;
}

/** Pixels of four bytes, one after the other, as words; null where they do not lie so. */
function wordsOf(view: View): Uint32Array | null {
  const { data, offset, rows, columns } = view;
  return areWords(view) ? new Uint32Array(data.buffer, data.byteOffset + offset, rows * columns) : null;
}

/** Whether pixels of four bytes lie one after the other as words. */
function areWords(view: View): boolean {
  const isBytes = view.dtype === 'uint8' || view.dtype === 'uint8clamped';
  const isAligned = (view.data.byteOffset + view.offset) % 4 === 0;
  return isBytes && isAligned && view.hasPackedRows && view.rowStride === 4 * view.columns;
}
