import { backendInfo, convolve2d } from 'convolve-wasm';
import type { Cell, Floats } from './cell.ts';
import { type Contender, localContender } from './contender.ts';
import { geometry } from './geometry.ts';
import { loops } from './loops.ts';

/** The tutorial's loops, and the library on every backend that works here. */
export function libraryContenders(cell: Cell): Contender[] {
  const shape = geometry(cell);
  const { backends } = backendInfo();
  const available = (['js', 'wasm', 'wasm-relaxed'] as const).filter((name) => backends[name].available);
  const loopsOut = newOut(cell);
  const { image, kernel, options } = cell;
  return [
    localContender('loops', 'out', () => {
      loops(cell, shape, loopsOut);
      return loopsOut;
    }),
    ...available.flatMap((backend) => {
      const out = newOut(cell);
      const intoOut = { ...options, backend, out };
      const anew = { ...options, backend };
      return [
        localContender(backend, 'out', () => convolve2d(image, kernel, intoOut)),
        localContender(backend, 'fresh', () => convolve2d(image, kernel, anew).data),
      ];
    }),
  ];
}

/** Filled with what no answer is, so that an element left out shows. */
function newOut(cell: Cell): Floats {
  const { rows, columns } = geometry(cell);
  const { data } = cell.image;
  const array = data instanceof Float32Array ? Float32Array : Float64Array;
  return new array(rows * columns).fill(Number.NaN);
}
