import { integers } from '../support/random.ts';
import { Bench, Matrix, type RawModule } from './module.ts';

/* What the tests of both kernels that compute listed results again share. */

export const storages = {
  u8: { array: Uint8Array, least: 0, greatest: 255 },
  i16: { array: Int16Array, least: -32768, greatest: 32767 },
  u16: { array: Uint16Array, least: 0, greatest: 65535 },
  f32: { array: Float32Array, least: -128, greatest: 65535 },
};

/** Rows without borders, and results with some of them listed. */
export interface Scene {
  readonly bench: Bench;
  readonly source: Matrix;
  readonly results: Matrix;
  readonly resultBytes: 1 | 2;
  readonly list: number;
  /** Rows and columns of results. */
  readonly listed: readonly (readonly [number, number])[];
  /** The element in a place of a row with its borders. */
  at(row: number, place: number): number;
  /** The arguments before those of the taps. */
  readonly first: readonly number[];
}

export interface Setting {
  readonly storage: keyof typeof storages;
  readonly count: number;
  readonly rows: number;
  readonly reachRows: number;
  readonly offsets: readonly number[];
  readonly fill: number;
  readonly resultBytes: 1 | 2;
  /** Of so many results one is listed. */
  readonly every: number;
}

/** Of 3 and 2 elements: the second of the row, the fill value, the first; the last, the fill value. */
const left = [1, -1, 0];

export function sceneOf(module: RawModule, setting: Setting): Scene {
  const { storage, count, rows, reachRows, offsets, fill, resultBytes, every } = setting;
  const { array, least, greatest } = storages[storage];
  const bench = new Bench(module.memory);
  const right = [count - 1, -1];
  const next = integers(count * 7 + rows, least, greatest);
  const source = new Matrix(bench, array, rows + reachRows, count, 1);
  const elements = source.fill(next);
  const reach = Math.max(...offsets);
  const columns = left.length + count + right.length - reach;
  const results = new Matrix(bench, resultBytes === 1 ? Uint8Array : Int16Array, rows, columns, 2);
  const before = results.fill(integers(3, 0, 99));
  if (before.length !== rows) throw new Error('rows are missing');
  const listed: [number, number][] = [];
  for (let place = 0; place < rows * columns; place += every) {
    listed.push([Math.floor(place / columns), place % columns]);
  }
  const addresses = listed.map(([row, x]) => results.at(row) + x * resultBytes);
  const list = bench.put(Int32Array, [listed.length, ...addresses]);
  const range = resultBytes === 1 ? [0, 255] : [-32768, 32767];
  return {
    bench,
    source,
    results,
    resultBytes,
    list,
    listed,
    at(row, place) {
      const inside = place - left.length;
      const index = inside < 0 ? left[place]! : inside < count ? inside : right[inside - count]!;
      return index < 0 ? fill : elements[row]![index]!;
    },
    first: [
      ...[list, results.address, results.pitchBytes, resultBytes, ...range],
      ...[source.address, source.pitchBytes, source.pitchBytes, count],
      ...[bench.put(Int32Array, left), left.length, bench.put(Int32Array, right)],
    ] as number[],
  };
}

/** Rounded half to even and saturated. */
export function rounded(value: number, bytes: 1 | 2): number {
  const [least, greatest] = bytes === 1 ? [0, 255] : [-32768, 32767];
  const below = Math.floor(value);
  const rest = value - below;
  const up = rest > 0.5 || (rest === 0.5 && below % 2 !== 0);
  return Math.min(Math.max(below + Number(up), least), greatest) + 0;
}

/** The results before and after, where only the listed ones may change. */
export function repaired(
  { bench, results, listed, resultBytes }: Scene,
  kernel: () => void,
): { changed: boolean; values: number[] } {
  const regions = listed.map(([row, x]) => ({
    address: results.at(row) + x * resultBytes,
    bytes: resultBytes,
  }));
  const changed = bench.strays(regions, kernel);
  return { changed, values: listed.map(([row, x]) => results.read(row)[x]!) };
}
