import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseList, parseNumber } from '../../demo/playground/src/kernel/numbers.ts';
import { parseKernel } from '../../demo/playground/src/kernel/parse.ts';

describe('numbers as text', () => {
  it.each([
    ['1', 1],
    ['-2.5', -2.5],
    ['+3.', 3],
    ['.5', 0.5],
    ['1,5', 1.5],
    ['1e-3', 1e-3],
    ['1/8', 0.125],
    [' -1 / 4 ', -0.25],
    ['\u22122', -2],
  ])('reads %j', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each([
    ['abc', '"abc" is not a number.'],
    ['1e999', '"1e999" is too large: numbers go up to 1.7e308.'],
    ['1/0', 'A number cannot be divided by 0.'],
    ['1,5,2', '"1,5,2" is not a number.'],
    ['1/2/3', '"1/2/3" is not a number.'],
    ['0x10', '"0x10" is not a number.'],
    ['NaN', '"NaN" is not a number.'],
    ['a very long text that is no number', '"a very long text tha..." is not a number.'],
    ['  ', 'A number is missing.'],
  ])('refuses %j', (text, sentence) => {
    expect(() => parseNumber(text)).toThrow(sentence);
  });

  it('reads lists with any separators and brackets', () => {
    for (const text of ['1, 2, -3', '1 2 -3', '[1; 2; -3]', '[[1],\n [2],\n [-3]]', '1\t2\t-3', '1,2,-3,']) {
      expect(parseList(text)).toEqual([1, 2, -3]);
    }
    expect(() => parseList('[]')).toThrow('A number is missing.');
  });
});

const square = [
  [1, 2],
  [3, 4],
];

describe('kernels as text', () => {
  it.each([
    'np.array([[1, 2], [3, 4]])',
    'k = numpy.array([[1, 2],\n  [3, 4],])',
    'array([[ 1.,  2.],\n       [ 3.,  4.]], dtype=float32)',
    'np.asarray([[1, 2], [3, 4]], dtype=np.float64)',
    '[[1 2]\n [3 4]]',
    '[[1. 2.]\n [3. 4.]]',
    '[1 2; 3 4]',
    'K = [1, 2; 3, 4];',
    '[1 2\n 3 4]',
    '[1 ...\n 2; 3 4]',
    '[[1,2],[3,4]]',
    'const kernel = [[1, 2], [3, 4]];',
    '{{1, 2}, {3, 4}}',
    '1,2\n3,4',
    '1\t2\r\n3\t4\r\n',
    '1 2\n3 4',
    '[2 4; 6 8]/2',
    '1/2*[2 4; 6 8]',
    '0.5 .* [2 4; 6 8]',
    '(1/2) * np.array([[2, 4], [6, 8]])',
    'np.array([[2, 4], [6, 8]]) / 2',
    '[[0.5, 1], [1.5, 2]] * 2',
  ])('reads %j', (text) => {
    expect(parseKernel(text)).toEqual(square);
  });

  it.each([
    ['ones(2)/4', Array(2).fill([0.25, 0.25])],
    ['np.ones((1, 3))', [[1, 1, 1]]],
    ['zeros(2, 1)', [[0], [0]]],
    [
      'eye(2)',
      [
        [1, 0],
        [0, 1],
      ],
    ],
    ['[1, 2, 3]', [[1, 2, 3]]],
    ['[1; 2]', [[1], [2]]],
    ['[1/3 -1/3]', [[1 / 3, -1 / 3]]],
    ['7', [[7]]],
  ])('reads %j', (text, rows) => {
    expect(parseKernel(text)).toEqual(rows);
  });

  it.each([
    ['[[1, 2, 3, 4], [1, 2, 3]]', 'Row 1 has 3 numbers, row 0 has 4.'],
    ['1 2\n3', 'Row 1 has 1 number, row 0 has 2.'],
    ['[1 abc; 3 4]', '"abc" is not a number.'],
    ['a b\nc d', '"a" is not a number.'],
    ['1,,2', 'A number is missing.'],
    ['', 'There is no number in this text.'],
    ['[[]]', 'There is no number in this text.'],
    ['[[1, 2], [3, 4]', 'A bracket is missing.'],
    ['[[[1, 2]]]', 'A kernel is a list of rows, and each row is a list of numbers.'],
    ['[[1, 2], 3]', 'A kernel is a list of rows, and each row is a list of numbers.'],
    ['[1 2; 3 4]/0', 'A kernel cannot be divided by 0.'],
    ['ones(1000000)', 'The playground takes kernels of up to 31 x 31 taps.'],
    ['ones(1.5)', 'A size is a whole number of at least 1.'],
    ['magic(3)', '"magic(3)" is not a number.'],
  ])('refuses %j', (text, sentence) => {
    expect(() => parseKernel(text)).toThrow(sentence);
  });

  const rows = fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
    .chain(([height, width]) => {
      const tap = fc.double({ noNaN: true, noDefaultInfinity: true });
      const row = fc.array(tap, { minLength: width, maxLength: width });
      return fc.array(row, { minLength: height, maxLength: height });
    });
  const notations: { readonly [name: string]: (rows: number[][]) => string } = {
    JSON: (rows) => JSON.stringify(rows),
    'indented JSON': (rows) => JSON.stringify(rows, null, 2),
    NumPy: (rows) => `np.array([${rows.map((row) => `[${row.join(', ')}]`).join(',\n          ')}])`,
    'printed NumPy': (rows) => `[${rows.map((row) => `[${row.join(' ')}]`).join('\n ')}]`,
    MATLAB: (rows) => `[${rows.map((row) => row.join(' ')).join('; ')}]`,
    CSV: (rows) => rows.map((row) => row.join(',')).join('\r\n'),
    TSV: (rows) => rows.map((row) => row.join('\t')).join('\n'),
  };

  it.each(Object.keys(notations))('reads back what %s writes', (name) => {
    fc.assert(
      fc.property(rows, (written) => {
        // None of the notations writes the sign of 0.
        expect(parseKernel(notations[name]!(written))).toEqual(
          written.map((row) => row.map((tap) => tap + 0)),
        );
      }),
    );
  });

  it('gives a kernel or a sentence for any text', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(...'[]{}(),;/*. \n\t-1e2anp=') }),
      fc
        .array(fc.constantFrom('np.array(', 'ones(', '[[', ']]', '1', ' ', ',', ')', ']', '/9', '1/9*'), {
          maxLength: 12,
        })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (text) => {
        try {
          const rows = parseKernel(text);
          expect(rows.length).toBeGreaterThan(0);
          expect(new Set(rows.map((row) => row.length)).size).toBe(1);
        } catch (error) {
          expect((error as Error).constructor.name).toBe('ParseError');
          expect((error as Error).message).toMatch(/^["A-Z].*\.$/s);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
