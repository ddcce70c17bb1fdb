import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { convolve2d, correlate2d } from '../src/index.ts';
import type { BackendName, ConvolveOptions, Image, Operation } from '../src/types.ts';
import { backendNames, mayBeMissing } from './backends.ts';
import { caseFor, type Problem } from './cases/case.ts';
import { runCase } from './cases/check.ts';
import { boundaries, operations } from './cases/geometry.ts';
import { gridOf, rowsOf, valuesOf } from './containers.ts';
import { integerRows, problems } from './problems.ts';

vi.setConfig({ testTimeout: 60_000 });

type Rows = number[][];

const api = { convolve2d, correlate2d };

const image = integerRows({ rows: 9, cols: 40 });
const kernel = integerRows({ rows: 5, cols: 7 });
const operation = fc.constantFrom(...operations);
const boundary = fc.constantFrom(...boundaries);

/** Everything that any problem's answer must be. */
describe.each(backendNames)('on any problem, %s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('it', () => {
    it('agrees with the oracle: js and wasm to the bit, relaxed arithmetic within its bound', () => {
      holds(problems(), (problem) => {
        expect(runCase(api, caseFor(problem), { backend })).toBeNull();
      });
    });

    it('leaves image, kernel and options as they were', () => {
      holds(problems(), (problem) => {
        const before = structuredClone(problem);
        compute(problem, backend);
        expect(problem).toEqual(before);
      });
    });

    it('gives the same answer again', () => {
      holds(fc.tuple(problems(), problems()), ([problem, other]) => {
        const first = compute(problem, backend);
        compute(other, backend);
        expect(compute(problem, backend)).toEqual(first);
      });
    });

    it('gives the image back under a kernel of a single 1', () => {
      holds(problems(), ({ operation, image }) => {
        const result = compute({ operation, image, kernel: [[1]], options: {} }, backend);
        expect(valuesOf(result as Image)).toEqual(valuesOf(image));
      });
    });
  });
});

describe.each(['wasm', { deterministic: true }] as const)('%j', (choice) => {
  it('agrees with js to the bit', () => {
    const options = typeof choice === 'string' ? { backend: choice } : choice;
    holds(problems(), (problem) => {
      const actual = api[problem.operation](problem.image, problem.kernel, {
        method: 'direct',
        ...problem.options,
        ...options,
      });
      const direct = { ...problem, options: { method: 'direct', ...problem.options } } as const;
      expect(actual).toEqual(compute(direct, 'js'));
    });
  });
});

/** On integers in float64 arithmetic is exact, and the laws of algebra hold to the bit. */
describe.each(backendNames)('on integers, %s', (backend) => {
  const run = (operation: Operation, image: Rows, kernel: Rows, options: ConvolveOptions = {}) =>
    api[operation](image, kernel, { method: 'direct', ...options, backend }) as Rows;

  describe.skipIf(mayBeMissing(backend))('it', () => {
    it('is linear in the image', () => {
      holds(
        fc.tuple(operation, image, kernel, boundary, fc.nat(9)),
        ([operation, image, kernel, boundary, factor]) => {
          const other = mapped(image, (_, i, j) => ((i * 7 + j * 13) % 31) - 15);
          const sum = mapped(image, (x, i, j) => factor * x + other[i]![j]!);
          const [a, b] = [image, other].map((part) => run(operation, part, kernel, { boundary })) as [
            Rows,
            Rows,
          ];
          expect(run(operation, sum, kernel, { boundary })).toEqual(
            mapped(a, (x, i, j) => factor * x + b[i]![j]!),
          );
        },
      );
    });

    it('is linear in the kernel', () => {
      holds(fc.tuple(operation, image, kernel, boundary), ([operation, image, kernel, boundary]) => {
        const other = mapped(kernel, (_, i, j) => ((i * 11 + j * 5) % 17) - 8);
        const sum = mapped(kernel, (k, i, j) => 3 * k + other[i]![j]!);
        const [a, b] = [kernel, other].map((part) => run(operation, image, part, { boundary })) as [
          Rows,
          Rows,
        ];
        expect(run(operation, image, sum, { boundary })).toEqual(mapped(a, (x, i, j) => 3 * x + b[i]![j]!));
      });
    });

    it('moves the image with the 1 of a kernel', () => {
      const spot = fc.tuple(fc.nat(4), fc.nat(6));
      holds(fc.tuple(image, spot), ([image, [u, v]]) => {
        const kernel = Array.from({ length: 5 }, (_, i) =>
          Array.from({ length: 7 }, (_, j) => +(i === u && j === v)),
        );
        const moved = (down: number, right: number) =>
          Array.from({ length: image.length + 4 }, (_, i) =>
            Array.from({ length: image[0]!.length + 6 }, (_, j) => image[i - down]?.[j - right] ?? 0),
          );
        expect(run('convolve2d', image, kernel)).toEqual(moved(u, v));
        expect(run('correlate2d', image, kernel)).toEqual(moved(4 - u, 6 - v));
      });
    });

    it('moves its answer with an image that wraps round', () => {
      const shift = fc.tuple(fc.nat(8), fc.nat(39));
      holds(fc.tuple(operation, image, kernel, shift), ([operation, image, kernel, [down, right]]) => {
        const options = { mode: 'same', boundary: 'wrap' } as const;
        expect(run(operation, rolled(image, down, right), kernel, options)).toEqual(
          rolled(run(operation, image, kernel, options), down, right),
        );
      });
    });

    it('turns with image and kernel', () => {
      holds(fc.tuple(operation, image, kernel, boundary), ([operation, image, kernel, boundary]) => {
        expect(run(operation, rotated(image), rotated(kernel), { boundary })).toEqual(
          rotated(run(operation, image, kernel, { boundary })),
        );
      });
    });

    it('lets operands trade places in mode valid', () => {
      holds(fc.tuple(kernel, fc.nat(4), fc.nat(20)), ([small, taller, wider]) => {
        const large = Array.from({ length: small.length + taller }, (_, i) =>
          Array.from({ length: small[0]!.length + wider }, (_, j) => ((i * 29 + j * 17) % 97) - 48),
        );
        const valid = { mode: 'valid' } as const;
        expect(run('convolve2d', small, large, valid)).toEqual(run('convolve2d', large, small, valid));
        expect(run('correlate2d', small, large, valid)).toEqual(
          rotated(run('correlate2d', large, small, valid)),
        );
      });
    });

    it('keeps every s-th result under a stride of s', () => {
      const stride = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 9 }));
      holds(
        fc.tuple(operation, image, kernel, boundary, stride),
        ([operation, image, kernel, boundary, stride]) => {
          const kept = run(operation, image, kernel, { boundary })
            .filter((_, i) => i % stride[0] === 0)
            .map((row) => row.filter((_, j) => j % stride[1] === 0));
          expect(run(operation, image, kernel, { boundary, stride })).toEqual(kept);
        },
      );
    });

    it('dilates a kernel by zeros between its elements', () => {
      const dilation = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }));
      holds(
        fc.tuple(operation, image, kernel, boundary, dilation),
        ([operation, image, kernel, boundary, dilation]) => {
          const [dy, dx] = dilation;
          const spread = Array.from({ length: (kernel.length - 1) * dy + 1 }, (_, i) =>
            Array.from({ length: (kernel[0]!.length - 1) * dx + 1 }, (_, j) => kernel[i / dy]?.[j / dx] ?? 0),
          );
          const options = { mode: 'same', boundary } as const;
          expect(run(operation, image, kernel, { ...options, dilation })).toEqual(
            run(operation, image, spread, options),
          );
        },
      );
    });
  });
});

describe.each(backendNames)('%s', (backend) => {
  it.skipIf(mayBeMissing(backend))('correlates as it convolves with the rotated kernel, to the bit', () => {
    holds(problems(), ({ image, kernel, options }) => {
      const sized = options.padding === undefined ? { ...options, mode: 'full' as const } : options;
      const turned = { image, kernel: rotated(rowsOf(kernel)), options: sized };
      expect(compute({ operation: 'convolve2d', ...turned }, backend)).toEqual(
        compute({ operation: 'correlate2d', image, kernel, options: sized }, backend),
      );
    });
  });
});

describe.each(['js', 'wasm'] as const)('%s', (backend) => {
  it('filters each channel as if it were alone, to the bit', () => {
    holds(problems(), ({ operation, image, kernel, options }) => {
      const settings = { dtype: 'float64', ...options } as const;
      const together = gridOf(compute({ operation, image, kernel, options: settings }, backend) as Image);
      const { rows, cols, channels, at } = gridOf(image);
      for (let c = 0; c < channels; c++) {
        const channel = Array.from({ length: rows }, (_, i) =>
          Array.from({ length: cols }, (_, j) => at(i, j, c)),
        );
        const alone = compute({ operation, image: channel, kernel, options: settings }, backend) as Rows;
        expect(mapped(alone, (_, i, j) => together.at(i, j, c))).toEqual(alone);
      }
    });
  });
});

function holds<T>(arbitrary: fc.Arbitrary<T>, law: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, law), { numRuns: 500 });
}

function compute({ operation, image, kernel, options }: Problem, backend: BackendName): unknown {
  return api[operation](image, kernel, { ...options, backend });
}

function mapped(rows: Rows, value: (x: number, i: number, j: number) => number): Rows {
  return rows.map((row, i) => row.map((x, j) => value(x, i, j)));
}

function rotated(rows: Rows): Rows {
  return rows.map((row) => [...row].reverse()).reverse();
}

function rolled(rows: Rows, down: number, right: number): Rows {
  const before = <T>(list: T[], index: number, by: number) =>
    list[(index + list.length - (by % list.length)) % list.length]!;
  return mapped(rows, (_, i, j) => before(before(rows, i, down), j, right));
}
