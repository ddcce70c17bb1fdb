import { describe, expect, it } from 'vitest';
import { convolve2d, explain, prepare } from '../../src/index.ts';
import { oracle, roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { backendsHere } from '../support/backends.ts';
import { filled, gridOf, nested } from '../support/containers.ts';
import { integers, picker, random } from '../support/random.ts';

const image = filled([64, 80], 'uint8', integers(1, 0, 255));
const bell = Array.from({ length: 9 }, (_, i) => Math.exp(-((i - 4) ** 2) / 8));
const total = bell.reduce((a, b) => a + b);
const gaussian = bell.map((a) => bell.map((b) => (a * b) / total ** 2));

describe.each(backendsHere)('precision on %s', (backend) => {
  const options = { mode: 'same', boundary: 'edge', dtype: 'uint8', backend } as const;
  const { values } = oracle(gridOf(image), gaussian, { ...options, operation: 'convolve2d' });
  const exact = Uint8Array.from(values, (value) => roundHalfEvenSaturate(value, 'uint8'));

  it('exact: the exact sum, rounded, which is the default', () => {
    expect(convolve2d(image, gaussian, options).data).toEqual(exact);
    expect(convolve2d(image, gaussian, { ...options, precision: 'exact' }).data).toEqual(exact);
  });

  it('fast: fixed point, which shows in a few results by 1, and in the error that is explained', () => {
    const fast = { ...options, precision: 'fast' } as const;
    const { data } = convolve2d(image, gaussian, fast);
    const off = Array.from(data, (value, i) => Math.abs(value - exact[i]!));
    expect(Math.max(...off)).toBe(1);
    expect(off.filter((by) => by > 0).length).toBeLessThan(off.length / 10);
    expect(explain(image, gaussian, fast).errorBound).toBeGreaterThan(2 ** -16);
    expect(explain(image, gaussian, options).errorBound).toBeLessThan(2 ** -40);
    using prepared = prepare(gaussian, { ...fast, shape: [64, 80] });
    expect(prepared.run(image).data).toEqual(data);
  });

  it('fast: is at most 1 off the exact result of any integers', () => {
    const pick = picker(12);
    for (let n = 0; n < 60; n++) {
      const type = pick(['uint8', 'int8', 'int16', 'uint16', 'int32'] as const);
      const [least, greatest] = { uint8: [0, 255], int8: [-128, 127], uint16: [0, 65535] }[
        type as string
      ] ?? [-32768, 32767];
      const any = filled([14, 40], type, integers(n, least!, greatest!));
      const next = random(100 + n);
      const size = pick([1, 2, 3, 5, 9]);
      const scale = pick([1e-3, 1, 100]);
      const taps = nested(size, size, () => (next() - 0.4) * scale);
      const dtype = pick(['uint8', 'int16', 'int32'] as const);
      const settings = { ...options, dtype, normalize: pick([true, false]) } as const;
      const slow = convolve2d(any, taps, settings).data;
      const fast = convolve2d(any, taps, { ...settings, precision: 'fast' }).data;
      expect(Math.max(...Array.from(slow, (value, i) => Math.abs(value - fast[i]!)))).toBeLessThanOrEqual(1);
    }
  });
});
