import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { outputFile } from '../command-line/arguments.ts';
import { InputError, reportInputErrors } from '../command-line/input-error.ts';
import type { CellResult } from '../measure/measure-cell.ts';
import { tables } from '../report/labels.ts';
import { markdownOfBlurs, markdownOfCells } from '../report/markdown.ts';
import type { BlurResult } from '../report/print-blurs.ts';

// Writes the tables of docs/performance.md anew, between their marks, from what bench:native and bench:blurs found.

await reportInputErrors(async () => {
  const native = read<{ readonly cells: readonly CellResult[] }>('native.json');
  const blurs = read<{ readonly results: readonly BlurResult[] }>('blurs.json');
  if (native === undefined && blurs === undefined) {
    throw new InputError('no figures: "npm run bench:native" and "npm run bench:blurs" make them');
  }
  const file = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
  let text = readFileSync(file, 'utf8');
  if (native !== undefined) {
    for (const [name, each] of Object.entries(tables)) {
      text = replaced(text, name, markdownOfCells(each, native.cells));
    }
  }
  if (blurs !== undefined) text = replaced(text, 'blurs', markdownOfBlurs(blurs.results));
  writeFileSync(file, text);
  console.log(`-> ${file}`);
});

function read<Report>(name: string): Report | undefined {
  const file = outputFile(name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
}

function replaced(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- bench: ${name} -->\n`, `\n<!-- end of bench: ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new InputError(`docs/performance.md has no place for the table "${name}"`);
  return text.slice(0, from + start.length) + content + text.slice(to);
}
