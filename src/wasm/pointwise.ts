import type { Elements, Pointwise } from '../backend/pointwise.ts';
import { ARCTANGENT } from '../base/arctangent.ts';
import { type Accumulator, elementTypes } from '../base/dtype.ts';
import { angles, bytes, gray, lengths, narrow, pixels, range, stretch } from './abi.ts';
import { type Engine, suffixOf } from './engine.ts';
import { narrowName } from './results.ts';

/** Within this and its inverse, `stretch` may compute in float32: neither differences nor 255 / spread leave its range. */
const MAX_QUICK = 2 ** 100;

export function createPointwise({ exports, heap }: Engine): Pointwise {
  const table = heap.allocate(8 * ARCTANGENT.length);
  heap.array('float64').set(ARCTANGENT, table / 8);
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
    lengths(x, y, count, into) {
      const kernel = exports[`lengths_${componentsOf(x)}` as const];
      lengths({ kernel, x: addressOf(x), y: addressOf(y), count, destination: addressOf(into) });
    },
    angles(x, y, count, into) {
      const kernel = exports[`angles_${componentsOf(x)}` as const];
      angles({ kernel, x: addressOf(x), y: addressOf(y), count, table, destination: addressOf(into) });
    },
    narrow(source, count, into) {
      const name = narrowName(source.dtype as Accumulator, into.dtype);
      narrow({ kernel: exports[name], source: addressOf(source), count, destination: addressOf(into) });
    },
    range(source, hasAlpha, count) {
      const kernel = exports[`range_${floatsOf(source)}` as const];
      range({ kernel, source: addressOf(source), count, hasAlpha: +hasAlpha, destination: pair });
      const numbers = heap.array('float64');
      return [numbers[pair / 8] as number, numbers[pair / 8 + 1] as number];
    },
    bytes(source, areMagnitudes, hasAlpha, count, into) {
      bytes({
        kernel: exports[`bytes_${floatsOf(source)}` as const],
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
        kernel: exports[`stretch_${floatsOf(source)}` as const],
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
      pixels({ kernel, source: addressOf(source), channels, count, destination: addressOf(into) });
    },
  };
}

function floatsOf({ dtype }: Elements) {
  return suffixOf(dtype as Accumulator);
}

function componentsOf({ dtype }: Elements) {
  return suffixOf(dtype as 'int16' | Accumulator);
}

function addressOf({ dtype, data, at }: Elements): number {
  return data.byteOffset + at * elementTypes[dtype].bytes;
}
