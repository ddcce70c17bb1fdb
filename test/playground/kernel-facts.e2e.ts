import { correlate2d, kernels } from 'convolve-wasm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumOfTaps } from '../../demo/playground/src/engine/taps.ts';
import { flipped, negated, resized, transposed, turned } from '../../demo/playground/src/kernel/change.ts';
import { checkKernel, kernelRows } from '../../demo/playground/src/kernel/kernel.ts';
import { rankOf } from '../../demo/playground/src/kernel/measure.ts';
import { type Parameter, presetNames, presetParameters } from '../../demo/playground/src/kernel/presets.ts';
import { scrubbed } from '../../demo/playground/src/kernel/scrub.ts';

describe('presets', () => {
  it('are all kernels of the package', () => {
    expect([...presetNames].sort()).toEqual(Object.keys(kernels).sort());
  });

  it.each(presetNames)('have parameters that the package takes: %s', (name) => {
    for (const parameter of presetParameters[name]) {
      for (const value of [parameter.low, parameter.high, middle(parameter)]) {
        const problem = problemWith(name, parameter, value);
        expect(problem ?? 'none').toMatch(/^none$|^This kernel has \d+ x \d+ taps/);
      }
    }
  });

  it('name the parameters of the package', () => {
    // The package refuses a name that it does not know, so these are no names of ours.
    expect(problemWith('gaussian', { ...presetParameters.gaussian[0]!, name: 'width' }, 1)).toContain(
      'width',
    );
  });

  it('give the kernels of the package', () => {
    const rows = kernelRows({ from: 'preset', name: 'gaussian', options: { sigma: [0, 1], order: [0, 1] } });
    expect(rows).toEqual([[...kernels.gaussian({ sigma: [0, 1], order: [0, 1] }).data]]);
    const column = kernelRows({ from: 'preset', name: 'gaussian1d', options: { size: 3 }, isColumn: true });
    expect(column).toEqual([[0.25], [0.5], [0.25]]);
  });
});

function middle({ low, step }: Parameter): number {
  return low + 2 * step;
}

function problemWith(name: string, { name: option, unit = 1 }: Parameter, value: number): string | null {
  const checked = checkKernel({ from: 'preset', name, options: { [option]: value * unit } });
  return 'problem' in checked ? checked.problem : null;
}

describe('rank and sum', () => {
  it.each([
    [
      [
        [0, 0],
        [0, 0],
      ],
      0,
    ],
    [
      [
        [1, 2],
        [2, 4],
      ],
      1,
    ],
    [
      [
        [1, 2],
        [3, 4],
      ],
      2,
    ],
    [
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
      2,
    ],
    [
      [
        [1e-300, 0],
        [0, 1e-300],
      ],
      2,
    ],
    [[[1, 1, 1]], 1],
  ])('of %j', (rows, rank) => {
    expect(rankOf(rows)).toBe(rank);
  });

  it('is 1 for outer products, and at most the number of products', () => {
    const taps = fc.array(
      fc.double({ min: -10, max: 10, noNaN: true }).filter((tap) => Math.abs(tap) > 1e-3),
      {
        minLength: 1,
        maxLength: 31,
      },
    );
    fc.assert(
      fc.property(taps, taps, (column, row) => {
        expect(rankOf(kernelRows({ from: 'outer', column, row }))).toBe(1);
      }),
    );
  });

  it.each([
    ['gaussian', 1],
    ['box', 1],
    ['laplacian', 2],
    ['laplacianOfGaussian', 2],
    ['emboss', 3],
  ] as const)('of the preset %s', (name, rank) => {
    expect(rankOf(kernelRows({ from: 'preset', name, options: {} }))).toBe(rank);
  });

  it('takes rounding errors of taps that cancel for 0', () => {
    expect(sumOfTaps([0.1, 0.2, -0.3])).toBe(0);
    expect(sumOfTaps([0.1, 0.2, -0.2])).toBeCloseTo(0.1, 15);
  });

  it.each([1e-15, 1e-9, 1.9e-8, 2.1e-8, 1e-3])(
    'is 0 where the package does not divide by it: 1 - 1 + %d',
    (rest) => {
      const taps = [1, -1, rest];
      const options = { mode: 'valid', normalize: true } as const;
      const [[divided]] = correlate2d([[1, 0, 0]], [taps], options) as [[number]];
      expect(divided === 1).toBe(sumOfTaps(taps) === 0);
    },
  );
});

describe('changes', () => {
  const rows = [
    [1, 2, 3],
    [4, 5, 6],
  ];

  it('turn, transpose and negate', () => {
    expect(transposed(rows)).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(turned(rows)).toEqual([
      [4, 1],
      [5, 2],
      [6, 3],
    ]);
    expect(flipped(rows)).toEqual(turned(turned(rows)));
    expect(negated([[1, 0]])).toEqual([[-1, 0]]);
    expect(resized(rows, 1, 4)).toEqual([[1, 2, 3, 0]]);
  });

  it('scrub in steps of a tenth, without the digits of rounding errors', () => {
    expect(scrubbed(-1, 40, 2, false)).toBe(0);
    expect(scrubbed(0, 12, 1, false)).toBe(0.3);
    expect(scrubbed(0, -12, 1, true)).toBe(-0.03);
    expect(scrubbed(0, 4, 0, false)).toBe(0.1);
    expect(scrubbed(0, 4, 0.04, false)).toBe(0.001);
  });
});
