import { expect, it } from 'vitest';
import { Bench, floats, Matrix, modules } from './module.ts';

/** Small integers, whose sums are exact however they are added up. */
const pixel = (row: number, x: number) => ((row * 31 + x * 17) % 23) - 11;

for (const module of modules) {
  for (const { suffix, array } of floats) {
    const check = (height: number, width: number, resultCount: number, step: number, rows: number) => {
      const [leftCount, rightCount] = [1, 2];
      const count = resultCount + (width - 1) * step - leftCount - rightCount;
      if (count < 1) return;
      const [fill, tap, delta, blockLength] = [3, -0.25, 7, 4 * step];
      const bench = new Bench(module.memory);
      const source = new Matrix(bench, array, rows + height - 1, count, 3);
      const lineOf = (row: number) => Array.from({ length: count }, (_, x) => pixel(row, x));
      for (let row = 0; row < source.rows; row++) source.write(row, lineOf(row));
      // The first place continues the last element, of the others one is beyond the image.
      const left = bench.put(Int32Array, [count - 1]);
      const right = bench.put(Int32Array, [-1, 0]);
      const columns = new Matrix(bench, Float64Array, 1, leftCount + count + rightCount, 5);
      const result = new Matrix(bench, array, rows, resultCount, 4);
      const call = () =>
        module.exports[`running_${suffix}`]!(
          source.address,
          source.pitchBytes,
          count,
          height,
          columns.address,
          left,
          leftCount,
          right,
          rightCount,
          fill,
          width,
          step,
          blockLength,
          tap,
          delta,
          result.address,
          result.pitchBytes,
          rows,
          resultCount,
        );
      let verdict = NaN;
      const stray = bench.strays([...columns.regions, ...result.regions], () => {
        verdict = call();
      });
      const where = `${height} x ${width}, ${rows} x ${resultCount} results, ${step} channels`;
      expect(stray, where).toBe(false);
      expect(verdict, where).toBe(0);

      let special = -1;
      let specialRow = -1;
      const vertical = (row: number, x: number) => {
        let sum = 0;
        for (let u = 0; u < height; u++) {
          sum += x === special && row + u === specialRow ? Infinity : pixel(row + u, x);
        }
        return sum;
      };
      const continued = (row: number, x: number) => {
        const place = x - leftCount;
        if (place < 0) return vertical(row, count - 1);
        if (place < count) return vertical(row, place);
        return place === count ? fill : vertical(row, 0);
      };
      const expectedOf = (row: number) =>
        Array.from({ length: resultCount }, (_, x) => {
          let sum = 0;
          for (let v = 0; v < width; v++) sum += continued(row, x + v * step);
          return sum * tap + delta;
        });
      const expected = Array.from({ length: rows }, (_, row) => expectedOf(row));
      for (let row = 0; row < rows; row++)
        expect(result.read(row), `${where}, row ${row}`).toEqual(expected[row]);
      special = count >> 1;
      for (const row of [0, source.rows - 1]) {
        specialRow = row;
        source.write(
          row,
          lineOf(row).map((value, x) => (x === special ? Infinity : value)),
        );
        // Some results of few columns do not read it.
        const isRead = expected.some((_, i) => expectedOf(i).includes(-Infinity));
        expect(call(), `${where}, infinity in row ${row}`).toBe(isRead ? NaN : 0);
        source.write(row, lineOf(row));
      }
    };

    it.each([
      [1, 2],
      [2, 1],
      [3, 3],
      [5, 1],
      [2, 7],
      [9, 4],
    ])(`running_${suffix} of ${module.name}: %i x %i taps at every count of results`, (height, width) => {
      for (const step of [1, 2, 3, 4]) {
        for (const count of [1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33, 50]) {
          check(height, width, count, step, 1 + (count % 3) * 2);
        }
      }
    });
  }
}
