import { describe, expect, it } from 'vitest';
import { convolve2d, explain } from '../../src/index.ts';
import { contiguousView, View } from '../../src/io/view.ts';
import { factorise } from '../../src/plan/factor.ts';
import { factorsOfDense } from '../../src/plan/factor-large.ts';
import { fractionOf } from '../../src/problem/fractions.ts';
import { LargeTaps } from '../../src/problem/large-taps.ts';
import {
  areIntegers,
  denseTaps,
  greatestTap,
  magnitudeOf,
  multipliedOut,
  normalized,
  sumOfTaps,
  turned,
} from '../../src/problem/taps.ts';

const [rows, columns] = [260, 257];

function large(value: (u: number, v: number) => number): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, i) => value(Math.floor(i / columns), i % columns));
}

const mixed = large((u, v) => ((u * 31 + v * 17) % 101) - 40.5);
const whole = large((u, v) => ((u * 31 + v * 17) % 101) - 40);
const taps = (values: Float64Array) =>
  denseTaps(contiguousView(values, 'float64', { rows, columns, channels: 1 }));
const magnitude = (values: Float64Array) => values.reduce((sum, value) => sum + Math.abs(value), 0);

/** Counts how many taps planning reads. */
class Counted extends View {
  reads = 0;
  override read(...[first, count, ...rest]: Parameters<View['read']>) {
    this.reads += count * this.columns;
    super.read(first, count, ...rest);
  }
}

describe('large kernels', () => {
  it('have the statistics of their taps', () => {
    for (const values of [mixed, whole, large(() => 0.25), large(() => 3)]) {
      const given = taps(values);
      for (const [each, list] of [
        [given, values],
        [turned(given), values.slice().reverse()],
        [normalized(given)!, values.map((tap) => tap / sumOfTaps(given))],
        [turned(normalized(given)!), values.map((tap) => tap / sumOfTaps(given)).reverse()],
      ] as const) {
        expect(each).toBeInstanceOf(LargeTaps);
        expect(greatestTap(each)).toBe(list.reduce((most, tap) => Math.max(most, Math.abs(tap)), 0));
        expect(areIntegers(each)).toBe(list.every(Number.isInteger));
        expect(magnitudeOf(each) / magnitude(list)).toBeCloseTo(1, 12);
        expect(sumOfTaps(each) / list.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
        expect((each as LargeTaps).row(7)).toEqual(list.slice(7 * columns, 8 * columns));
        expect((each as LargeTaps).at(5, 3)).toBe(list[5 * columns + 3]);
        expect(multipliedOut(each)).toEqual(list);
      }
    }
  });

  it('with NaN and infinities are as such', () => {
    for (const odd of [NaN, Infinity]) {
      const values = whole.slice();
      values[500] = odd;
      expect(greatestTap(taps(values))).toBe(odd);
      expect(areIntegers(taps(values))).toBe(false);
      expect(factorsOfDense(taps(values), 2, 1e-3)).toBeUndefined();
    }
  });

  it('are fractions with the least divisor', () => {
    for (const divisor of [4, 3, 7]) {
      const given = taps(whole.map((tap) => tap / divisor));
      const fraction = fractionOf(given, given)!;
      expect(fraction.divisor).toBe(divisor);
      expect(multipliedOut(fraction.numerators).map((n) => n + 0)).toEqual(whole.map((n) => n + 0));
    }
    const given = taps(mixed.map((tap) => tap * Math.PI));
    expect(fractionOf(given, given)).toBeUndefined();
  });

  it('have the factors that all of their taps give', () => {
    const outer = large((u, v) => Math.exp(-((u - 130) ** 2) / 900) * Math.exp(-((v - 100) ** 2) / 500));
    const cut = outer.slice();
    cut[40] = 0;
    const two = outer.map((tap, i) => tap + (i % columns));
    const kernels = [
      outer,
      cut,
      two,
      mixed,
      large((u, v) => (u + 1) * (v - 5)),
      large(() => 0.1),
      large(() => -2),
    ];
    for (const values of kernels) {
      for (const [terms, tolerance] of [
        [1, 2 ** -23],
        [3, 2 ** -51],
      ] as const) {
        const expected = factorise(values, rows, columns, terms, tolerance);
        const found = factorsOfDense(taps(values), terms, tolerance);
        expect(found?.rank).toBe(expected?.rank);
        expect(found?.columns).toEqual(expected?.columns);
        expect(found?.rows).toEqual(expected?.rows);
      }
    }
  });

  it('that are random are read once for their statistics, and a row or two for all else', () => {
    const values = Float32Array.from(mixed, (tap, i) => tap + ((i * 7919) % 104729) / 104729);
    const view = new Counted(
      values,
      'float32',
      contiguousView(values, 'float32', { rows, columns, channels: 1 }),
    );
    const given = turned(denseTaps(view));
    expect(fractionOf(given, given)).toBeUndefined();
    expect(factorsOfDense(given, 1, 2 ** -23)).toBeUndefined();
    greatestTap(given);
    expect(view.reads).toBeGreaterThanOrEqual(rows * columns);
    expect(view.reads).toBeLessThan(1.1 * rows * columns);
  });

  it('may be changed by the caller once a call has returned', () => {
    const data = mixed.slice();
    const kernel = { data, shape: [rows, columns] };
    const image = { data: Float64Array.from({ length: 900 }, (_, i) => i % 7), shape: [30, 30] };
    const options = { mode: 'same', method: 'fft' } as const;
    explain(image, kernel, options);
    const before = convolve2d(image, kernel, options).data;
    data.fill(1);
    const other = convolve2d(image, kernel, options).data;
    data.set(mixed);
    expect(other).not.toEqual(before);
    expect(convolve2d(image, kernel, options).data).toEqual(before);
  });
});
