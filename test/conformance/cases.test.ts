import { describe, expect, it } from 'vitest';
import type { Image } from '../../src/base/types.ts';
import { gridOf, layouts, rowsOf, viewOf } from '../support/containers.ts';
import { type Case, caseOf, receiver } from './cases/case.ts';
import { cases, checkCase, runCase } from './cases.ts';

const half = caseOf('half', { operation: 'convolve2d', image: [[1, -3, 0]], kernel: [[0.5]], options: {} });
const floats = caseOf('floats', {
  operation: 'convolve2d',
  image: { data: Float32Array.of(1, 2, 3, 4), shape: [1, 2, 2] },
  kernel: [[1 / 3]],
  options: {},
});
const float32 = (...values: number[]) => Float32Array.from(values, (value) => Math.fround(value / 3));

describe('checkCase', () => {
  it('accepts the answer', () => {
    expect(checkCase(half, [[0.5, -1.5, 0]], null)).toBeNull();
    expect(checkCase(floats, { data: float32(1, 2, 3, 4), shape: [1, 2, 2] }, null)).toBeNull();
  });

  it.each([
    ['another number', [[0.5, -1.5, 1]], 'at [0, 2, 0] 0 expected, got 1 (allowed: 0 off)'],
    ['a negative zero', [[0.5, -1.5, -0]], 'at [0, 2, 0] 0 expected, got -0 (allowed: 0 off)'],
    ['NaN', [[0.5, NaN, 0]], 'at [0, 1, 0] -1.5 expected, got NaN (allowed: 0 off)'],
    ['a missing column', [[0.5, -1.5]], 'rows, 1 x 3 expected, got rows, 1 x 2'],
    ['a ragged row', [[0.5, -1.5, 0], []], 'rows, 1 x 3 expected, got rows, 2 x 3|0'],
    ['nothing', undefined, 'rows, 1 x 3 expected, got undefined'],
    [
      'another container',
      { data: Float64Array.of(0.5, -1.5, 0), shape: [1, 3] },
      'rows, 1 x 3 expected, got ndarray of float64, 1 x 3',
    ],
  ])('refuses %s', (_, actual, message) => {
    expect(checkCase(half, actual, null)).toBe(message);
  });

  it.each([
    ['another element type', { data: Float64Array.from(float32(1, 2, 3, 4)), shape: [1, 2, 2] }],
    ['another shape', { data: float32(1, 2, 3, 4), shape: [2, 1, 2] }],
    ['a shape of fewer axes', { data: float32(1, 2, 3, 4), shape: [2, 2] }],
    ['pixels', { data: float32(1, 2, 3, 4), width: 2, height: 1, channels: 2 }],
  ])('refuses %s', (_, actual) => {
    expect(checkCase(floats, actual, null)).toMatch(/^ndarray of float32, 1 x 2 x 2 expected, got /);
  });

  it('allows rounding errors only where bits may differ', () => {
    const near = { data: float32(1, 2, 3, 4), shape: [1, 2, 2] };
    near.data[3]! += 2 ** -23;
    expect(checkCase(floats, near, floats.expected.tolerance)).toBeNull();
    expect(checkCase(floats, near, null)).toMatch(/^at \[0, 1, 1\]/);
    near.data[3]! += 2 ** -20;
    expect(checkCase(floats, near, floats.expected.tolerance)).toMatch(/^at \[0, 1, 1\]/);
  });
});

describe('runCase', () => {
  const into: Case = {
    ...half,
    out: () => receiver([1, 3], 'float64', { name: 'cropped', margin: [0, 2, 0] }),
  };
  const api = (write: (out: { data: Float64Array; offset: number }) => unknown) => {
    const run = (_image: Image, _kernel: unknown, options: unknown) => write((options as { out: never }).out);
    return { convolve2d: run, correlate2d: run, explain: run as never };
  };
  const result = [0.5, -1.5, 0];

  it('accepts what was written to out', () => {
    const correct = api((out) => {
      out.data.set(result, out.offset);
      return out;
    });
    expect(runCase(correct, into, { backend: 'js' })).toBeNull();
  });

  it('notices another out, a late write and a stray one', () => {
    expect(
      runCase(
        api(() => [result]),
        into,
        { backend: 'js' },
      ),
    ).toMatch(/^out itself/);
    expect(
      runCase(
        api((out) => out),
        into,
        { backend: 'js' },
      ),
    ).toMatch(/^at \[0, 0, 0\]/);
    const stray = api((out) => {
      out.data.set([...result, 0], out.offset);
      return out;
    });
    expect(runCase(stray, into, { backend: 'js' })).toMatch(/^elements beside/);
  });
});

it('has cases that rounding changes', () => {
  const rounding = cases.filter(
    ({ expected }) => expected.exact && expected.tolerance.some((allowed) => allowed > 0),
  );
  expect(rounding.length).toBeGreaterThan(1000);
});

it.each(layouts)('reads back what a view in the layout $name was filled with', (layout) => {
  const view = viewOf([2, 3, 2], 'int16', layout);
  const { at } = gridOf(view);
  const [y, x, z] = view.stride ?? [6, 2, 1];
  view.data[(view.offset ?? 0) + y! + 2 * x! + z!] = 7;
  expect([at(1, 2, 1), at(1, 2, 0), at(0, 2, 1), at(1, 1, 1)]).toEqual([7, 0, 0, 0]);
  expect(rowsOf({ data: [1, 2, 3, 4, 5, 6] as never, shape: [2, 3] })).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ]);
});
