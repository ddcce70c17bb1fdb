import { elementTypes } from '../base/dtype.ts';
import { wrongValue } from '../base/errors.ts';
import { saturatorOf } from '../base/saturate.ts';
import type { Alpha, DType, TypedArray } from '../base/types.ts';
import type { Container } from '../io/container.ts';
import { copyOf, type View } from '../io/view.ts';
import { folds } from '../problem/boundary.ts';
import type { Problem } from '../problem/problem.ts';

/** What becomes of the fourth channel of an image. By itself canvas pixels keep it. */
export function alphaOf(alpha: Alpha | undefined, { kind, view }: Container): Alpha {
  if (alpha === undefined) {
    return kind === 'pixels' && view.dtype === 'uint8clamped' && view.channels === 4 ? 'preserve' : 'filter';
  }
  if (alpha !== 'filter' && view.channels !== 4) {
    const got = `"${alpha}" for ${view.channels} channel${view.channels === 1 ? '' : 's'}`;
    throw wrongValue('ERR_OPTION', 'alpha', '"filter" for images without exactly 4 channels', got);
  }
  return alpha;
}

/** Gives each result the alpha of the pixel that the kernel's centre lies on, wherever the problem has put it. */
export function keepAlpha(image: View, problem: Problem, result: View): void {
  const { output, stride, boundary, fillvalue, centre } = problem;
  const [down, right] = centre;
  const staysInPlace =
    down === 0 &&
    right === 0 &&
    stride[0] === 1 &&
    stride[1] === 1 &&
    output.rows === image.rows &&
    output.columns === image.columns;
  if (staysInPlace && keepBytes(image, result)) return;
  const fold = folds[boundary];
  const place = (length: number, step: number, first: number, size: number) =>
    Int32Array.from({ length }, (_, i) => fold(first + i * step, size));
  const rows = place(output.rows, stride[0], down, image.rows);
  const columns = place(output.columns, stride[1], right, image.columns);
  const saturated = saturatorOf(result.dtype);
  const beyond = saturated(fillvalue);
  for (let i = 0; i < output.rows; i++) {
    const row = rows[i] as number;
    const from = image.offset + row * image.rowStride + 3 * image.channelStride;
    let to = result.offset + i * result.rowStride + 3 * result.channelStride;
    for (let j = 0; j < output.columns; j++, to += result.columnStride) {
      const column = columns[j] as number;
      result.data[to] =
        row < 0 || column < 0 ? beyond : saturated(image.data[from + column * image.columnStride] as number);
    }
  }
}

/** Where pixels of four bytes lie in both as they do in memory: a word at a time. False: they do not. */
function keepBytes(image: View, result: View): boolean {
  const words = (view: View) => {
    const { data, offset, rows, columns } = view;
    const isBytes = view.dtype === 'uint8' || view.dtype === 'uint8clamped';
    const at = data.byteOffset + offset;
    if (!isBytes || at % 4 !== 0 || !view.hasPackedRows || view.rowStride !== 4 * columns) return undefined;
    return new Uint32Array(data.buffer, at, rows * columns);
  };
  const [from, to] = [words(image), words(result)];
  if (!from || !to) return false;
  const [mask = 0] = new Uint32Array(Uint8Array.of(0, 0, 0, 255).buffer);
  for (let i = 0; i < to.length; i++) {
    to[i] = ((to[i] as number) & ~mask) | ((from[i] as number) & mask);
  }
  return true;
}

/** The alpha of a pixel that hides what lies behind it. */
function opaqueOf(dtype: DType): number {
  return elementTypes[dtype].range?.[1] ?? 1;
}

/** The image in floats, its colours multiplied by its alpha, of which the greatest of an integer type, or 1.0, counts as 1. */
export function premultiplied(image: View, dtype: 'float32' | 'float64'): View {
  const view = copyOf(image, dtype);
  const { data } = view;
  const opaque = opaqueOf(image.dtype);
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3] as number;
    for (let c = i; c < i + 3; c++) data[c] = ((data[c] as number) * alpha) / opaque;
  }
  return view;
}

/**
 * Takes the multiplication back, in place: by the alpha that the result's type can hold, so that what saturates is as bright
 * as it would be without alpha. Where nothing is left of it, colours are 0. Then `delta` is added to them.
 */
export function unpremultiply({ data }: View, image: DType, result: DType, delta: number): void {
  const opaque = opaqueOf(image);
  const [least, greatest] = elementTypes[result].range ?? [-Infinity, Infinity];
  for (let i = 0; i < data.length; i += 4) {
    const alpha = Math.min(Math.max(data[i + 3] as number, least), greatest);
    for (let c = i; c < i + 3; c++) {
      data[c] = (alpha === 0 ? 0 : ((data[c] as number) * opaque) / alpha) + delta;
    }
  }
}

/** Writes floats into a view of any type: integers are rounded half to even and saturated. */
export function writeRounded(data: TypedArray, result: View): void {
  if (elementTypes[result.dtype].range !== null) {
    const saturated = saturatorOf(result.dtype);
    for (let i = 0; i < data.length; i++) data[i] = saturated(data[i] as number);
  }
  result.write(0, result.rows, data, 0, result.columns * result.channels);
}
