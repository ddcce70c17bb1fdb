import { describe, expect, it } from 'vitest';
import { agreeingBackends } from '../../src/base/backends.ts';
import type { BackendName } from '../../src/base/types.ts';
import { gaussianBlur } from '../../src/index.ts';
import { backendsHere } from '../support/backends.ts';
import { arrayOf } from '../support/containers.ts';
import { blurred, rules } from '../support/gaussians.ts';
import { random } from '../support/random.ts';

const size = [21, 34, 1] as const;
const sigmas = [0.3, 0.7, 1, 2, 3, 5, 12, 50, 300, 2000];

/** The least and the greatest element. */
const types = [
  ['uint8', 0, 255],
  ['uint8clamped', 0, 255],
  ['int8', -128, 127],
  ['uint16', 0, 65535],
  ['int16', -32768, 32767],
  ['uint32', 0, 2 ** 32 - 1],
  ['int32', -(2 ** 31), 2 ** 31 - 1],
  ['float32', -1, 1],
  ['float64', -1, 1],
] as const;

/** The bounds of floats: that of transforms, the widest of those at hand, and what `'fast'` allows. */
const limits = {
  float32: { exact: 60 * 2 ** -24, fast: 2 ** -10 },
  float64: { exact: 60 * 2 ** -53, fast: 2 ** -10 },
};

function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/* Whatever method the default call takes. */
describe('gaussianBlur beside float64 sums', () => {
  it.each(types)('of %s, all boundaries, sigma 0.3 to 2000, exact and fast', (dtype, low, high) => {
    const isFloat = dtype === 'float32' || dtype === 'float64';
    const next = random(high);
    const data = new arrayOf[dtype](size[0] * size[1]);
    for (let i = 0; i < data.length; i++) {
      const value = low + next() * (high - low);
      data[i] = isFloat ? value : Math.round(value);
    }
    const fillvalue = data[5]!;
    for (const boundary of rules) {
      for (const sigma of sigmas) {
        const both = { sigma: [sigma, sigma], boundary: [boundary, boundary], fillvalue } as const;
        const sums = blurred(data, size, both);
        const wanted = isFloat ? sums : sums.map(roundHalfEven);
        for (const precision of ['exact', 'fast'] as const) {
          const limit = isFloat ? limits[dtype][precision] : precision === 'fast' ? 1 : 0;
          const options = { sigma, boundary, fillvalue, precision } as const;
          const blur = (backend: BackendName) =>
            gaussianBlur({ data, shape: [...size] }, { ...options, backend }).data;
          const reference = blur('js');
          for (const backend of backendsHere) {
            const place = `${backend}, ${precision}, ${boundary}, sigma ${sigma}`;
            const found = blur(backend);
            const off = wanted.reduce((most, value, i) => Math.max(most, Math.abs(found[i]! - value)), 0);
            expect(off, place).toBeLessThanOrEqual(limit);
            if (isFloat || !agreeingBackends.includes(backend)) continue;
            const isSame = found.every((value, i) => value === reference[i]);
            expect(isSame, place).toBe(true);
          }
        }
      }
    }
  });
});
