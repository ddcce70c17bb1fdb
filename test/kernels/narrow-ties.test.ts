import { describe, expect, it } from 'vitest';
import { Bench, integers, lengths, modules } from './module.ts';

const margin = 2 ** -6;
const distance = 0.5 - margin;

/** Of a type, sums that no tie is near, and sums next to ties. */
function sumsOf(least: number, greatest: number) {
  const far = [0, 0.25, 1, -1.25, 7.75, least - 1e6, greatest + 1e6, least - 0.5, greatest + 0.5];
  const near = [0.5, 1.5, 0.5 - margin, 2.5 + margin, greatest - 0.5, least + 0.5];
  return { far: far.map(Math.fround), near };
}

const types = integers.filter(({ array }) => array.BYTES_PER_ELEMENT <= 2);

for (const module of modules) {
  describe.each(types)(`narrowTies_$suffix of ${module.name}`, ({ suffix, array, least, greatest }) => {
    const bytes = array.BYTES_PER_ELEMENT;
    const { far, near } = sumsOf(least, greatest);

    function narrowed(sums: readonly number[], capacity: number) {
      const bench = new Bench(module.memory);
      const count = sums.length;
      const source = bench.put(Float32Array, sums, 4);
      const destination = bench.room(count * bytes, bytes);
      const list = bench.put(Int32Array, [0, ...new Array<number>(capacity).fill(-1)]);
      const regions = [
        { address: destination, bytes: count * bytes },
        { address: list, bytes: 4 * (1 + capacity) },
      ];
      const stray = bench.strays(regions, () => {
        module.exports[`narrowTies_${suffix}`]!(
          ...[source, count, distance, least - 0.25, greatest + 0.25, list, capacity, destination],
        );
      });
      expect(stray).toBe(false);
      const [length] = bench.read(Int32Array, list, 1) as [number];
      const listed = bench.read(Int32Array, list + 4, Math.min(length, capacity));
      return {
        length,
        places: listed.map((address) => (address - destination) / bytes),
        values: bench.read(array, destination, count),
      };
    }

    it('rounds and saturates every length, and lists nothing that is far from a tie', () => {
      for (const count of lengths(16)) {
        const sums = Array.from({ length: count }, (_, i) => far[i % far.length]!);
        const { length, values } = narrowed(sums, 4);
        expect(length).toBe(0);
        const expected = sums.map((sum) => Math.min(Math.max(Math.round(sum), least), greatest) + 0);
        expect(values).toEqual(expected);
      }
    });

    it('lists a sum next to a tie in every place', () => {
      for (const count of lengths(16)) {
        for (let place = 0; place < count; place++) {
          const sum = near[place % near.length]!;
          const sums = Array.from({ length: count }, (_, i) => (i === place ? sum : far[i % far.length]!));
          const { length, places } = narrowed(sums, 4);
          expect([length, ...places], `${sum} at ${place} of ${count}`).toEqual([1, place]);
        }
      }
    });

    it('lists all in order, and writes no more than the list holds', () => {
      for (const count of [3, 16, 37]) {
        const sums = new Array<number>(count).fill(0.5);
        expect(narrowed(sums, count).places).toEqual([...sums.keys()]);
        expect(narrowed(sums, count).length).toBe(count);
        const few = narrowed(sums, 2);
        expect(few.length).toBeGreaterThan(2);
        expect(few.places).toEqual([0, 1]);
      }
    });
  });
}
