import { convolve2d } from 'convolve-wasm';
import type { Cell } from '../cells/cell.ts';
import { availableBackends } from './backends.ts';
import { type Contender, localContender, newOut } from './contender.ts';
import { oneShot } from './one-shot.ts';
import { preparedContenders } from './prepared.ts';

/** The library on every backend that works here. */
export function libraryContenders(cell: Cell): Contender[] {
  const { image, kernel, options, calls } = cell;
  return availableBackends().flatMap((backend) => {
    const out = newOut(cell);
    const anew = { ...options, backend };
    return [
      ...preparedContenders(cell, backend),
      localContender(backend, 'out', oneShot(convolve2d, cell, backend, out), calls),
      localContender(backend, 'fresh', () => convolve2d(image, kernel, anew).data, calls),
    ];
  });
}
