import { convolve2d, type TypedArray } from 'convolve-wasm';
import { arrays, type Cell, resultDtype } from '../cells/cell.ts';
import { geometry } from '../cells/geometry.ts';
import { unanswered } from '../measure/unanswered.ts';
import { availableBackends } from './backends.ts';
import { type Contender, localContender } from './contender.ts';
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

export function newOut(cell: Cell): TypedArray {
  const { rows, columns, channels } = geometry(cell);
  return unanswered(new arrays[resultDtype(cell)](rows * columns * channels));
}
