import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InputError } from '../command-line/input-error.ts';

/** Writes tables anew that a page has between marks: `<!-- bench: NAME -->` and `<!-- end of bench: NAME -->`. */
export function replaceTables(page: string, tables: { readonly [name: string]: string }): void {
  const file = fileURLToPath(new URL(`../../docs/${page}`, import.meta.url));
  let text = readFileSync(file, 'utf8');
  for (const [name, table] of Object.entries(tables)) {
    const [start, end] = [`<!-- bench: ${name} -->\n`, `\n<!-- end of bench: ${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from < 0 || to < from) throw new InputError(`docs/${page} has no place for the table "${name}"`);
    text = text.slice(0, from + start.length) + table + text.slice(to);
  }
  writeFileSync(file, text);
  console.log(`-> ${file}`);
}
