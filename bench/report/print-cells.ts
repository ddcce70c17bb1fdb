import Table from 'cli-table3';
import { variantNames } from '../contenders/contender.ts';
import type { CellResult, RowResult } from '../measure/measure-cell.ts';
import type { Statistics } from '../measure/statistics.ts';
import { significant } from './significant.ts';
import { headline, speedup } from './targets.ts';

interface Column {
  readonly head: string;
  /** Empty where there is nothing to say. */
  text(result: CellResult, row: RowResult): string;
}

/** Medians and quartiles; `references` are the rows that every row is compared with. */
export function printCells(results: readonly CellResult[], references: readonly string[]): void {
  const columns: Column[] = [
    { head: 'cell', text: ({ cell }) => cell },
    { head: 'row', text: (_, { row }) => row },
    ...times(variantNames.resident, ({ resident }) => resident),
    ...times(variantNames.out, ({ out }) => out),
    { head: 'GMAC/s', text: ({ macs }, row) => number(macs && macs / headline(row).median / 1e6) },
    ...times(variantNames.prepared, ({ prepared }) => prepared),
    ...times(variantNames.fresh, ({ fresh }) => fresh),
    median('prepare', ({ prepare }) => prepare),
    { head: 'memory, MiB', text: (_, { memoryBytes }) => number(memoryBytes && memoryBytes / 2 ** 20) },
    ...references.map((reference) => ({
      head: `${reference} / row`,
      text: (result: CellResult, { row }: RowResult) => number(speedup(result, row, reference)),
    })),
  ];
  const lines = results.flatMap((result) =>
    result.rows.map((row) => columns.map(({ text }) => text(result, row))),
  );
  const filled = columns.map((_, index) => lines.some((line) => line[index] !== ''));
  const keep = <T>(line: readonly T[]) => line.filter((_, index) => filled[index]);
  const table = new Table({
    head: keep(columns.map(({ head }) => head)),
    colAligns: ['left', 'left', ...Array(columns.length - 2).fill('right')],
    style: { head: [], border: [], compact: true },
  });
  table.push(...lines.map(keep));
  console.log(table.toString());
}

type Times = (row: RowResult) => Statistics | undefined;

function times(name: string, of: Times): Column[] {
  const quartiles = (row: RowResult) => {
    const found = of(row);
    return found === undefined ? '' : `${significant(found.p25)}-${significant(found.p75)}`;
  };
  return [median(name, of), { head: 'p25-p75', text: (_, row) => quartiles(row) }];
}

function median(name: string, of: Times): Column {
  return { head: `${name}, ms`, text: (_, row) => number(of(row)?.median) };
}

function number(value: number | undefined): string {
  return value === undefined ? '' : significant(value);
}
