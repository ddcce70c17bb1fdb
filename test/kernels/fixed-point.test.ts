import { describe, expect, it } from 'vitest';
import { Bench, Matrix, modules } from './module.ts';
import { results, scratch } from './sums.ts';

/*
 * Sums of any value become results in fixed point: `dotDirect` adds two elements up to each, as in requantize.test.ts.
 */

const PLACES = 8;
const SCALE = 2 ** PLACES;
const MARGIN = 3;

for (const module of modules) {
  describe.each(['u8', 'i16', 'u16'] as const)(`fixed point to %s of ${module.name}`, (type) => {
    const { array, range, code } = results[type];
    const [least, greatest] = range!;
    const bytes = array.BYTES_PER_ELEMENT;

    function finished(sums: readonly number[], capacity = sums.length) {
      const count = sums.length;
      const bench = new Bench(module.memory);
      const low = Int16Array.from(sums);
      const high = sums.map((sum, i) => (sum - low[i]!) / 2 ** 16);
      const source = bench.putLast(Int16Array, [...high, ...low]);
      const staged = new Matrix(bench, Int16Array, 2, 2 * count, 1);
      const pairs = scratch(bench, 8 * count);
      const offsets = bench.put(Int32Array, [0, 0, 0, 0, 4 * count]);
      const upper = [16384, 0, 0, 16384];
      const taps = bench.put(Int16Array, [...upper, ...upper, ...upper, ...upper, 1, 0, 0, 1]);
      const between = scratch(bench, 8 * count);
      const list = bench.put(Int32Array, [0, ...new Array<number>(capacity).fill(-1)]);
      const table = bench.put(Int32Array, [
        ...[2, code, 5, 0, 1, 0, 0, 0],
        ...[PLACES, SCALE / 2, (least - 0.25) * SCALE, (greatest + 0.25) * SCALE],
        ...[MARGIN - SCALE / 2, SCALE - 1, 2 * MARGIN, list, capacity],
      ]);
      const destination = bench.room(count * bytes, bytes);
      const regions = [
        ...[...staged.regions, pairs, between],
        ...[
          { address: destination, bytes: count * bytes },
          { address: list, bytes: 4 * (1 + capacity) },
        ],
      ];
      const stray = bench.strays(regions, () => {
        module.exports.dotDirect_i16!(
          ...[source, 0, 1, 2 * count, 0, 0, 0, 0, 0],
          ...[staged.address, staged.pitchBytes, pairs.address, 1, offsets, taps, 5, 0],
          ...[between.address, table, destination, 0, 1, count],
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

    it('rounds, saturates and lists sums of every fraction, at both ends of the range too', () => {
      const starts = [-300, -1, 0, 7, 200, least - 1, least, greatest - 1, greatest, 2 ** 20, -(2 ** 20)];
      const sums = starts.flatMap((start) =>
        Array.from({ length: SCALE + 5 }, (_, fraction) => start * SCALE + fraction),
      );
      const { places, values } = finished(sums);
      const inside = (sum: number) => sum >= (least - 0.25) * SCALE && sum <= (greatest + 0.25) * SCALE;
      const fraction = (sum: number) => sum - Math.floor(sum / SCALE) * SCALE;
      const isTie = (sum: number) => inside(sum) && Math.abs(fraction(sum) - SCALE / 2) <= MARGIN;
      expect(places).toEqual([...sums.keys()].filter((place) => isTie(sums[place]!)));
      sums.forEach((sum, place) => {
        if (isTie(sum)) return;
        const expected = Math.min(Math.max(Math.floor(sum / SCALE + 0.5), least), greatest);
        expect(values[place], `${sum}`).toBe(expected);
      });
    });

    it('lists a tie in every place of every length, and no more than the list holds', () => {
      for (const count of [1, 7, 15, 16, 17, 33, 50]) {
        for (let place = 0; place < count; place++) {
          const sums = Array.from({ length: count }, (_, i) => (i === place ? 5.5 * SCALE : 9 * SCALE));
          expect(finished(sums).places).toEqual([place]);
        }
        const all = new Array<number>(count).fill(3.5 * SCALE);
        expect(finished(all).places).toEqual([...all.keys()]);
        const few = finished(all, 3);
        expect(few.length).toBe(Math.min(count, Math.max(4, few.length)));
        expect(few.places).toEqual([0, 1, 2].slice(0, count));
      }
    });
  });
}
