import { describe, expect, it } from 'vitest';
import { integers, random } from '../support/random.ts';
import { Bench, floats, lengths, Matrix, modules } from './module.ts';

/** What a tile of integers has of a row. */
const TILE = 32;

const wholeTiles = (count: number, tile: number) => Math.ceil(count / tile) * tile;

const advancing = [
  () => 0,
  () => 1,
  (row: number) => (row % 3 === 1 ? 1 : 0),
  (row: number) => (row * row) % 2,
];

/** For each row its first cell: the first row's are those that the call begins with, whatever it says. */
function firstCells(advances: readonly number[]): number[] {
  let cell = 0;
  return advances.map((advance, row) => {
    if (row > 0) cell += advance;
    return cell;
  });
}

describe.each(modules)('interpolate of $name', (module) => {
  function check(
    result: { suffix: 'u8' | 'i16'; array: typeof Uint8Array | typeof Int16Array },
    count: number,
    rowCount: number,
    advance: (row: number) => number,
    next: () => number,
  ): void {
    const bench = new Bench(module.memory);
    const advances = Array.from({ length: rowCount }, (_, row) => advance(row));
    const firsts = firstCells(advances);
    const source = new Matrix(bench, Int16Array, firsts.at(-1)! + 3, wholeTiles(count, TILE), 5);
    const cells = source.fill(next);
    const weightOf = integers(count, 0, 2 ** 14);
    const weights = firsts.map(() => {
      const [first, last] = [weightOf(), weightOf()];
      return [Math.min(first, 2 ** 15 - 1), 2 ** 15 - 1 - first - last, last, 0];
    });
    const destination = new Matrix(bench, result.array, rowCount, count, 9);
    const advanceAddress = bench.put(Uint8Array, advances, 1);
    const weightAddress = bench.put(Int16Array, weights.flat(), 2);
    const stray = bench.strays(destination.regions, () => {
      module.exports[`interpolate_${result.suffix}`]!(
        source.address,
        source.pitchBytes,
        count,
        rowCount,
        advanceAddress,
        weightAddress,
        destination.address,
        destination.pitchBytes,
      );
    });
    const where = `${count} results in ${rowCount} rows`;
    expect(stray, where).toBe(false);
    firsts.forEach((first, row) => {
      const expected = Array.from({ length: count }, (_, x) => {
        const sum = [0, 1, 2].reduce(
          (total, j) => total + Math.floor((cells[first + j]![x]! * weights[row]![j]! + 2 ** 14) / 2 ** 15),
          0,
        );
        return result.suffix === 'i16' ? sum : Math.min(Math.max(Math.floor((sum + 32) / 64), 0), 255);
      });
      expect(destination.read(row), `${where}, row ${row}`).toEqual(expected);
    });
  }

  const results = [
    { suffix: 'u8', array: Uint8Array },
    { suffix: 'i16', array: Int16Array },
  ] as const;

  it.each(results)('rows of any length, in $suffix', (result) => {
    for (const count of lengths(TILE)) {
      for (const advance of advancing) {
        for (const rows of [1, 2, 7]) check(result, count, rows, advance, integers(count, 0, 255 * 64));
      }
    }
  });

  it('saturates bytes', () => {
    for (const count of [5, 40]) check(results[0], count, 3, () => 0, integers(count, -3000, 18000));
  });
});

for (const module of modules) {
  describe.each(floats)(`interpolateFloats_$suffix of ${module.name}`, ({ suffix, array, lanes, round }) => {
    it('rows of any length, each operation rounded', () => {
      for (const count of lengths(2 * lanes)) {
        for (const advance of advancing) {
          for (const rowCount of [1, 2, 7]) {
            const bench = new Bench(module.memory);
            const advances = Array.from({ length: rowCount }, (_, row) => advance(row));
            const firsts = firstCells(advances);
            const next = random(count);
            const columns = wholeTiles(count, 2 * lanes);
            const source = new Matrix(bench, array, firsts.at(-1)! + 6, columns, 3);
            const cells = source.fill(() => round(next() - 0.5));
            const weights = firsts.map(() => Array.from({ length: 6 }, () => round(next())));
            const destination = new Matrix(bench, array, rowCount, count, 5);
            const advanceAddress = bench.put(Uint8Array, advances, 3);
            const weightAddress = bench.put(array, weights.flat(), array.BYTES_PER_ELEMENT);
            const stray = bench.strays(destination.regions, () => {
              module.exports[`interpolateFloats_${suffix}`]!(
                source.address,
                source.pitchBytes,
                count,
                rowCount,
                advanceAddress,
                weightAddress,
                destination.address,
                destination.pitchBytes,
              );
            });
            expect(stray).toBe(false);
            firsts.forEach((first, row) => {
              const expected = Array.from({ length: count }, (_, x) =>
                weights[row]!.reduce(
                  (sum, weight, j) => round(sum + round(weight * cells[first + j]![x]!)),
                  0,
                ),
              );
              expect(destination.read(row)).toEqual(expected);
            });
          }
        }
      }
    });
  });
}
