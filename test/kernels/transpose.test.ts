import { describe, expect, it } from 'vitest';
import { Bench, floats, Matrix, modules } from './module.ts';

const spectrumRows = 24;

for (const module of modules) {
  for (const { suffix, array, lanes } of floats) {
    describe(`gather_${suffix} and scatter_${suffix} of ${module.name}`, () => {
      const groups = [16, 32, 64].map((groupBytes) => groupBytes / array.BYTES_PER_ELEMENT);
      const cases = groups.flatMap((group) =>
        [lanes, 3 * lanes, 8 * lanes].map((columns) => ({ group, columns })),
      );
      const rowTable = (group: number) => Array.from({ length: group }, (_, g) => (7 * g + 3) % spectrumRows);

      /** A spectrum in which every element is another number; lines that are empty. */
      function set(table: readonly number[], columns: number) {
        const bench = new Bench(module.memory);
        const tableAddress = bench.put(Int32Array, table);
        const spectrum = new Matrix(bench, array, 2 * spectrumRows, columns, 3);
        const lines = new Matrix(bench, array, columns, 2 * table.length, 0);
        let last = 0;
        const rows = spectrum.fill(() => ++last);
        const transposed = Array.from({ length: columns }, (_, x) =>
          [0, 1].flatMap((part) => table.map((row) => rows[2 * row + part]![x]!)),
        );
        const groupBytes = table.length * array.BYTES_PER_ELEMENT;
        return { bench, spectrum, lines, rows, transposed, groupBytes, tableAddress };
      }

      it.each(cases)('gather transposes $group rows by $columns columns', ({ group, columns }) => {
        for (const table of [rowTable(group), new Array<number>(group).fill(5)]) {
          const { bench, spectrum, lines, transposed, groupBytes, tableAddress } = set(table, columns);
          const stray = bench.strays(lines.regions, () => {
            module.exports[`gather_${suffix}`]!(
              spectrum.address,
              spectrum.pitchBytes,
              tableAddress,
              groupBytes,
              columns,
              lines.address,
            );
          });
          expect(stray).toBe(false);
          expect(transposed.map((_, x) => lines.read(x))).toEqual(transposed);
        }
      });

      it.each(cases)('scatter transposes $columns lines back to $group rows', ({ group, columns }) => {
        const table = rowTable(group);
        const { bench, spectrum, lines, rows, transposed, groupBytes, tableAddress } = set(table, columns);
        transposed.forEach((line, x) => {
          lines.write(x, line);
        });
        const parts = table.flatMap((row) => [2 * row, 2 * row + 1]);
        for (const row of parts) spectrum.write(row, new Array<number>(columns).fill(0));
        const regions = parts.map((row) => spectrum.region(row));
        const stray = bench.strays(regions, () => {
          module.exports[`scatter_${suffix}`]!(
            lines.address,
            groupBytes,
            columns,
            spectrum.address,
            spectrum.pitchBytes,
            tableAddress,
          );
        });
        expect(stray).toBe(false);
        expect(rows.map((_, row) => spectrum.read(row))).toEqual(rows);
      });
    });
  }
}
