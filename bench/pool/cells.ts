import type { Convolution } from '../cells/cell.ts';
import { cells } from '../cells/cells.ts';
import { noise } from '../cells/inputs.ts';
import { noisyPicture } from '../cells/pictures.ts';

/** The cells that threads are measured on, each with the wanted speed-up of two threads over one. */
export const pooledCells = {
  'f32-3': 1.5,
  'f32-7': 1.8,
  'f32-31': 1.8,
  'f32-sep-21': 1.8,
  'rgba-5': 1.8,
  'rgba-sigma-10': 1.8,
  'f32-sigma-10': 1,
  'u8-edge3': 1.5,
} as const;

export type PooledCell = keyof typeof pooledCells;

/** Those so short that copies of the caller's arrays count: their goals are for images in shared memory. */
export const goalIsShared: readonly PooledCell[] = ['f32-3', 'u8-edge3'];

/** A cell of the benchmark with a square image of another size. */
export function cellOf(name: PooledCell, sidePx: number): Convolution {
  const cell = cells[name]!(true) as Convolution;
  const [, , channels = 1] = cell.image.shape;
  const isFloat = cell.image.data instanceof Float32Array;
  const size = [sidePx, sidePx] as const;
  const { image } = isFloat ? noise(Float32Array, sidePx, 1) : { image: noisyPicture(size, channels) };
  return { ...cell, image };
}
