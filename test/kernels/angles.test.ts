import { describe, expect, it } from 'vitest';
import { ARCTANGENT, ARCTANGENT_FLOAT32 } from '../../src/base/arctangent.ts';
import { random } from '../support/random.ts';
import { Bench, lengths, modules } from './module.ts';

/** Every octant, its edges, and numbers whose quotient or sum leaves the range of the type. */
const numbers = [
  0,
  -0,
  1,
  -1,
  2,
  -5,
  0.4142135,
  Infinity,
  -Infinity,
  NaN,
  1e-40,
  -3e38,
  1e300,
  -1.7e308,
  5e-324,
];

const types = [
  { suffix: 'i16', array: Int16Array, result: Float32Array, tolerance: 2 ** -22 },
  { suffix: 'f32', array: Float32Array, result: Float32Array, tolerance: 2 ** -22 },
  { suffix: 'f64', array: Float64Array, result: Float64Array, tolerance: 2 ** -51 },
] as const;

describe.each(modules)('angles of $name', (module) => {
  const tableFor = (suffix: string, bench: Bench) =>
    suffix === 'f64' ? bench.put(Float64Array, ARCTANGENT) : bench.put(Float32Array, ARCTANGENT_FLOAT32);

  const run = (type: (typeof types)[number], x: readonly number[], y: readonly number[]) => {
    const { suffix, array, result } = type;
    const bench = new Bench(module.memory);
    const table = tableFor(suffix, bench);
    const width = array.BYTES_PER_ELEMENT;
    const places = [bench.put(array, x, width), bench.put(array, y)] as const;
    const [heldX, heldY] = places.map((place) => bench.read(array, place, x.length)) as [number[], number[]];
    const into = bench.room(x.length * result.BYTES_PER_ELEMENT, result.BYTES_PER_ELEMENT);
    const { values, stray } = bench.run(result, into, x.length, () => {
      module.exports[`angles_${suffix}`]!(...places, x.length, table, into);
    });
    expect(stray).toBe(false);
    return { values, heldX, heldY };
  };

  const isNear = (value: number, x: number, y: number, tolerance: number, smallest: number) => {
    const exact = Math.atan2(y, x);
    if (Number.isNaN(exact)) return Number.isNaN(value);
    const sameSign = Object.is(Math.sign(value), Math.sign(exact)) || Math.abs(exact) < smallest;
    return sameSign && Math.abs(value - exact) <= Math.abs(exact) * tolerance + smallest;
  };

  it.each(types)('of $suffix are those of Math.atan2, at every length', (type) => {
    const smallest = type.result === Float32Array ? 2 ** -149 : 5e-324;
    for (const count of lengths(4)) {
      for (let shift = 0; shift < numbers.length; shift++) {
        const pick = (i: number) => numbers[i % numbers.length]!;
        const x = Array.from({ length: count }, (_, i) => pick(i));
        const y = Array.from({ length: count }, (_, i) => pick(i + shift));
        const { values, heldX, heldY } = run(type, x, y);
        for (let i = 0; i < count; i++) {
          const place = `${heldX[i]}, ${heldY[i]}: ${values[i]}`;
          expect(isNear(values[i]!, heldX[i]!, heldY[i]!, type.tolerance, smallest), place).toBe(true);
        }
      }
    }
  });

  it.each(types)('of random $suffix too', (type) => {
    const next = random(7);
    const some = (scale: number) =>
      Array.from({ length: 4001 }, () =>
        type.suffix === 'i16' ? Math.round(next() * 1020) : next() * 2 ** (scale * next()),
      );
    const { values, heldX, heldY } = run(type, some(60), some(60));
    const far = values.filter((value, i) => !isNear(value, heldX[i]!, heldY[i]!, type.tolerance, 0));
    expect(far).toEqual([]);
  });

  it.each(types)('reads no $suffix beyond the last', (type) => {
    for (const count of lengths(4)) {
      const bench = new Bench(module.memory);
      const table = tableFor(type.suffix, bench);
      const x = bench.putLast(type.array, new Array(count).fill(3));
      const into = bench.room(count * type.result.BYTES_PER_ELEMENT);
      module.exports[`angles_${type.suffix}`]!(x, x, count, table, into);
      expect(bench.read(type.result, into, count)).toEqual(
        new Array(count).fill(type.result.of(Math.PI / 4)[0]),
      );
    }
  });
});
