import { isDecimal } from '../controls/decimal.ts';

/* Numbers as text. */

/** Text that stands for no number or kernel. Its message is a sentence for the user. */
export class ParseError extends Error {}

/** A decimal number or a fraction of two, as `-1`, `.5`, `0,5`, `1e-3` and `1/9`. */
export function parseNumber(text: string): number {
  const written = text.trim();
  if (written === '') throw new ParseError('A number is missing.');
  const parts = written.replaceAll('\u2212', '-').replaceAll(',', '.').split('/');
  const numbers = parts.map((part) => (isDecimal(part.trim()) ? Number(part) : Number.NaN));
  const value = parts.length === 2 ? numbers[0]! / numbers[1]! : numbers[0]!;
  if (parts.length === 2 && numbers[1] === 0) throw new ParseError('A number cannot be divided by 0.');
  if (numbers.includes(Number.POSITIVE_INFINITY) || numbers.includes(Number.NEGATIVE_INFINITY)) {
    throw new ParseError(`"${beginningOf(written)}" is too large: numbers go up to 1.7e308.`);
  }
  if (parts.length <= 2 && Number.isFinite(value)) return value;
  throw new ParseError(`"${beginningOf(written)}" is not a number.`);
}

const beginningOf = (text: string) => (text.length > 20 ? `${text.slice(0, 20)}...` : text);

/** Numbers separated by spaces, tabs or commas. A comma may follow the last one. */
export function parseRow(text: string): readonly number[] {
  const fields = text
    .trim()
    .replace(/,$/, '')
    .replace(/\s*\/\s*/g, '/');
  return fields.trim() === '' ? [] : fields.split(/ *[,\t] *|\s+/).map(parseNumber);
}

/** Numbers on one line or several, with or without brackets. */
export function parseList(text: string): readonly number[] {
  const list = parseRow(text.replace(/[[\](){};\r\n]+/g, ' '));
  if (list.length === 0) throw new ParseError('A number is missing.');
  return list;
}

/** A number as people write it: no more than `digits` digits that matter. */
export function shortNumber(value: number, digits = 6): string {
  return String(Number(value.toPrecision(digits)));
}

/** A number that fits a cell of the grid. */
export function cellText(value: number): string {
  const text = shortNumber(value);
  if (text.length <= 8) return text;
  return Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6 ? value.toExponential(2) : shortNumber(value, 4);
}
