import { expect, it } from 'vitest';
import { parseCsv, parseJson } from '../../src/cli/numbers.ts';

const rows = { data: Float64Array.of(1, -2.5, 300, 4, 5, 6), shape: [2, 3] };

it.each([
  ['commas', '1,-2.5,3e2\n4,5,6\n'],
  ['commas and spaces, without a last line break', '1, -2.5, 3e+2\n 4, 5, 6'],
  ['semicolons', '1;-2.5;300\n4;5;6\n'],
  ['tabs', '1\t-2.5\t300\n4\t5\t6\n'],
  ['spaces, as numpy.savetxt has them', '1.00e+00 -2.5e+00 3.00e+02\n4.00e+00 5 6\n'],
  ['several spaces', '  1  -2.5 300 \n  4     5   6 \n'],
  ['comments and empty lines', '# 1, 2\n1,-2.5,300\n\n4,5,6 # the end\n'],
  ['comments with commas, among spaces', '# 1, 2\n1 -2.5 300\n4 5 6\n'],
  ['a byte order mark and CRLF', '\u{feff}1,-2.5,300\r\n4,5,6\r\n'],
  ['quotes and points', '"1.","-2.5",+300\n4,5,6\n'],
])('reads %s', (_name, text) => {
  expect(parseCsv(text)).toEqual(rows);
});

it('reads what Python calls not a number and infinite', () => {
  expect([...parseCsv('nan,inf,-inf\n-NaN,Infinity,-Infinity').data]).toEqual([
    Number.NaN,
    Infinity,
    -Infinity,
    Number.NaN,
    Infinity,
    -Infinity,
  ]);
});

it.each([
  ['a word', '1,2\n3,x', 'expected a number, got "x" in row 2, column 2'],
  ['an empty cell', '1,2\n3,', 'expected a number, got "" in row 2, column 2'],
  ['a hexadecimal number', '0x10', 'expected a number, got "0x10" in row 1, column 1'],
  ['ragged rows', '1,2\n3', 'expected rows of equal length (2), got 1 in row 2'],
  ['nothing', '', 'expected rows of numbers'],
  ['nothing but comments', '# nothing\n', 'expected rows of numbers'],
])('refuses %s', (_name, text, message) => {
  expect(() => parseCsv(text)).toThrow(message);
});

it('reads rows written out', () => {
  expect(parseJson('[[1, -2.5, 3e2], [4, 5, 6]]')).toEqual(rows);
});

it.each([
  ['what is no JSON', '[[1, 2], [3', 'expected rows of numbers such as [[1, 2], [3, 4]]'],
  ['one row', '[1, 2]', 'expected rows of numbers such as [[1, 2], [3, 4]]'],
  ['an object', '{}', 'expected rows of numbers'],
  ['no rows', '[]', 'expected rows of numbers'],
  ['empty rows', '[[]]', 'expected at least one number'],
  ['a string', '[[1, "2"]]', 'expected a number, got "2" at [0][1]'],
  ['null', '[[1, null]]', 'expected a number, got null at [0][1]'],
  ['ragged rows', '[[1], [2, 3]]', 'expected rows of equal length (1), got 2 in row 2'],
])('refuses %s', (_name, text, message) => {
  expect(() => parseJson(text)).toThrow(message);
});
