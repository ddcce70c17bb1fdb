import { expect, it } from 'vitest';
import { Bench, lengths, Matrix, modules } from './module.ts';

for (const module of modules) {
  it(`clear of ${module.name} writes zeros to rows of every length, and nowhere else`, () => {
    for (const bytes of [0, ...lengths(16)]) {
      for (const rows of [0, 1, 2, 5]) {
        const bench = new Bench(module.memory);
        // A row begins at every misalignment.
        const matrix = new Matrix(bench, Uint8Array, rows, bytes, 3);
        const stray = bench.strays(matrix.regions, () => {
          module.exports.clear!(matrix.address, matrix.pitchBytes, rows, bytes);
        });
        expect(stray, `${rows} x ${bytes}`).toBe(false);
        for (let row = 0; row < rows; row++) {
          expect(matrix.read(row), `row ${row} of ${rows} x ${bytes}`).toEqual(new Array(bytes).fill(0));
        }
      }
    }
  });

  it(`clear of ${module.name} writes as far as the last byte of memory`, () => {
    const bench = new Bench(module.memory);
    const address = bench.putLast(Uint8Array, new Array(40).fill(1));
    module.exports.clear!(address, 23, 2, 17);
    const gap = new Array(6).fill(1);
    expect(bench.read(Uint8Array, address, 40)).toEqual([
      ...new Array(17).fill(0),
      ...gap,
      ...new Array(17).fill(0),
    ]);
  });
}
