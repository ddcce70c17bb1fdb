import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { DType } from '../base/types.ts';
import { opaqueOf } from './alpha.ts';
import type { Floats, RowChange } from './rows.ts';

/*
 * The transfer function of sRGB (IEC 61966-2-1) and its inverse, by the operations of assembly/lanes/srgb.ts in the same order,
 * and so with the same bits. Roots come from a polynomial and one step of Halley's method. The polynomials were fitted for the
 * least relative error: w^(2/5) by the square root of w is off by 1.1e-5, u^(1/6) by the fourth root of u by 5.5e-5.
 */

const FIFTH_ROOT = [0.03589725, 1.33501902, -0.79767512, 0.75217759, -0.43170457, 0.10629657];
const THIRD_ROOT = [0.07561265, 1.58968711, -1.58427844, 1.71295147, -1.08021363, 0.286295];

/** Constants at the places where kernels read them. `white`: the greatest element. */
function tableOf(
  dtype: Accumulator,
  white: number,
  slope: number,
  end: number,
  scale: number,
  root: readonly number[],
): Floats {
  const constants = [white, 1 / white, slope, end, 0.055, scale, ...root, 1];
  const table = new elementTypes[dtype].array(constants.length) as Floats;
  table.set(constants);
  return table;
}

export function decodingTable(dtype: Accumulator, image: DType): Floats {
  return tableOf(dtype, opaqueOf(image), 1 / 12.92, 0.04045, 1 / 1.055, FIFTH_ROOT);
}

export function encodingTable(dtype: Accumulator, image: DType): Floats {
  return tableOf(dtype, opaqueOf(image), 12.92, 0.0031308, 1.055, THIRD_ROOT);
}

type Round = (value: number) => number;
/** The curve above its straight piece, of numbers up to 1. */
type Transfer = (u: number, constants: Constants, round: Round) => number;
type Constants = readonly [
  ...[white: number, inverse: number, slope: number, end: number, shift: number, scale: number],
  ...[number, number, number, number, number, number],
];

/** Makes colours linear in light. The fourth of four channels is alpha, which is linear already. */
export function decode(table: Floats, channels: number): RowChange {
  return transfer(table, channels, decoded);
}

export function encode(table: Floats, channels: number): RowChange {
  return transfer(table, channels, encoded);
}

function transfer(table: Floats, channels: number, of: Transfer): RowChange {
  const round: Round = table instanceof Float32Array ? Math.fround : (value) => value;
  const constants = Array.from(table) as unknown as Constants;
  const [white, inverse, slope, end] = constants;
  return (rows, length) => {
    for (let i = 0; i < length; i++) {
      if (channels === 4 && i % 4 === 3) continue;
      const u = Math.min(Math.max(round((rows[i] as number) * inverse), 0), 1);
      rows[i] = round(u <= end ? round(u * slope) : of(u, constants, round)) * white;
    }
  };
}

const decoded: Transfer = (u, constants, round) => {
  const w = round(round(u + constants[4]) * constants[5]);
  const square = round(w * w);
  const y = polynomial(round(Math.sqrt(w)), constants, round);
  const y2 = round(y * y);
  const y5 = round(round(y2 * y2) * y);
  const above = round(round(y5 + y5) + round(round(square + square) + square));
  const below = round(round(round(y5 + y5) + y5) + round(square + square));
  return square * round(y * round(above / below));
};

const encoded: Transfer = (u, constants, round) => {
  const second = round(Math.sqrt(u));
  const fourth = round(Math.sqrt(second));
  const y = polynomial(fourth, constants, round);
  const y3 = round(round(y * y) * y);
  const above = round(y3 + round(second + second));
  const below = round(round(y3 + y3) + second);
  const power = round(fourth * round(y * round(above / below)));
  return round(power * constants[5]) - constants[4];
};

function polynomial(x: number, constants: Constants, round: Round): number {
  let y = round(round(constants[11] * x) + constants[10]);
  y = round(round(y * x) + constants[9]);
  y = round(round(y * x) + constants[8]);
  y = round(round(y * x) + constants[7]);
  return round(round(y * x) + constants[6]);
}
