import * as library from 'convolve-wasm';
import type { Convolution } from '../cells/cell.ts';
import { prepared } from './convolution-runs.ts';

/** Each time with a kernel that was not there before. */
export function prepareTimes(cell: Convolution, backend: library.BackendName, budget: number): number[] {
  const times: number[] = [];
  let spent = 0;
  while (spent < budget || times.length === 0) {
    const kernel = { ...cell.kernel, data: cell.kernel.data.slice() };
    const start = performance.now();
    const convolver = prepared(library, { ...cell, kernel }, backend);
    const time = performance.now() - start;
    convolver.dispose();
    times.push(time);
    spent += time;
  }
  return times;
}
