import { describe, expect, it } from 'vitest';
import { backendInfo, convolve2d, correlate2d } from '../src/index.ts';
import { backendNames, mayBeMissing } from './backends.ts';
import { cases, runCase } from './cases.ts';

const api = { convolve2d, correlate2d };

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
      const { available, runs } = backendInfo().backends[backend];
      expect({ available, enough: runs >= cases.length }).toEqual({ available: true, enough: true });
    });
  });
});
