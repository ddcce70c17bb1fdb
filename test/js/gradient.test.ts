import { expect, it } from 'vitest';
import { angles, lengths } from '../../src/js/gradient.ts';
import { random } from '../support/random.ts';

/* Errors in units in the last place of `Math.atan2` and `Math.hypot`, which are themselves off by up to one. */

type FloatArray = Float32Array | Float64Array;

function results(by: typeof angles, x: FloatArray | Int16Array, y: typeof x): FloatArray {
  const into = x instanceof Float64Array ? new Float64Array(x.length) : new Float32Array(x.length);
  const dtype = { Float64Array: 'float64', Float32Array: 'float32', Int16Array: 'int16' } as const;
  const of = (data: typeof x) => ({ dtype: dtype[data.constructor.name as 'Int16Array'], data, at: 0 });
  by(of(x), of(y), x.length, of(into));
  return into;
}

function ulp(value: number): number {
  return 2 ** (Math.floor(Math.log2(Math.abs(value))) - 52);
}

/** Of every length and direction. */
function vectors(count: number, seed: number): [Float64Array, Float64Array] {
  const next = random(seed);
  const some = () => Float64Array.from({ length: count }, () => next() * 2 ** (30 * next()));
  return [some(), some()];
}

it('angles in float32, also of integers, are off by at most 2 units in the last place', () => {
  const [x, y] = vectors(60000, 1).map((component) => Float32Array.from(component)) as [
    Float32Array,
    Float32Array,
  ];
  // Every 7th and 11th component of 16 bits that gradients of bytes have.
  const grid = Array.from({ length: 292 * 186 }, (_, i) => [
    (i % 292) * 7 - 1020,
    Math.floor(i / 292) * 11 - 1023,
  ]);
  const [a, b] = [0, 1].map((k) => Int16Array.from(grid, (pair) => pair[k]!)) as [Int16Array, Int16Array];
  for (const [p, q] of [
    [x, y],
    [a, b],
  ] as const) {
    let worst = 0;
    for (const [i, angle] of results(angles, p, q).entries()) {
      const exact = Math.atan2(q[i]!, p[i]!);
      if (angle !== exact) worst = Math.max(worst, Math.abs(angle - exact) / (2 ** 29 * ulp(exact)));
    }
    expect(worst).toBeLessThanOrEqual(2);
    expect(worst).toBeGreaterThan(0);
  }
});

it('angles of float64 are off by at most 4 units in the last place', () => {
  const [x, y] = vectors(60000, 2);
  let worst = 0;
  for (const [i, angle] of results(angles, x, y).entries()) {
    const exact = Math.atan2(y[i]!, x[i]!);
    worst = Math.max(worst, Math.abs(angle - exact) / ulp(exact));
  }
  expect(worst).toBeLessThanOrEqual(4);
  expect(worst).toBeGreaterThan(0);
});

it('lengths of float32 are rounded once, those of float64 off by at most 2 units in the last place', () => {
  const [x, y] = vectors(60000, 3);
  const [x32, y32] = [Float32Array.from(x), Float32Array.from(y)];
  expect(results(lengths, x32, y32)).toEqual(x32.map((value, i) => Math.hypot(value, y32[i]!)));
  for (const scale of [1, 2 ** 1000, 2 ** -900]) {
    const [a, b] = [x, y].map((component) => component.map((value) => value * scale)) as [
      Float64Array,
      Float64Array,
    ];
    let worst = 0;
    for (const [i, length] of results(lengths, a, b).entries()) {
      const exact = Math.hypot(a[i]!, b[i]!);
      if (length !== exact) worst = Math.max(worst, Math.abs(length - exact) / ulp(exact));
    }
    expect(worst).toBeLessThanOrEqual(2);
  }
});

it('zeros, infinities and NaN have the angles and lengths of Math.atan2 and Math.hypot', () => {
  const special = [0, -0, 1, -1, Infinity, -Infinity, NaN];
  const pairs = special.flatMap((y) => special.map((x) => [x, y] as const));
  const [x, y] = [0, 1].map((k) => Float64Array.from(pairs, (pair) => pair[k]!)) as [
    Float64Array,
    Float64Array,
  ];
  expect([...results(angles, x, y)]).toEqual(pairs.map(([x, y]) => Math.atan2(y, x)));
  expect([...results(lengths, x, y)]).toEqual(pairs.map(([x, y]) => Math.hypot(x, y)));
});
