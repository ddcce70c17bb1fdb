import { describe, expect, it } from 'vitest';
import type { BackendName, Method } from '../../src/base/types.ts';
import * as api from '../../src/index.ts';
import type { FourierPlan } from '../../src/plan/fourier.ts';
import type { SeparablePlan } from '../../src/plan/separable.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { cases, runCase, runMethod } from './cases.ts';

it('names each case once', () => {
  const names = cases.map(({ name }) => name);
  expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
});

describe.each(backendNames)('%s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('passes', () => {
    for (const testCase of cases) {
      it(testCase.name, () => expect(runCase(api, testCase, { backend })).toBeNull());
    }

    it('computed these itself', () => {
      const { available, runs } = api.backendInfo().backends[backend];
      expect({ available, enough: runs >= cases.length }).toEqual({ available: true, enough: true });
    });
  });
});

describe.each(backendNames)('%s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('passes', () => {
    it('auto, which takes every method where it is the best', () => {
      const { faults, explanations } = runAll(backend, 'auto');
      expect(faults).toEqual([]);
      const methods = explanations.map(({ method }) => method);
      for (const method of ['direct', 'separable', 'fft'] as const) {
        expect(methods.filter((name) => name === method).length, method).toBeGreaterThan(9);
      }
    });

    it('separable passes', () => {
      const { faults, explanations } = runAll(backend, 'separable');
      expect(faults).toEqual([]);
      expect(explanations.length).toBeGreaterThan(900);
      const plans = explanations.map(({ plan }) => plan as SeparablePlan);
      for (const rank of [1, 2, 3]) expect(plans.some((plan) => plan.rank === rank)).toBe(true);
      expect(plans.some(({ strip, output }) => strip.outputRows < output.rows)).toBe(true);
    });

    it('Fourier transforms of every kind', () => {
      const { faults, explanations } = runAll(backend, 'fft');
      expect(faults).toEqual([]);
      expect(explanations.length).toBeGreaterThan(cases.length * 0.95);
      const plans = explanations.map(({ plan }) => plan as FourierPlan);
      const kinds: { [kind: string]: (plan: FourierPlan) => boolean } = {
        'complex taps, single blocks': ({ horizontal, paired }) => !horizontal && !paired,
        'complex taps, paired blocks': ({ horizontal, paired }) => !horizontal && paired,
        'transformed rows, single blocks': ({ horizontal, paired }) => horizontal !== null && !paired,
        'transformed rows, paired blocks': ({ horizontal, paired }) => horizontal !== null && paired,
        'several strips': ({ strip, output }) => strip.outputRows < output.rows,
        'several blocks': ({ blockColumns, denseRowLength }) => blockColumns < denseRowLength,
        'radix 3': ({ vertical }) => vertical.radices.includes(3),
        'radix 2': ({ vertical }) => vertical.radices.includes(2),
        float32: ({ accumulator }) => accumulator === 'float32',
        float64: ({ accumulator }) => accumulator === 'float64',
        rounded: ({ rounds }) => rounds,
      };
      expect(Object.keys(kinds).filter((kind) => !plans.some(kinds[kind]!))).toEqual([]);
    });
  });
});

function runAll(backend: BackendName, method: Method) {
  const faults: string[] = [];
  const explanations = cases.flatMap((testCase) => {
    const { explanation, fault } = runMethod(api, testCase, { backend, method });
    if (fault !== null) faults.push(`${testCase.name}: ${fault}`);
    return explanation ? [explanation] : [];
  });
  return { faults, explanations };
}
