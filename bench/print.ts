import Table from 'cli-table3';
import { type FirstCall, firstCallJob } from './first-call.ts';
import type { Machine } from './machine.ts';
import type { CellResult } from './measure-cell.ts';
import type { Statistics } from './statistics.ts';
import { headline, speedup, type TargetResult } from './targets.ts';

export function printMachine({ package: name, date, cpu, cpus, os, node, v8, native }: Machine): void {
  console.log(`${name}, ${date}`);
  console.log(`${cpu} (${cpus} processors), ${os}, Node ${node}, V8 ${v8}`);
  if (native === undefined) return;
  const versions = Object.entries(native).map(([name, version]) => `${name} ${version}`);
  console.log(`beside it: ${versions.join(', ')}`);
}

/** Medians and quartiles; `references` are the rows that every row is compared with. */
export function printCells(results: readonly CellResult[], references: readonly string[]): void {
  const table = new Table({
    head: [
      'cell',
      'row',
      'into out, ms',
      'p25-p75',
      'GMAC/s',
      'fresh, ms',
      'p25-p75',
      ...references.map((reference) => `${reference} / row`),
    ],
    colAligns: ['left', 'left', ...Array(5 + references.length).fill('right')],
    style: { head: [], border: [], compact: true },
  });
  for (const result of results) {
    for (const row of result.rows) {
      const ratios = references.map((reference) => speedup(result, row.row, reference));
      table.push([
        result.cell,
        row.row,
        ...times(row.out),
        significant(result.macs / headline(row).median / 1e6),
        ...times(row.fresh),
        ...ratios.map((ratio) => (ratio === undefined ? '' : significant(ratio))),
      ]);
    }
  }
  console.log(table.toString());
}

function times(statistics: Statistics | undefined): [median: string, quartiles: string] {
  if (statistics === undefined) return ['', ''];
  const { p25, median, p75 } = statistics;
  return [significant(median), `${significant(p25)}-${significant(p75)}`];
}

/** Three digits, and no exponent. */
function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

export function printFirstCalls(calls: readonly FirstCall[]): void {
  console.log(`\nIn a new process (${firstCallJob}), ms:`);
  for (const { backend, ...steps } of calls) {
    const parts = [
      `import ${significant(steps.import)}`,
      `first call ${significant(steps.first)}`,
      `second ${significant(steps.second)}`,
    ];
    console.log(`  ${backend.padEnd(12)}  ${parts.join(', ')}`);
  }
}

export function printTargets(results: readonly TargetResult[]): void {
  if (results.length > 0) console.log('\nTargets, by medians:');
  for (const { row, than, times, speedups, missed } of results) {
    const verdict = missed.length === 0 ? 'reached' : `missed on ${missed.join(', ')}`;
    const measured = Object.entries(speedups).map(([cell, speedup]) => `${cell} ${significant(speedup)}`);
    console.log(`  ${row} at least ${times} times as fast as ${than}: ${verdict} (${measured.join(', ')})`);
  }
}
