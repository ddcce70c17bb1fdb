import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { NdArray } from '../base/types.ts';
import { Failure, reasonOf } from './failure.ts';
import { parseNpy } from './npy.ts';

const csv = (bytes: Buffer) => parseCsv(bytes.toString('utf8'));
const formats: { readonly [extension: string]: (bytes: Buffer) => NdArray } = {
  '.json': (bytes) => parseJson(bytes.toString('utf8')),
  '.csv': csv,
  '.tsv': csv,
  '.txt': csv,
  '.npy': parseNpy,
};

const rowsOfNumbers = 'rows of numbers such as [[1, 2], [3, 4]]';

export function holdsNumbers(path: string): boolean {
  return Object.hasOwn(formats, extname(path).toLowerCase());
}

/** Reads a file of numbers in the format that its extension names. */
export async function readNumbers(path: string): Promise<NdArray> {
  try {
    const format = formats[extname(path).toLowerCase()];
    const extensions = Object.keys(formats).join(', ');
    if (format === undefined)
      throw new Failure(`expected ${rowsOfNumbers}, or a file of numbers (${extensions})`);
    return format(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Failure(`there is no file "${path}"`);
    throw new Failure(`cannot read "${path}": ${reasonOf(error)}`);
  }
}

/** Rows of numbers such as `[[1, 2], [3, 4]]`. */
export function parseJson(text: string): NdArray {
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch (error) {
    throw new Failure(`expected ${rowsOfNumbers}: ${reasonOf(error)}`);
  }
  return fromRows(rows, (row, column) => `at [${row}][${column}]`);
}

/** Each line is a row of numbers between commas, semicolons or tabs, or between spaces as `numpy.savetxt` writes them. */
export function parseCsv(text: string): NdArray {
  // `#` starts a comment.
  const trimmed = text.replaceAll(/#.*/g, '').replaceAll(/^ +| +(?=\r?$)/gm, '');
  const separated = /[,;\t]/.test(trimmed) ? trimmed : trimmed.replaceAll(/ +/g, ',');
  const rows: string[][] = parse(separated, {
    bom: true,
    delimiter: [',', ';', '\t'],
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
  });
  const numbers = rows.map((row) => row.map((cell) => toNumber(cell) ?? cell));
  return fromRows(numbers, (row, column) => `in row ${row + 1}, column ${column + 1}`);
}

/** Python writes nan, inf and -inf. */
function toNumber(cell: string): number | undefined {
  if (/^[+-]?nan$/i.test(cell)) return Number.NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(cell);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell) ? Number(cell) : undefined;
}

function fromRows(rows: unknown, place: (row: number, column: number) => string): NdArray<Float64Array> {
  if (!Array.isArray(rows) || rows.length === 0 || !rows.every(Array.isArray)) {
    throw new Failure(`expected ${rowsOfNumbers}`);
  }
  const [{ length: columns }] = rows as [unknown[]];
  if (columns === 0) throw new Failure('expected at least one number in a row');
  const data = new Float64Array(rows.length * columns);
  (rows as unknown[][]).forEach((row, i) => {
    if (row.length !== columns) {
      throw new Failure(`expected rows of equal length (${columns}), got ${row.length} in row ${i + 1}`);
    }
    row.forEach((value, j) => {
      if (typeof value !== 'number')
        throw new Failure(`expected a number, got ${JSON.stringify(value)} ${place(i, j)}`);
      data[i * columns + j] = value;
    });
  });
  return { data, shape: [rows.length, columns] };
}
