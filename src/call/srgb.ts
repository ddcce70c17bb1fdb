import type { Accumulator } from '../base/dtype.ts';
import type { DType } from '../base/types.ts';
import { opaqueOf } from './alpha.ts';
import type { Pointwise, Room } from './pointwise.ts';

/*
 * The transfer function of sRGB (IEC 61966-2-1) and its inverse. Backends compute the roots by a polynomial and by steps
 * of Halley's method: see assembly/lanes/srgb.ts. The polynomials were fitted for the least relative error: w^(2/5) by the square
 * root of w is off by 2.8e-4, u^(1/6) by the fourth root of u by 9.2e-4. A step leaves about the third power of that.
 */

const FIFTH_ROOT = [0.05302941, 1.19129666, -0.34983222, 0.10578224];
const THIRD_ROOT = [0.1038516, 1.31832277, -0.63877005, 0.21751422];

/** Constants at the places where kernels read them, in a room of their own. */
function transferTo(pointwise: Pointwise, dtype: Accumulator, image: DType, curve: readonly number[]): Room {
  const white = opaqueOf(image);
  const constants = [white, 1 / white, ...curve, 1];
  const room = pointwise.room(dtype, constants.length);
  room.elements.data.set(constants, room.elements.at);
  return room;
}

export function decoding(pointwise: Pointwise, dtype: Accumulator, image: DType): Room {
  return transferTo(pointwise, dtype, image, [1 / 12.92, 0.04045, 0.055, 1 / 1.055, ...FIFTH_ROOT]);
}

export function encoding(pointwise: Pointwise, dtype: Accumulator, image: DType): Room {
  return transferTo(pointwise, dtype, image, [12.92, 0.0031308, 0.055, 1.055, ...THIRD_ROOT]);
}
