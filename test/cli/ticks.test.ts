import { expect, it } from 'vitest';
import { ticks } from '../../src/cli/ticks.ts';

it.each([
  ['whole numbers', 0, 50, ['0', '10', '20', '30', '40', '50'], ''],
  [
    'fractions, with as many decimals each',
    -0.4,
    1,
    ['−0.4', '−0.2', '0.0', '0.2', '0.4', '0.6', '0.8', '1.0'],
    '',
  ],
  ['small numbers', 1e-6, 1.2e-4, ['0.2', '0.4', '0.6', '0.8', '1.0', '1.2'], '×10⁻⁴'],
  ['large numbers', 0, 3e7, ['0.0', '0.5', '1.0', '1.5', '2.0', '2.5', '3.0'], '×10⁷'],
  ['thousands', 0, 12000, ['0', '2000', '4000', '6000', '8000', '10000', '12000'], ''],
  [
    'a small range far from 0',
    10000,
    10000.2,
    ['10000.00', '10000.05', '10000.10', '10000.15', '10000.20'],
    '',
  ],
  ['one number', 0.5, 0.5, ['0.5'], ''],
  ['one tiny number', 2.5e-7, 2.5e-7, ['2.5'], '×10⁻⁷'],
  ['zero', 0, 0, ['0'], ''],
])('%s', (_, low, high, labels, factor) => {
  const found = ticks(low, high, 6);
  expect(found).toMatchObject({ labels, factor });
  expect(found.values).toHaveLength(labels.length);
});

it.each([
  [1e-300, 2e-300],
  [-1e300, 1e300],
  [1, 1 + 2e-12],
  [1e15, 1e15 + 2000],
])('from %s to %s are some, with labels that differ', (low, high) => {
  const { values, labels } = ticks(low, high, 4);
  expect(values.length).toBeGreaterThanOrEqual(2);
  expect(new Set(labels).size).toBe(values.length);
});

it('are two or more on the shortest bar', () => {
  for (let high = 1; high < 100; high += 0.7) {
    const { values, labels } = ticks(-0.3, high, 2);
    expect(values.length).toBeGreaterThanOrEqual(2);
    expect(new Set(labels).size).toBe(labels.length);
    expect(values.every((value) => value >= -0.3 && value <= high)).toBe(true);
  }
});
