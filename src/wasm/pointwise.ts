import type { Elements, Pointwise } from '../backend/pointwise.ts';
import { ARCTANGENT, ARCTANGENT_FLOAT32 } from '../base/arctangent.ts';
import { elementTypes } from '../base/dtype.ts';
import {
  angles,
  bytes,
  decode,
  encode,
  gray,
  keepAlpha,
  lengths,
  makeOpaque,
  narrow,
  pad,
  premultiply,
  range,
  sharpen,
  stretch,
  pixels as toPixels,
  unpremultiply,
} from './abi.ts';
import { type Engine, suffixOf } from './engine.ts';

/** Within this and its inverse, `stretch` may compute in float32: neither differences nor 255 / spread leave its range. */
const MAX_QUICK = 2 ** 100;

export function createPointwise({ exports, heap }: Engine): Pointwise {
  const table = heap.allocate(8 * ARCTANGENT.length);
  heap.array('float64').set(ARCTANGENT, table / 8);
  const tableOfFloat32 = heap.allocate(4 * ARCTANGENT_FLOAT32.length);
  heap.array('float32').set(ARCTANGENT_FLOAT32, tableOfFloat32 / 4);
  const pair = heap.allocate(16);
  return {
    reaches: ({ buffer }) => buffer === heap.buffer,
    room(dtype, length) {
      const { bytes } = elementTypes[dtype];
      const address = heap.allocate(length * bytes);
      return {
        get elements() {
          return { dtype, data: heap.array(dtype), at: address / bytes };
        },
        dispose: () => heap.free(address),
      };
    },
    gray(source, channels, [red, green, blue], count, into) {
      const kernel = exports[`gray_${suffixOf(source.dtype)}` as const];
      gray({
        kernel,
        source: addressOf(source),
        channels,
        red,
        green,
        blue,
        count,
        destination: addressOf(into),
      });
    },
    widen(source, count, into) {
      pad({
        kernel: exports[`pad_${suffixOf(source.dtype)}_${floatOf(into)}` as const],
        source: addressOf(source),
        sourcePitchBytes: 0,
        rows: 1,
        first: 0,
        count,
        left: 0,
        leftCount: 0,
        right: 0,
        rightCount: 0,
        fill: 0,
        destination: addressOf(into),
        destinationPitchBytes: 0,
      });
    },
    narrow(source, count, into) {
      const to = suffixOf(into.dtype) as Exclude<ReturnType<typeof suffixOf>, 'f32' | 'f64'>;
      const kernel = exports[`narrow_${floatOf(source)}_${to}` as const];
      narrow({ kernel, source: addressOf(source), count, destination: addressOf(into) });
    },
    premultiply(pixels, count, opaque) {
      const kernel = exports[`premultiply_${floatOf(pixels)}` as const];
      premultiply({ kernel, at: addressOf(pixels), count: 4 * count, opaque });
    },
    unpremultiply(pixels, count, by) {
      const kernel = exports[`unpremultiply_${floatOf(pixels)}` as const];
      unpremultiply({ kernel, at: addressOf(pixels), count: 4 * count, ...by });
    },
    replaceAlpha(source, pixels, count) {
      const destination = addressOf(pixels);
      if (source === null) makeOpaque({ kernel: exports.makeOpaque, destination, count });
      else keepAlpha({ kernel: exports.keepAlpha, source: addressOf(source), count, destination });
    },
    decode(elements, count, hasAlpha, transfer) {
      const kernel = exports[`decode_${floatOf(elements)}` as const];
      decode({
        kernel,
        at: addressOf(elements),
        count,
        hasAlpha: hasAlpha ? 1 : 0,
        table: addressOf(transfer),
      });
    },
    encode(elements, count, hasAlpha, transfer) {
      const kernel = exports[`encode_${floatOf(elements)}` as const];
      encode({
        kernel,
        at: addressOf(elements),
        count,
        hasAlpha: hasAlpha ? 1 : 0,
        table: addressOf(transfer),
      });
    },
    sharpen(source, blurred, count, amount, threshold) {
      const kernel = exports[`sharpen_${floatOf(blurred)}` as const];
      sharpen({
        kernel,
        elements: addressOf(source),
        blurred: addressOf(blurred),
        count,
        amount,
        threshold,
      });
    },
    lengths(x, y, count, into) {
      const kernel = exports[`lengths_${componentsOf(x)}` as const];
      lengths({ kernel, x: addressOf(x), y: addressOf(y), count, destination: addressOf(into) });
    },
    angles(x, y, count, into) {
      const components = componentsOf(x);
      angles({
        kernel: exports[`angles_${components}` as const],
        x: addressOf(x),
        y: addressOf(y),
        count,
        table: components === 'f64' ? table : tableOfFloat32,
        destination: addressOf(into),
      });
    },
    range(source, hasAlpha, count) {
      const kernel = exports[`range_${floatOf(source)}` as const];
      range({ kernel, source: addressOf(source), count, hasAlpha: +hasAlpha, destination: pair });
      const numbers = heap.array('float64');
      return [numbers[pair / 8] as number, numbers[pair / 8 + 1] as number];
    },
    bytes(source, areMagnitudes, hasAlpha, count, into) {
      bytes({
        kernel: exports[`bytes_${floatOf(source)}` as const],
        source: addressOf(source),
        count,
        areMagnitudes: +areMagnitudes,
        hasAlpha: +hasAlpha,
        destination: addressOf(into),
      });
    },
    stretch(source, { part, least, spread }, hasAlpha, count, into) {
      const isQuick =
        part === 1 && spread > 1 / MAX_QUICK && spread < MAX_QUICK && Math.abs(least) < MAX_QUICK;
      stretch({
        kernel: exports[`stretch_${floatOf(source)}` as const],
        source: addressOf(source),
        count,
        hasAlpha: +hasAlpha,
        part,
        least,
        spread,
        isQuick: +isQuick,
        destination: addressOf(into),
      });
    },
    pixels(source, channels, count, into) {
      const kernel = exports.pixels;
      toPixels({ kernel, source: addressOf(source), channels, count, destination: addressOf(into) });
    },
  };
}

function componentsOf(elements: Elements): 'i16' | 'f32' | 'f64' {
  return elements.dtype === 'int16' ? 'i16' : floatOf(elements);
}

function addressOf({ dtype, data, at }: Elements): number {
  return data.byteOffset + at * elementTypes[dtype].bytes;
}

function floatOf({ dtype }: Elements): 'f32' | 'f64' {
  return dtype === 'float32' ? 'f32' : 'f64';
}
