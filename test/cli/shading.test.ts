import { expect, it } from 'vitest';
import { colourMapNames } from '../../src/cli/colour-map-names.ts';
import { colourMap } from '../../src/cli/colour-maps.ts';
import { shade } from '../../src/cli/shading.ts';

const viridis = colourMap('viridis').colourOf;
const blueToRed = colourMap('RdBu_r').colourOf;

it('goes from the least to the greatest number of one sign', () => {
  const { low, high, colourOf, isCutBelow, isCutAbove } = shade([3, 1, Number.NaN, 2], {});
  expect({ low, high, isCutBelow, isCutAbove }).toEqual({
    low: 1,
    high: 3,
    isCutBelow: false,
    isCutAbove: false,
  });
  expect([colourOf(1), colourOf(3)]).toEqual([viridis(0), viridis(1)]);
});

it('has the middle of a diverging map at 0 for numbers of both signs, and as much colour on both sides', () => {
  const { low, high, colourOf } = shade([-1, 8], {});
  expect([low, high]).toEqual([-1, 8]);
  expect(colourOf(8)).toEqual(blueToRed(1));
  expect(colourOf(-1)).toEqual(blueToRed(Math.round((7 / 16) * 255) / 255));
  // Negative numbers are blue, positive ones red.
  const [blue, red] = [colourOf(-1), colourOf(1)];
  expect(blue[2]).toBeGreaterThan(blue[0]);
  expect(red[0]).toBeGreaterThan(red[2]);
});

it('spreads a diverging map over numbers of one sign, and others over both', () => {
  expect(shade([2, 4], { colours: 'PRGn' }).colourOf(2)).toEqual(colourMap('PRGn').colourOf(0));
  expect(shade([-1, 9], { colours: 'gray' }).colourOf(-1)).toEqual([0, 0, 0]);
});

it('has one colour for one number, and no range', () => {
  const { low, high, colourOf } = shade([5, 5], {});
  expect([low, high, colourOf(5)]).toEqual([5, 5, viridis(128 / 255)]);
});

it('has no range for numbers that differ by rounding errors', () => {
  const { low, high, isCutBelow, isCutAbove } = shade([1 + 2 ** -52, 1, 1 - 2 ** -52], {});
  expect(high).toBe(low);
  expect([isCutBelow, isCutAbove]).toEqual([false, false]);
});

it.each([[[0, 5e-324]], [[-1.7e308, 1.7e308]], [[1e301, 2e301]]])('refuses %j, in one line', (data) => {
  expect(() => shade(data, {})).toThrow(/^numbers up to \S+ cannot be drawn, only from 1e-300 to 1e\+300$/);
});

it('takes percentiles as numpy.percentile does, of finite numbers', () => {
  // numpy.percentile([1, 2, 3, 4, 10], [10, 75]): 1.4, 4.0
  const data = [10, 1, Infinity, 3, 2, Number.NaN, 4];
  const { low, high, isCutBelow, isCutAbove, colourOf } = shade(data, { percentiles: [10, 75] });
  expect([low, high]).toEqual([expect.closeTo(1.4), 4]);
  expect([isCutBelow, isCutAbove]).toEqual([true, true]);
  expect([colourOf(1), colourOf(Infinity)]).toEqual([viridis(0), viridis(1)]);
});

it('takes limits before percentiles', () => {
  const { low, high } = shade([0, 1, 2, 3, 4], { percentiles: [25, 75], low: -2 });
  expect([low, high]).toEqual([-2, 3]);
  expect(() => shade([0, 1], { low: 2 })).toThrow(
    'the colours would go from 2 to 1: give another lower limit',
  );
  expect(() => shade([0, 1], { high: -1 })).toThrow('give another upper limit');
});

it('is gray where there is no number', () => {
  const { low, colourOf } = shade([Number.NaN, Infinity], {});
  expect([low, colourOf(Number.NaN)]).toEqual([Number.NaN, [200, 200, 200]]);
  expect(colourOf(Infinity)).toHaveLength(3);
});

it.each(colourMapNames)('%s has colours, which its reverse has the other way round', (name) => {
  const reverse = name.endsWith('_r') ? name.slice(0, -2) : `${name}_r`;
  for (const fraction of [0, 0.25, 1]) {
    const colour = colourMap(name).colourOf(fraction);
    expect(colour.every((level) => level >= 0 && level <= 255)).toBe(true);
    expect(colour).toEqual(colourMap(reverse).colourOf(1 - fraction));
  }
  expect(colourMap(name).colourOf(0)).not.toEqual(colourMap(name).colourOf(1));
});
