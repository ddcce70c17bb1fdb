import { InputError } from '../command-line/input-error.ts';
import type { CellResult } from '../measure/measure-cell.ts';
import type { TableOfCells } from './labels.ts';
import type { BlurResult } from './print-blurs.ts';
import { headline } from './targets.ts';

/** Medians of the cells that were measured. */
export function markdownOfCells({ cells, columns }: TableOfCells, results: readonly CellResult[]): string {
  const lines = Object.entries(cells).map(([name, label]) => {
    const result = results.find(({ cell }) => cell === name);
    if (result === undefined) throw new InputError(`the cell "${name}" was not measured`);
    const times = Object.values(columns).map((rows) => fastest(result, rows));
    return [`\`${name}\`: ${label}`, ...insert(times, resident(result), Object.keys(columns))];
  });
  const heads = Object.keys(columns);
  return table(['median ms', ...insert(heads, 'resident', heads)], lines);
}

/** The column of the resident variant stands behind that of `wasm-relaxed`. */
function insert(values: readonly string[], value: string, heads: readonly string[]): string[] {
  const after = heads.indexOf('wasm-relaxed') + 1;
  return [...values.slice(0, after), value, ...values.slice(after)];
}

function fastest({ rows }: CellResult, names: readonly string[]): string {
  const times = rows.filter(({ row }) => names.includes(row)).map((row) => headline(row).median);
  return times.length === 0 ? '' : short(Math.min(...times));
}

function resident({ rows }: CellResult): string {
  const row = rows.find(({ row }) => row === 'wasm-relaxed') ?? rows.find(({ row }) => row === 'wasm');
  return row?.resident === undefined ? '' : short(row.resident.median);
}

/** Milliseconds by sigma, and the largest error of all sigmas. */
export function markdownOfBlurs(results: readonly BlurResult[]): string {
  const sigmas = [...new Set(results.map(({ sigma }) => sigma))];
  const names = [...new Set(results.map(({ name }) => name))];
  const pictures = [...new Set(results.flatMap(({ errors }) => Object.keys(errors)))];
  const lines = names.map((name) => {
    const own = results.filter((result) => result.name === name);
    const times = sigmas.map((sigma) => {
      const found = own.find((result) => result.sigma === sigma);
      return found === undefined ? '' : short(found.time);
    });
    const errors = pictures.map((picture) =>
      Math.max(...own.flatMap(({ errors }) => errors[picture] ?? [])).toFixed(1),
    );
    return [name, ...times, ...errors];
  });
  const errorHeads = pictures.map((picture) => `largest error, ${picture}`);
  return table(['', ...sigmas.map((sigma) => `sigma ${sigma}, ms`), ...errorHeads], lines);
}

export function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const rule = head.map(() => '---').join('|');
  return [`| ${head.join(' | ')} |`, `|${rule}|`, ...lines.map((line) => `| ${line.join(' | ')} |`)].join(
    '\n',
  );
}

/** Three digits, without zeros at the end. */
export function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
