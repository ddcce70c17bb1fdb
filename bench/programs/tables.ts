import { existsSync, readFileSync } from 'node:fs';
import { outputFile } from '../command-line/arguments.ts';
import { InputError, reportInputErrors } from '../command-line/input-error.ts';
import type { CellResult } from '../measure/measure-cell.ts';
import type { NativeThreadsResult } from '../pool/native.ts';
import { tables } from '../report/labels.ts';
import { markdownOfBlurs, markdownOfCells } from '../report/markdown.ts';
import {
  markdownOfDelays,
  markdownOfModel,
  markdownOfPages,
  markdownOfPool,
  type PoolReport,
} from '../report/markdown-pool.ts';
import type { BlurResult } from '../report/print-blurs.ts';
import type { ModelResult } from '../report/print-model.ts';
import { replaceTables } from '../report/replace-table.ts';

// Writes the tables of docs/performance.md anew, between their marks, from what bench:native, bench:blurs and bench:cores found; or from
// the files in bench/output that are named alone.

await reportInputErrors(async () => {
  const native = read<{ readonly cells: readonly CellResult[] }>('native.json');
  const blurs = read<{ readonly results: readonly BlurResult[] }>('blurs.json');
  const pool = read<PoolReport>('pool.json');
  const opencv = read<{ readonly cells: readonly NativeThreadsResult[] }>('native-threads.json');
  const model = read<{ readonly cells: readonly ModelResult[] }>('threads.json');
  if ([native, blurs, pool, model].every((report) => report === undefined)) {
    throw new InputError('no figures: "npm run bench:native", "bench:blurs" and "bench:cores" make them');
  }
  const found: { [name: string]: string } = {};
  if (native !== undefined) {
    for (const [name, each] of Object.entries(tables)) found[name] = markdownOfCells(each, native.cells);
  }
  if (blurs !== undefined) found.blurs = markdownOfBlurs(blurs.results);
  if (pool !== undefined) {
    found.threads = markdownOfPool(pool, opencv?.cells ?? []);
    found.delays = markdownOfDelays(pool);
    found.pages = markdownOfPages(pool);
  }
  if (model !== undefined) found['model of threads'] = markdownOfModel(model.cells);
  replaceTables('performance.md', found);
});

function read<Report>(name: string): Report | undefined {
  const named = process.argv.slice(2);
  const file = outputFile(name);
  const isMeant = named.length === 0 || named.includes(name);
  return isMeant && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
}
