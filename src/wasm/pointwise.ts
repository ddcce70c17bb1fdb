import type { Elements, Pointwise } from '../backend/pointwise.ts';
import { elementTypes } from '../base/dtype.ts';
import { gray } from './abi.ts';
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
  };
}

function addressOf({ dtype, data, at }: Elements): number {
  return data.byteOffset + at * elementTypes[dtype].bytes;
}
