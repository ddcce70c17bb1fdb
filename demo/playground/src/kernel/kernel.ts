import { kernels } from 'convolve-wasm';
import type { KernelChoice, PresetOptions } from '../state/state.ts';
import { isPresetName } from './presets.ts';

/** Taps, row by row. */
export type Rows = readonly (readonly number[])[];

/** Kernels of up to this many rows and columns can be written as numbers: more would be too many to edit, and for an address. */
export const maxGridTaps = 31;
/** Kernels by name can have up to this many rows and columns. */
export const maxNamedTaps = 255;

/** The rows of taps that a choice stands for. */
export function kernelRows(choice: KernelChoice): Rows {
  switch (choice.from) {
    case 'grid':
      return choice.rows;
    case 'outer':
      return choice.column.map((down) => choice.row.map((across) => down * across));
    case 'preset':
      return presetRows(choice.name, choice.options, choice.isColumn ?? false);
  }
}

function presetRows(name: string, options: PresetOptions, isColumn: boolean): Rows {
  if (!isPresetName(name)) throw new Error(`There is no kernel named "${name}".`);
  // The package checks the options.
  const made = (
    kernels[name] as (options: PresetOptions) => ReturnType<typeof kernels.gaussian1d | typeof kernels.box>
  )(options);
  if (!('shape' in made)) return isColumn ? Array.from(made, (tap) => [tap]) : [[...made]];
  const [rows, columns] = made.shape;
  return Array.from({ length: rows }, (_, row) => [
    ...made.data.subarray(row * columns, (row + 1) * columns),
  ]);
}

/** Why the page does not show a kernel, as a sentence; or its rows. */
export function checkKernel(choice: KernelChoice): { readonly rows: Rows } | { readonly problem: string } {
  try {
    const rows = kernelRows(choice);
    const problem = problemOf(rows, choice.from === 'preset' ? maxNamedTaps : maxGridTaps);
    return problem === null ? { rows } : { problem };
  } catch (error) {
    return { problem: `${(error as Error).message.replace(/\.$/, '')}.` };
  }
}

/** Whether a kernel has so few taps that the page shows each as a number. */
export function isEditable(rows: Rows): boolean {
  return rows.length <= maxGridTaps && rows[0]!.length <= maxGridTaps;
}

function problemOf(rows: Rows, maxTaps: number): string | null {
  const columns = rows[0]?.length ?? 0;
  if (columns === 0) return 'A kernel has at least one number.';
  if (rows.some((row) => row.length !== columns)) return 'All rows of a kernel have the same length.';
  if (rows.length > maxTaps || columns > maxTaps) {
    return `This kernel has ${rows.length} x ${columns} taps; the playground takes up to ${maxTaps} x ${maxTaps}.`;
  }
  return rows.every((row) => row.every(Number.isFinite)) ? null : 'Every tap of a kernel is a finite number.';
}
