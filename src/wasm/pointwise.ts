import type { Elements, Pointwise } from '../backend/pointwise.ts';
import { elementTypes } from '../base/dtype.ts';
import {
  decode,
  encode,
  gray,
  keepAlpha,
  makeOpaque,
  narrow,
  pad,
  premultiply,
  sharpen,
  unpremultiply,
} from './abi.ts';
import { type Engine, suffixOf } from './engine.ts';

export function createPointwise({ exports, heap }: Engine): Pointwise {
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
  };
}

function addressOf({ dtype, data, at }: Elements): number {
  return data.byteOffset + at * elementTypes[dtype].bytes;
}

function floatOf({ dtype }: Elements): 'f32' | 'f64' {
  return dtype === 'float32' ? 'f32' : 'f64';
}
