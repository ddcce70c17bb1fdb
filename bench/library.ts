import { convolve2d } from 'convolve-wasm';
import { availableBackends } from './backends.ts';
import type { Cell, Floats } from './cell.ts';
import { type Contender, localContender } from './contender.ts';
import { geometry } from './geometry.ts';
import { residentContenders } from './resident.ts';

/** The library on every backend that works here. */
export function libraryContenders(cell: Cell): Contender[] {
  const { image, kernel, options } = cell;
  return availableBackends().flatMap((backend) => {
    const out = newOut(cell);
    const intoOut = { ...options, backend, out };
    const anew = { ...options, backend };
    return [
      ...residentContenders(cell, backend),
      localContender(backend, 'out', () => convolve2d(image, kernel, intoOut)),
      localContender(backend, 'fresh', () => convolve2d(image, kernel, anew).data),
    ];
  });
}

/** Filled with what no answer is, so that an element left out shows. */
export function newOut(cell: Cell): Floats {
  const { rows, columns } = geometry(cell);
  const array = cell.image.data instanceof Float32Array ? Float32Array : Float64Array;
  return new array(rows * columns).fill(Number.NaN);
}
