/*
 * The suite that every backend must pass, wherever it runs: in vitest, on a web page, from an installed package.
 */
import type { Case } from './cases/case.ts';
import { containerCases } from './cases/containers.ts';
import { elementTypeCases } from './cases/element-types.ts';
import { extremeCases } from './cases/extremes.ts';
import { geometryCases } from './cases/geometry.ts';
import { goldenCases } from './cases/golden.ts';
import { sizeCases } from './cases/sizes.ts';

export type { Case, Expected, Receiver } from './cases/case.ts';
export { type Api, checkCase, runCase } from './cases/check.ts';

export const cases: readonly Case[] = [
  ...goldenCases(),
  ...geometryCases(),
  ...sizeCases(),
  ...elementTypeCases(),
  ...containerCases(),
  ...extremeCases(),
];
