import { describe, expect, it } from 'vitest';
import { random } from '../support/random.ts';
import { Bench, floats, lengths, modules } from './module.ts';

interface Shape {
  readonly name: string;
  readonly tapRows: number;
  readonly tapColumns: number;
  /** In elements and in staged rows. */
  readonly columnStep: number;
  readonly rowStep: number;
  readonly tapRowStep: number;
  /** Columns at uneven distances, as phases give them. */
  readonly uneven?: boolean;
  readonly rows?: readonly number[];
}

const threeByThree: Shape = {
  name: '3 x 3',
  tapRows: 3,
  tapColumns: 3,
  columnStep: 1,
  rowStep: 1,
  tapRowStep: 1,
  rows: [1, 2, 3, 4, 5, 6, 7, 8],
};

const shapes: readonly Shape[] = [
  { name: '1 x 1', tapRows: 1, tapColumns: 1, columnStep: 1, rowStep: 1, tapRowStep: 1 },
  threeByThree,
  { name: '3 x 3 uneven', tapRows: 3, tapColumns: 3, columnStep: 0, rowStep: 1, tapRowStep: 1, uneven: true },
  {
    name: '3 x 3 of every second row',
    tapRows: 3,
    tapColumns: 3,
    columnStep: 1,
    rowStep: 2,
    tapRowStep: 1,
    rows: [3, 4],
  },
  { name: '3 x 1', tapRows: 3, tapColumns: 1, columnStep: 1, rowStep: 1, tapRowStep: 1 },
  { name: '2 x 5', tapRows: 2, tapColumns: 5, columnStep: 1, rowStep: 1, tapRowStep: 1 },
  { name: '3 x 3 of 3 channels', tapRows: 3, tapColumns: 3, columnStep: 3, rowStep: 1, tapRowStep: 1 },
  { name: '3 x 2, every second row', tapRows: 3, tapColumns: 2, columnStep: 1, rowStep: 2, tapRowStep: 1 },
  { name: '3 x 2 dilated by 2', tapRows: 3, tapColumns: 2, columnStep: 2, rowStep: 1, tapRowStep: 2 },
  { name: '2 x 4 uneven', tapRows: 2, tapColumns: 4, columnStep: 0, rowStep: 1, tapRowStep: 1, uneven: true },
];

for (const module of modules) {
  for (const { suffix, array, lanes, round } of floats) {
    describe(`direct_${suffix} of ${module.name}`, () => {
      for (const shape of shapes) {
        for (const rows of shape.rows ?? [1, 2, 5]) {
          it(`${shape.name}, ${rows} rows, every length and misalignment`, () => {
            for (const count of lengths(4 * lanes)) {
              for (const misalignment of [0, 1, 4, 12]) {
                check(shape, rows, count, misalignment);
              }
            }
          });
        }

        it(`${shape.name}, gaps between rows of results`, () => {
          for (const count of [1, lanes - 1, lanes, lanes + 1, 4 * lanes, 8 * lanes + 1]) {
            for (const gap of [1, lanes, 21]) check(shape, 5, count, 0, gap);
          }
        });
      }

      it('3 x 3, every length', () => {
        for (let count = 1; count < 6 * lanes; count++) check(threeByThree, 6, count, 0);
      });

      function check(shape: Shape, rows: number, count: number, misalignment: number, gap = 0): void {
        const next = random(count * 31 + rows);
        // Integers, where every order and every rounding give the same sum, for the fused binary.
        const number = module.roundsTwice ? () => next() * 2 - 1 : () => Math.round(next() * 40) - 20;
        const { tapRows, tapColumns, rowStep, tapRowStep } = shape;
        const offsets = Array.from({ length: tapColumns }, (_, v) =>
          shape.uneven ? (v * 7) % 5 : v * shape.columnStep,
        );
        const pitch = count + Math.max(...offsets);
        const stagedRows = (rows - 1) * rowStep + (tapRows - 1) * tapRowStep + 1;
        const source = Array.from({ length: stagedRows * pitch }, () => round(number()));
        const taps = Array.from({ length: tapRows * tapColumns }, () => round(number()));
        const delta = round(number());
        const bytes = array.BYTES_PER_ELEMENT;

        const bench = new Bench(module.memory);
        const sourceAddress =
          misalignment === 0 ? bench.putLast(array, source) : bench.put(array, source, misalignment);
        const tapsAddress = bench.put(array, taps, misalignment);
        const offsetsAddress = bench.put(
          Uint32Array,
          offsets.map((offset) => offset * bytes),
        );
        const destinationPitch = count + gap;
        const destination = bench.room(rows * destinationPitch * bytes, misalignment);
        const { values, stray } = bench.run(array, destination, rows * destinationPitch, () => {
          module.exports[`direct_${suffix}`]!(
            sourceAddress,
            rowStep * pitch * bytes,
            tapRowStep * pitch * bytes,
            shape.columnStep * bytes,
            offsetsAddress,
            tapsAddress,
            tapRows,
            tapColumns,
            delta,
            destination,
            destinationPitch * bytes,
            rows,
            count,
          );
        });

        const expected: number[] = [];
        for (let i = 0; i < rows; i++) {
          for (let x = 0; x < count; x++) {
            let sum = 0;
            for (let u = 0; u < tapRows; u++) {
              for (let v = 0; v < tapColumns; v++) {
                const element = source[(i * rowStep + u * tapRowStep) * pitch + offsets[v]! + x]!;
                sum = round(sum + round(taps[u * tapColumns + v]! * element));
              }
            }
            expected.push(round(sum + delta));
          }
          expected.push(...new Array<number>(gap).fill(NaN));
        }
        const where = `count ${count}, misaligned by ${misalignment}, a gap of ${gap}`;
        expect(values, where).toEqual(expected);
        expect(stray, `${where}: a byte outside the destination changed`).toBe(false);
      }
    });
  }
}
