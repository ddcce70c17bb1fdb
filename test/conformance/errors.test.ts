import { describe, expect, it } from 'vitest';
import * as api from '../../src/index.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import type { Api } from './cases/check.ts';
import { badInputs, checkRefusal, refusal } from './errors.ts';

const { convolve2d } = api;

describe.each(backendNames)('%s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('refuses', () => {
    for (const bad of badInputs) {
      it(bad.name, () => {
        expect(checkRefusal(bad, api, backend)).toBeNull();
        expect(String(refusal(bad, api, backend))).toBe(String(refusal(bad, api, 'js')));
      });
    }

    it('a result that no memory holds', () => {
      const call = () => convolve2d([[1]], [[1]], { padding: 2 ** 20, backend });
      expect(call).toThrow(RangeError);
      expect(call).toThrow(expect.objectContaining({ code: expect.stringMatching(/^ERR_(SIZE|MEMORY)$/) }));
    });
  });
});

it('refuses each input once by each name', () => {
  const names = badInputs.map(({ name }) => name);
  expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
});

describe('checkRefusal notices', () => {
  const [bad] = badInputs as [(typeof badInputs)[number]];
  const throwing = (error: () => unknown) => {
    const run = () => {
      throw error();
    };
    return { convolve2d: run, correlate2d: run };
  };
  const coded = (error: Error, code: string) => Object.assign(error, { code });
  const message = '"image" expected an image, got undefined';

  it.each([
    ['no refusal', { convolve2d: () => 1, correlate2d: () => 1 }, 'TypeError expected, got undefined'],
    ['another class', throwing(() => coded(new RangeError(message), bad.code)), 'TypeError expected'],
    ['another code', throwing(() => coded(new TypeError(message), 'ERR_OTHER')), 'ERR_IMAGE expected'],
    ['no code', throwing(() => new TypeError(message)), 'ERR_IMAGE expected, got undefined'],
    ['other words', throwing(() => coded(new TypeError('no image'), bad.code)), 'expected, got no image'],
  ])('%s', (_, api, failure) => {
    expect(checkRefusal(bad, api as never, 'js')).toContain(failure);
  });

  it('a write', () => {
    const write = () => {
      (bad.memory as Float64Array)[0]! += 1;
      throw coded(new TypeError(message), bad.code);
    };
    expect(checkRefusal(bad, { convolve2d: write } as Partial<Api> as Api, 'js')).toContain('written');
  });
});
