import type { Pointwise } from '../backend/pointwise.ts';

/* By the operations of assembly/lanes/srgb.ts in the same order, and so with the same bits. */

type Round = (value: number) => number;
/** The curve above its straight piece, of numbers up to 1. */
type Transfer = (u: number, constants: Constants, round: Round) => number;
type Constants = readonly [
  ...[white: number, inverse: number, slope: number, end: number, shift: number, scale: number],
  ...[number, number, number, number, number, number],
];

function transfer(of: Transfer): Pointwise['decode'] {
  return ({ data, at, dtype }, count, hasAlpha, table) => {
    const round: Round = dtype === 'float32' ? Math.fround : (value) => value;
    const constants = Array.from(table.data.subarray(table.at, table.at + 12)) as unknown as Constants;
    const [white, inverse, slope, end] = constants;
    for (let i = 0; i < count; i++) {
      if (hasAlpha && i % 4 === 3) continue;
      const u = Math.min(Math.max(round((data[at + i] as number) * inverse), 0), 1);
      data[at + i] = round(u <= end ? round(u * slope) : of(u, constants, round)) * white;
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

export const decode = transfer(decoded);
export const encode = transfer(encoded);
