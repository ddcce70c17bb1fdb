import { expect, it } from 'vitest';
import { Bench, floats, Matrix, modules } from './module.ts';

/** Small integers, whose sums are exact however they are added up. */
const pixel = (row: number, x: number) => ((row * 31 + x * 17) % 23) - 11;
const tap = (i: number) => (i % 5) - 2 + (i % 3);

for (const module of modules) {
  for (const { suffix, array } of floats) {
    const { BYTES_PER_ELEMENT: bytes } = array;
    // Rows of at least 64 bytes, results of at least 128: whole tiles, tails of one element, several tiles.
    const counts = [128 / bytes, 128 / bytes + 1, 256 / bytes - 1, 256 / bytes, 3 * (128 / bytes) + 3];

    it.each([
      [1, 1],
      [2, 3],
      [3, 2],
      [5, 5],
      [8, 11],
    ])(`separable_${suffix} of ${module.name}: %i vertical and %i horizontal taps`, (columnTaps, rowTaps) => {
      for (const count of counts) {
        for (const step of [1, 2]) {
          check(columnTaps, rowTaps, count, step);
        }
      }
    });

    const check = (columnTaps: number, rowTaps: number, resultCount: number, step: number) => {
      const rows = 4;
      const [leftCount, rightCount] = [1, 2];
      const count = resultCount + (rowTaps - 1) * step - leftCount - rightCount;
      const [fill, delta] = [3, 7];
      const bench = new Bench(module.memory);
      const source = new Matrix(bench, array, rows + columnTaps - 1, count, 3);
      for (let row = 0; row < source.rows; row++) {
        source.write(
          row,
          Array.from({ length: count }, (_, x) => pixel(row, x)),
        );
      }
      const columns = Array.from({ length: columnTaps }, (_, i) => tap(i));
      const across = Array.from({ length: rowTaps }, (_, i) => tap(i + 1));
      const columnAddress = bench.put(array, columns);
      const rowAddress = bench.put(array, across);
      // The first place continues the last element, of the others one is beyond the image.
      const left = bench.put(Int32Array, [count - 1]);
      const right = bench.put(Int32Array, [-1, 0]);
      const between = new Matrix(bench, array, 2, leftCount + count + rightCount, 5);
      const result = new Matrix(bench, array, rows, resultCount, 4);
      const owned = [0, 1].map((row) => between.region(row));
      const written = Array.from({ length: rows }, (_, row) => result.region(row));
      const call = () =>
        module.exports[`separable_${suffix}`]!(
          source.address,
          source.pitchBytes,
          count,
          columnAddress,
          columnTaps,
          between.address,
          between.pitchBytes,
          left,
          leftCount,
          right,
          rightCount,
          fill,
          rowAddress,
          rowTaps,
          step * bytes,
          delta,
          result.address,
          result.pitchBytes,
          rows,
          resultCount,
        );
      let verdict = NaN;
      const stray = bench.strays([...owned, ...written], () => {
        verdict = call();
      });
      expect(stray).toBe(false);

      const vertical = (row: number, x: number) =>
        columns.reduce((total, k, u) => total + k * pixel(row + u, x), 0);
      const continued = (row: number, x: number) => {
        const place = x - leftCount;
        if (place < 0) return vertical(row, count - 1);
        if (place < count) return vertical(row, place);
        return place === count ? fill : vertical(row, 0);
      };
      expect(verdict).toBe(0);
      for (let row = 0; row < rows; row++) {
        const expected = Array.from({ length: resultCount }, (_, x) =>
          across.reduce((total, k, v) => total + k * continued(row, x + v * step), delta),
        );
        expect(
          bench.read(array, result.at(row), resultCount),
          `row ${row} of ${resultCount}, step ${step}`,
        ).toEqual(expected);
      }
      for (const row of [0, rows + columnTaps - 2]) {
        // Under a single tap along rows each place is a vector of results of its own to look at.
        const each = Array.from({ length: count }, (_, x) => [x, Infinity] as const);
        for (const [x, special] of [[0, NaN] as const, ...each, [count - 1, -Infinity] as const]) {
          const line = Array.from({ length: count }, (_, place) => pixel(row, place));
          source.write(
            row,
            line.map((value, place) => (place === x ? special : value)),
          );
          expect(call(), `${special} in row ${row}, column ${x}`).toBe(NaN);
          source.write(row, line);
        }
      }
      expect(call()).toBe(0);
    };
  }
}
