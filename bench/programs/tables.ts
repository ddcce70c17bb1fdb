import { existsSync, readFileSync } from 'node:fs';
import { outputFile } from '../command-line/arguments.ts';
import { InputError, reportInputErrors } from '../command-line/input-error.ts';
import type { CellResult } from '../measure/measure-cell.ts';
import { tables } from '../report/labels.ts';
import { markdownOfBlurs, markdownOfCells } from '../report/markdown.ts';
import type { BlurResult } from '../report/print-blurs.ts';
import { replaceTables } from '../report/replace-table.ts';

// Writes the tables of docs/performance.md anew, between their marks, from what bench:native and bench:blurs found.

await reportInputErrors(async () => {
  const native = read<{ readonly cells: readonly CellResult[] }>('native.json');
  const blurs = read<{ readonly results: readonly BlurResult[] }>('blurs.json');
  if (native === undefined && blurs === undefined) {
    throw new InputError('no figures: "npm run bench:native" and "npm run bench:blurs" make them');
  }
  const found: { [name: string]: string } = {};
  if (native !== undefined) {
    for (const [name, each] of Object.entries(tables)) found[name] = markdownOfCells(each, native.cells);
  }
  if (blurs !== undefined) found.blurs = markdownOfBlurs(blurs.results);
  replaceTables('performance.md', found);
});

function read<Report>(name: string): Report | undefined {
  const file = outputFile(name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
}
