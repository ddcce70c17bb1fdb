import { describe, expect, it } from 'vitest';
import { narrow as narrowJs } from '../../src/js/sums.ts';
import { Bench, floats, integers, modules } from './module.ts';

/** Sums round every edge of a type, 28 of them: seven vectors, and tails where fewer are taken. */
function edges(least: number, greatest: number): number[] {
  const halves = [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999997, 0.75, -0.25, 126.5, 127.5, 254.5, 255.5];
  const low = [least - 1, least - 0.5, least, least + 0.5];
  const high = [greatest - 0.5, greatest, greatest + 0.5, greatest + 1];
  return [...halves, ...low, ...high, NaN, Infinity, -Infinity, 0, -0, 1e30, -1e30];
}

function halfToEven(value: number): number {
  const below = Math.floor(value);
  const above = value - below;
  if (above !== 0.5) return above < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

function saturate(value: number, least: number, greatest: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.min(Math.max(value, least), greatest) + 0;
}

for (const { suffix, array, round } of floats) {
  describe.each(integers)(`from ${suffix} to $suffix`, ({ suffix: type, array: result, least, greatest }) => {
    const sums = edges(least, greatest).map(round);
    const expected = sums.map((sum) => saturate(halfToEven(sum), least, greatest));

    for (const module of modules) {
      it(`narrow_${suffix}_${type} of ${module.name} rounds half to even and saturates, NaN giving 0`, () => {
        for (let count = 1; count <= sums.length; count++) {
          for (const first of [0, sums.length - count]) {
            const bench = new Bench(module.memory);
            const source = bench.put(array, sums.slice(first, first + count), 4);
            const destination = bench.room(count * result.BYTES_PER_ELEMENT, 1);
            const { values, stray } = bench.run(result, destination, count, () => {
              module.exports[`narrow_${suffix}_${type}`]!(source, count, destination);
            });
            expect(values, `${count} from ${first}`).toEqual(expected.slice(first, first + count));
            expect(stray).toBe(false);
          }
        }
      });
    }

    it('narrow of js does the same', () => {
      const saturated = new result(sums.length);
      narrowJs(new array(sums), sums.length, least, greatest, saturated);
      expect(Array.from(saturated)).toEqual(expected);
    });
  });
}
