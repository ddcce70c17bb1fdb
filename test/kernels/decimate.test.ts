import { describe, expect, it } from 'vitest';
import { integers, random } from '../support/random.ts';
import { Bench, floats, Matrix, modules, type RawModule } from './module.ts';

/** A tile of integers: rows are whole tiles, of which `count` elements matter. */
const TILE = 16;

const wholeTiles = (count: number, tile: number) => Math.ceil(count / tile) * tile;

/** Which rows begin further on: none twice in a row, every row, at random; never the first one. */
const advancing = {
  never: () => 0,
  'every third row': (row: number) => (row % 3 === 2 ? 1 : 0),
  'every row': (row: number) => (row > 0 ? 1 : 0),
  'now and then': (row: number) => ((row * row + row) % 5 > 2 ? 1 : 0),
} as const;

/** The cells of rows with weights, `pieces` for each: what each row adds to, in order. */
function cellsOf(
  rows: readonly number[][],
  weights: readonly number[][],
  advances: readonly number[],
  add: (sum: number, weight: number, element: number) => number,
): number[][] {
  const pieces = weights[0]!.length;
  const count = rows[0]!.length;
  const cells: number[][] = Array.from({ length: pieces }, () => new Array<number>(count).fill(0));
  let first = 0;
  rows.forEach((row, index) => {
    first += advances[index]!;
    while (cells.length < first + pieces) cells.push(new Array<number>(count).fill(0));
    weights[index]!.forEach((weight, j) => {
      cells[first + j] = cells[first + j]!.map((sum, x) => add(sum, weight, row[x]!));
    });
  });
  return cells;
}

const counts = [1, 7, 15, 16, 17, 32, 45];

describe.each(modules)('decimate of $name', (module) => {
  const sources = [
    { suffix: 'u8_i16', source: Uint8Array, least: 0, greatest: 255, result: Int16Array, places: 14 },
    { suffix: 'i16_f32', source: Int16Array, least: 0, greatest: 16320, result: Float32Array, places: 15 },
  ] as const;

  function check(
    { suffix, source: array, least, greatest, result, places }: (typeof sources)[number],
    count: number,
    rowCount: number,
    advance: (row: number) => number,
    calls: readonly number[],
  ): void {
    const bench = new Bench(module.memory);
    const source = new Matrix(bench, array, rowCount, wholeTiles(count, TILE), 5);
    const rows = source.fill(integers(count + rowCount, least, greatest));
    const advances = Array.from({ length: rowCount }, (_, row) => advance(row));
    const next = integers(rowCount, 0, 2 ** 15 - 1);
    const weights = rows.map(() => [next(), next(), next()].map((weight) => Math.floor(weight / 8)));
    const shift = places - 6;
    const scale = 2 ** -places;
    const sums = new Matrix(bench, Int32Array, 3, wholeTiles(count, TILE), 3);
    sums.fill(() => 0);
    const cells = cellsOf(rows, weights, advances, (sum, weight, element) => sum + weight * element);
    const complete = (sum: number) =>
      suffix === 'u8_i16' ? Math.floor((sum + 2 ** (shift - 1)) / 2 ** shift) : Math.fround(sum) * scale;
    const destination = new Matrix(bench, result, cells.length, wholeTiles(count, TILE), 7);
    const advanceAddress = bench.put(Uint8Array, advances, 3);
    const weightAddress = bench.put(
      Int16Array,
      [0, 1, 2].flatMap((j) => weights.map((row) => row[j]!)),
      2,
    );
    let [row, cell] = [0, 0];
    const stray = bench.strays([...sums.regions, ...destination.regions], () => {
      for (const [index, length] of calls.entries()) {
        const flushed = index === calls.length - 1 ? 3 : 0;
        module.exports[`decimate_${suffix}`]!(
          source.at(row),
          source.pitchBytes,
          count,
          length,
          advanceAddress + row,
          weightAddress + 2 * row,
          2 * rowCount,
          sums.address,
          sums.pitchBytes,
          shift,
          scale,
          flushed,
          destination.at(cell),
          destination.pitchBytes,
        );
        cell += advances.slice(row, row + length).reduce((a, b) => a + b, 0);
        row += length;
      }
    });
    const where = `${count} columns, ${rowCount} rows, ${calls}`;
    expect(stray, where).toBe(false);
    for (const [index, expected] of cells.entries()) {
      expect(destination.read(index).slice(0, count), `${where}, cell ${index}`).toEqual(
        expected.map(complete).slice(0, count),
      );
    }
    // Sums start anew.
    for (const index of [0, 1, 2])
      expect(
        sums
          .read(index)
          .slice(0, count)
          .every((sum) => sum === 0),
      ).toBe(true);
  }

  for (const types of sources) {
    describe(types.suffix, () => {
      it.each(Object.keys(advancing) as (keyof typeof advancing)[])('cells that advance %s', (name) => {
        for (const count of counts) {
          for (const rows of [1, 2, 5, 8]) check(types, count, rows, advancing[name], [rows]);
        }
      });

      it('keeps sums from call to call, wherever rows are parted', () => {
        for (const calls of [
          [1, 6],
          [3, 4],
          [4, 3],
          [2, 0, 5],
          [7, 0],
          [1, 1, 1, 1, 1, 1, 1],
        ]) {
          for (const advance of Object.values(advancing)) check(types, 33, 7, advance, calls);
        }
      });
    });
  }

  it('saturates and rounds sums of bytes half up', () => {
    const bench = new Bench(module.memory);
    const source = new Matrix(bench, Uint8Array, 1, TILE, 0);
    source.write(0, [255, 1, 2, 3, ...new Array<number>(TILE - 4).fill(0)]);
    const sums = new Matrix(bench, Int32Array, 3, TILE, 0);
    sums.fill(() => 0);
    const destination = new Matrix(bench, Int16Array, 3, TILE, 0);
    module.exports.decimate_u8_i16!(
      source.address,
      source.pitchBytes,
      TILE,
      1,
      bench.put(Uint8Array, [0]),
      bench.put(Int16Array, [32767, 1, -1, 0]),
      2,
      sums.address,
      sums.pitchBytes,
      1,
      1,
      3,
      destination.address,
      destination.pitchBytes,
    );
    expect(destination.read(0).slice(0, 2)).toEqual([32767, 16384]);
    expect(destination.read(1).slice(0, 4)).toEqual([128, 1, 1, 2]);
    expect(destination.read(2).slice(0, 4)).toEqual([-127, 0, -1, -1]);
  });
});

/** Both binaries round after each operation. */
function checkFloats(
  module: RawModule,
  { suffix, array, lanes, round }: (typeof floats)[number],
  count: number,
  rowCount: number,
  advance: (row: number) => number,
  calls: readonly number[],
): void {
  const bench = new Bench(module.memory);
  const columns = wholeTiles(count, 2 * lanes);
  const source = new Matrix(bench, array, rowCount, columns, 3);
  const next = random(count * 100 + rowCount);
  const rows = source.fill(() => round(next() - 0.5));
  const advances = Array.from({ length: rowCount }, (_, row) => advance(row));
  const weights = rows.map(() => Array.from({ length: 6 }, () => round(next())));
  const sums = new Matrix(bench, array, 6, columns, 1);
  sums.fill(() => 0);
  const add = (sum: number, weight: number, element: number) => round(sum + round(weight * element));
  const cells = cellsOf(rows, weights, advances, add);
  const destination = new Matrix(bench, array, cells.length, columns, 3);
  const advanceAddress = bench.put(Uint8Array, advances, 1);
  const weightAddress = bench.put(array, weights.flat(), array.BYTES_PER_ELEMENT);
  let [row, cell] = [0, 0];
  const stray = bench.strays([...sums.regions, ...destination.regions], () => {
    for (const [index, length] of calls.entries()) {
      module.exports[`decimateFloats_${suffix}`]!(
        source.at(row),
        source.pitchBytes,
        count,
        length,
        advanceAddress + row,
        weightAddress + 6 * row * array.BYTES_PER_ELEMENT,
        sums.address,
        sums.pitchBytes,
        index === calls.length - 1 ? 6 : 0,
        destination.at(cell),
        destination.pitchBytes,
      );
      cell += advances.slice(row, row + length).reduce((a, b) => a + b, 0);
      row += length;
    }
  });
  expect(stray).toBe(false);
  for (const [index, expected] of cells.entries()) {
    expect(destination.read(index).slice(0, count)).toEqual(expected.slice(0, count));
  }
  for (let j = 0; j < 6; j++)
    expect(
      sums
        .read(j)
        .slice(0, count)
        .every((sum) => sum === 0),
    ).toBe(true);
}

for (const module of modules) {
  describe.each(floats)(`decimateFloats_$suffix of ${module.name}`, (types) => {
    it.each(Object.keys(advancing) as (keyof typeof advancing)[])('cells that advance %s', (name) => {
      for (const count of counts) {
        for (const rows of [1, 2, 9]) checkFloats(module, types, count, rows, advancing[name], [rows]);
      }
    });

    it('keeps sums from call to call', () => {
      for (const calls of [
        [1, 8],
        [4, 0, 5],
        [9, 0],
      ]) {
        for (const advance of Object.values(advancing)) checkFloats(module, types, 21, 9, advance, calls);
      }
    });

    it('lets NaN and infinities through', () => {
      const bench = new Bench(module.memory);
      const source = new Matrix(bench, types.array, 1, 2 * types.lanes, 0);
      const values = [NaN, Infinity, -Infinity, 2].slice(0, 2 * types.lanes);
      source.write(0, [...values, ...new Array<number>(2 * types.lanes - values.length).fill(1)]);
      const sums = new Matrix(bench, types.array, 6, 2 * types.lanes, 0);
      sums.fill(() => 0);
      const destination = new Matrix(bench, types.array, 6, 2 * types.lanes, 0);
      module.exports[`decimateFloats_${types.suffix}`]!(
        source.address,
        source.pitchBytes,
        2 * types.lanes,
        1,
        bench.put(Uint8Array, [0]),
        bench.put(types.array, [1, 0, 0, 0, 0, 0.5]),
        sums.address,
        sums.pitchBytes,
        6,
        destination.address,
        destination.pitchBytes,
      );
      expect(destination.read(0).slice(0, 4)).toEqual([NaN, Infinity, -Infinity, 2]);
      expect(destination.read(1).slice(0, 4)).toEqual([NaN, NaN, NaN, 0]);
      expect(destination.read(5).slice(0, 4)).toEqual([NaN, Infinity, -Infinity, 1]);
    });
  });
}
