import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { NdArray } from '../base/types.ts';
import { Failure, reasonOf } from './failure.ts';
import { parseNpy } from './npy.ts';

const formats: { readonly [extension: string]: (bytes: Buffer) => NdArray } = {
  '.json': (bytes) => parseJson(bytes.toString('utf8')),
  '.csv': (bytes) => parseCsv(bytes.toString('utf8')),
  '.tsv': (bytes) => parseCsv(bytes.toString('utf8')),
  '.txt': (bytes) => parseCsv(bytes.toString('utf8')),
  '.npy': parseNpy,
};

export function holdsNumbers(path: string): boolean {
  return Object.hasOwn(formats, extname(path).toLowerCase());
}

/** A file of numbers, read as its extension says. */
export async function readNumbers(path: string): Promise<NdArray> {
  try {
    const format = formats[extname(path).toLowerCase()];
    if (format === undefined) throw new Failure(`numbers come as ${Object.keys(formats).join(', ')}`);
    return format(await readFile(path));
  } catch (error) {
    throw new Failure(`cannot read "${path}": ${reasonOf(error)}`);
  }
}

/** Rows of numbers such as `[[1, 2], [3, 4]]`. */
export function parseJson(text: string): NdArray {
  const rows = inWords(() => JSON.parse(text), 'rows of numbers such as [[1, 2], [3, 4]]');
  return fromRows(rows, (row, column) => `at [${row}][${column}]`);
}

/** One row a line; separated by commas, semicolons or tabs, or by spaces as `numpy.savetxt` writes them. `#`: a comment. */
export function parseCsv(text: string): NdArray {
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

/** Says what was expected of a text, when a parser says what is wrong with it. */
function inWords<T>(parse: () => T, expected: string): T {
  try {
    return parse();
  } catch (error) {
    throw new Failure(`expected ${expected}: ${reasonOf(error)}`);
  }
}

/** Also as Python writes them: nan, inf, -inf. */
function toNumber(cell: string): number | undefined {
  if (/^[+-]?nan$/i.test(cell)) return Number.NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(cell);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell) ? Number(cell) : undefined;
}

function fromRows(rows: unknown, place: (row: number, column: number) => string): NdArray<Float64Array> {
  if (!Array.isArray(rows) || rows.length === 0 || !rows.every(Array.isArray)) {
    throw new Failure('expected rows of numbers such as [[1, 2], [3, 4]]');
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
