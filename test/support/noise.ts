import type { DType, TypedArray } from '../../src/base/types.ts';
import { arrayOf } from './containers.ts';
import { random } from './random.ts';

/** Random elements of a type: integers over all of its range, floats from -1 to 1. */
export function noise(
  dtype: DType,
  shape: readonly number[],
  seed = 1,
): { data: TypedArray; shape: number[] } {
  const next = random(seed);
  const data = new arrayOf[dtype](shape.reduce((a, b) => a * b, 1)) as TypedArray;
  const [low, span] = dtype.startsWith('float') ? [-1, 2] : [0, 2 ** 32];
  // Integers wrap round.
  for (let i = 0; i < data.length; i++) {
    const value = low + span * next();
    data[i] = dtype === 'uint8clamped' ? value % 256 : value;
  }
  return { data, shape: [...shape] };
}
