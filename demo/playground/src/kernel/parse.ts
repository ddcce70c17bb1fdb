import { maxGridTaps, type Rows } from './kernel.ts';
import { ParseError, parseNumber, parseRow } from './numbers.ts';

/* Kernels as text: NumPy, MATLAB, JSON, and rows of numbers. */

/** The rows of a kernel that a text writes down. */
export function parseKernel(text: string): Rows {
  const plain = text
    .replaceAll('\u00a0', ' ')
    .replaceAll('{', '[')
    .replaceAll('}', ']')
    // MATLAB goes on with a row on the next line after three dots.
    .replace(/\.\.\.[^\n]*\n/g, ' ')
    .replace(/^\s*(?:(?:const|let|var)\s+)?[a-z_]\w*\s*=/i, '')
    .replace(/[\s;]+$/, '')
    .trimStart();
  const { matrix, times, over } = splitFactors(plain);
  const rows = checked(rowsOf(matrix));
  return times === 1 && over === 1 ? rows : rows.map((row) => row.map((tap) => (tap * times) / over));
}

/** A factor before a matrix, as in `1/9 * [1 1; 1 1]`, and a factor or divisor after it, as in `ones(3) / 9`. */
function splitFactors(text: string) {
  let [matrix, times, over] = [text, 1, 1];
  const before = /^\(?([^()[\]*]+?)\)?\s*\.?\*\s*(?=[a-z[])/i.exec(matrix);
  if (before) {
    matrix = matrix.slice(before[0].length);
    const [numerator, denominator] = before[1]!.split('/');
    times = parseNumber(numerator!);
    if (denominator !== undefined) over = parseNumber(denominator);
  }
  const after = /[\])]\s*\.?([*/])\s*\(?([^()[\]*]+)\)?$/.exec(matrix);
  if (after) {
    matrix = matrix.slice(0, after.index + 1);
    const value = parseNumber(after[2]!);
    if (after[1] === '*') times *= value;
    else over *= value;
  }
  if (over === 0) throw new ParseError('A kernel cannot be divided by 0.');
  return { matrix, times, over };
}

function rowsOf(text: string): Rows {
  const filled = /^(?:(?:np|numpy)\.)?(ones|zeros|eye)\s*\(\s*\(?([^()]*)\)?\s*\)$/i.exec(text);
  if (filled) return filledRows(filled[1]!.toLowerCase(), parseRow(filled[2]!));
  const array = /^(?:(?:np|numpy)\.)?(?:array|asarray|matrix)\s*\(([\s\S]*)\)$/i.exec(text);
  return array ? bracketRows(array[1]!.replace(/,\s*dtype\s*=[^\]]*$/, '').trim()) : bracketRows(text);
}

function filledRows(name: string, [rows, columns = rows]: readonly number[]): Rows {
  const isCount = (count?: number): count is number => Number.isInteger(count) && count! >= 1;
  if (!isCount(rows) || !isCount(columns)) throw new ParseError('A size is a whole number of at least 1.');
  if (rows > maxGridTaps || columns > maxGridTaps) {
    throw new ParseError(`The playground takes kernels of up to ${maxGridTaps} x ${maxGridTaps} taps.`);
  }
  const tapAt = (row: number, column: number) =>
    name === 'ones' || (name === 'eye' && row === column) ? 1 : 0;
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => tapAt(row, column)),
  );
}

function bracketRows(text: string): Rows {
  if (text.split('[').length !== text.split(']').length) throw new ParseError('A bracket is missing.');
  if (/^\[\s*\[/.test(text)) return nestedRows(text);
  const inner = /^\[([^[\]]*)\]$/.exec(text)?.[1] ?? text;
  return inner
    .split(/[;\r\n]+/)
    .filter((line) => line.trim() !== '')
    .map(parseRow);
}

/** A list of lists: with commas as JSON writes it, or without as NumPy prints it. */
function nestedRows(text: string): Rows {
  const lists = /^\[((?:[\s,]*\[[^[\]]*\])+)[\s,]*\]$/.exec(text);
  if (!lists) throw new ParseError('A kernel is a list of rows, and each row is a list of numbers.');
  return Array.from(lists[1]!.matchAll(/\[([^[\]]*)\]/g), ([, row]) =>
    parseRow(row!.replace(/[\r\n]+/g, ' ')),
  );
}

function checked(rows: Rows): Rows {
  const columns = rows[0]?.length ?? 0;
  if (columns === 0) throw new ParseError('There is no number in this text.');
  const uneven = rows.findIndex((row) => row.length !== columns);
  if (uneven > 0) {
    const count = rows[uneven]!.length;
    throw new ParseError(
      `Row ${uneven} has ${count} ${count === 1 ? 'number' : 'numbers'}, row 0 has ${columns}.`,
    );
  }
  return rows;
}
