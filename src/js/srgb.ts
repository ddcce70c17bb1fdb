import type { Pointwise } from '../backend/pointwise.ts';

/* By the operations of assembly/lanes/srgb.ts in the same order, and so with the same bits. */

type Round = (value: number) => number;
/** The curve above its straight piece, of numbers up to 1. */
type Curve = (u: number, constants: Constants, steps: number, round: Round) => number;
type Constants = readonly [
  ...[white: number, inverse: number, slope: number, end: number, shift: number, scale: number],
  ...[number, number, number, number],
];

function transfer(curve: Curve): Pointwise['decode'] {
  return ({ data, at, dtype }, count, hasAlpha, table) => {
    const [steps, round]: [number, Round] =
      dtype === 'float32' ? [1, Math.fround] : [2, (value: number) => value];
    const constants = Array.from(table.data.subarray(table.at, table.at + 10)) as unknown as Constants;
    const [white, inverse, slope, end] = constants;
    for (let i = 0; i < count; i++) {
      if (hasAlpha && i % 4 === 3) continue;
      const part = round((data[at + i] as number) * inverse);
      const u = part < 0 ? 0 : part > 1 ? 1 : part;
      data[at + i] = round(u <= end ? u * slope : curve(u, constants, steps, round)) * white;
    }
  };
}

export const decode = /* @__PURE__ */ transfer((u, constants, steps, round) => {
  const w = round(round(u + constants[4]) * constants[5]);
  const square = round(w * w);
  let root = polynomial(round(Math.sqrt(w)), constants, round);
  for (let step = 0; step < steps; step++) {
    const y2 = round(root * root);
    const y5 = round(round(y2 * y2) * root);
    const above = round(round(y5 + y5) + round(round(square + square) + square));
    const below = round(round(round(y5 + y5) + y5) + round(square + square));
    root = round(root * round(above / below));
  }
  return square * root;
});

export const encode = /* @__PURE__ */ transfer((u, constants, steps, round) => {
  const second = round(Math.sqrt(u));
  const fourth = round(Math.sqrt(second));
  let root = polynomial(fourth, constants, round);
  for (let step = 0; step < steps; step++) {
    const y3 = round(round(root * root) * root);
    const above = round(y3 + round(second + second));
    const below = round(round(y3 + y3) + second);
    root = round(root * round(above / below));
  }
  return round(round(fourth * root) * constants[5]) - constants[4];
});

function polynomial(x: number, constants: Constants, round: Round): number {
  const first = round(round(constants[9] * x) + constants[8]);
  const second = round(round(first * x) + constants[7]);
  return round(round(second * x) + constants[6]);
}
