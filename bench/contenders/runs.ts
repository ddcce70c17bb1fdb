import type { BackendName, TypedArray } from 'convolve-wasm';
import type { Cell } from '../cells/cell.ts';
import { unanswered } from '../measure/unanswered.ts';
import type { Run, Variant } from './contender.ts';
import { convolutionRuns, convolutionTypes } from './convolution-runs.ts';
import { filterRuns, filterTypes } from './filter-runs.ts';

export type Library = typeof import('convolve-wasm');

/** The ways in which a library solves a cell on a backend. */
export type Runs = { readonly [variant in Variant]?: Run };

/** Arrays for the results of a cell. */
export function newOuts(cell: Cell): TypedArray[] {
  const types = 'filter' in cell ? filterTypes(cell) : convolutionTypes(cell);
  return types.map(({ array, length }) => unanswered(new array(length)));
}

/** Variants with options that this library does not know are left out: it may be an older build. */
export function runsOf(library: Library, cell: Cell, backend: BackendName, outs: TypedArray[]): Runs {
  if (!('filter' in cell)) return convolutionRuns(library, cell, backend, outs[0]!);
  const runs = filterRuns(library, cell, backend, outs);
  return Object.fromEntries(Object.entries(runs).filter(([, run]) => isKnown(run)));
}

function isKnown(run: Run): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_OPTION') throw error;
    return false;
  }
}
