import * as library from 'convolve-wasm';
import type { Cell } from '../cells/cell.ts';
import { availableBackends } from './backends.ts';
import { type Contender, localContender, type Variant } from './contender.ts';
import { newOuts, runsOf } from './runs.ts';

/** The library on every backend that works here. */
export function libraryContenders(cell: Cell): Contender[] {
  const calls = 'filter' in cell ? undefined : cell.calls;
  return availableBackends().flatMap((backend) =>
    Object.entries(runsOf(library, cell, backend, newOuts(cell))).map(([variant, run]) =>
      localContender(backend, variant as Variant, run, calls),
    ),
  );
}
