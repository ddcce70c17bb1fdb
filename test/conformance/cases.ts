/*
 * The suite that every backend must pass, wherever it runs: in vitest, on a web page, from an installed package.
 */
import type { Case } from './cases/case.ts';
import { containerCases } from './cases/containers.ts';
import { elementTypeCases } from './cases/element-types.ts';
import { extremeCases } from './cases/extremes.ts';
import { geometryCases } from './cases/geometry.ts';
import { goldenCases } from './cases/golden.ts';
import { methodCases } from './cases/methods.ts';
import { sizeCases } from './cases/sizes.ts';

export type { Case, Expected, Receiver } from './cases/case.ts';
export { type Api, checkCase, type Outcome, runCase, runMethod } from './cases/check.ts';

const largeCases: readonly Case[] = methodCases();

export const cases: readonly Case[] = [
  ...goldenCases(),
  ...geometryCases(),
  ...sizeCases(),
  ...elementTypeCases(),
  ...containerCases(),
  ...extremeCases(),
  ...largeCases,
];

/** A part of the cases, to run again by each other method. */
export const someCases: readonly Case[] = [...largeCases, ...cases.filter((_, n) => n % 9 === 0)];
