import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Backend } from '../../src/backend/backend.ts';
import type { Accumulator } from '../../src/base/dtype.ts';
import type { ConvolveOptions } from '../../src/base/types.ts';
import { jsLoader } from '../../src/js/backend.ts';
import { fourierBound } from '../../src/plan/bound.ts';
import { choose } from '../../src/plan/choose.ts';
import { type FourierShape, fourierPlan, TILE_BYTES } from '../../src/plan/fourier.ts';
import { agreedRates } from '../../src/plan/rates.ts';
import { type Transform, transforms } from '../../src/plan/transform.ts';
import { UNIT_ROUNDOFF } from '../../src/problem/exactness.ts';
import { relaxedLoader, wasmLoader } from '../../src/wasm/backend.ts';
import { contents, greatestError, type Sample, sample } from '../support/accuracy.ts';
import { mayBeMissing } from '../support/backends.ts';

vi.setConfig({ testTimeout: 60_000 });

const loaders = [jsLoader, wasmLoader, relaxedLoader];
const accumulators: readonly Accumulator[] = ['float32', 'float64'];
const { tiny: _tiny, huge: _huge, ...images } = contents;

/** Contents of images and kernels, in pairs: each with each. */
const pairs = Object.entries(images).flatMap(([image, pixels]) =>
  Object.entries(contents).map(([kernel, taps]) => ({
    name: `${image}, ${kernel}`,
    sources: [pixels, taps] as const,
  })),
);

function transformOf(length: number): Transform {
  return transforms.find((transform) => transform.length === length)!;
}

/** One block or a pair of them, of rows that are transformed or correlated. */
function shapesOf({ problem }: Sample, accumulator: Accumulator, vertical: Transform): FourierShape[] {
  const { output, kernel, image } = problem;
  const group = TILE_BYTES / (accumulator === 'float32' ? 4 : 8);
  const fitting = vertical.length - kernel.rows + 1;
  const paired = output.rows > fitting;
  const blockRows = paired ? fitting : output.rows;
  const rowLength = output.columns * image.channels;
  const reach = (kernel.columns - 1) * image.channels;
  return [null, ...[48, 64, 216].map(transformOf)].flatMap((horizontal) => {
    const room = horizontal ? horizontal.length - reach : 32;
    const blockColumns = horizontal && room >= rowLength ? rowLength : room - (room % group);
    return blockColumns > 0 ? [{ vertical, blockRows, paired, horizontal, blockColumns }] : [];
  });
}

describe.each(loaders)('$name', ({ name, load }) => {
  describe.skipIf(mayBeMissing(name))('is off by no more than the bound', () => {
    let backend: Backend;
    beforeAll(() => {
      backend = load();
    });

    it.each(accumulators)('with Fourier transforms of every length up to 288, in %s', (accumulator) => {
      const constant = fourierBound(accumulator) / UNIT_ROUNDOFF[accumulator];
      let greatest = { error: 0, of: '' };
      for (const vertical of transforms.filter(({ length }) => length <= 288)) {
        const taps = [Math.max(1, vertical.length >> 2), 9] as const;
        for (const [n, { name, sources }] of pairs.entries()) {
          const rows = n % 2 === 0 ? Math.min(300, 2 * vertical.length) : vertical.length - taps[0];
          const problem = sample([rows, 40, 1], taps, accumulator, sources, { mode: 'same' });
          const shapes = shapesOf(problem, accumulator, vertical);
          const shape = shapes[(n + vertical.length) % shapes.length]!;
          const plan = fourierPlan(problem.problem, shape, accumulator, false, 0);
          const error = greatestError(problem, plan, backend);
          expect(error, `${name}, ${vertical.length}`).toBeLessThan(constant);
          if (error > greatest.error) greatest = { error, of: `${name}, ${vertical.length}` };
        }
      }
      // The bound is a few times what was measured, and not idle.
      expect(greatest.error, greatest.of).toBeLessThan(constant / 3);
      expect(greatest.error, greatest.of).toBeGreaterThan(name === 'js' ? 0.5 : constant / 20);
    });

    const settings: [
      string,
      readonly [number, number, number],
      readonly [number, number],
      ConvolveOptions,
    ][] = [
      ['same', [60, 50, 1], [15, 13], { mode: 'same' }],
      ['full', [40, 30, 3], [9, 21], {}],
      ['strided', [70, 90, 1], [13, 11], { mode: 'same', stride: [2, 3] }],
      ['dilated', [70, 60, 2], [9, 7], { mode: 'same', dilation: [2, 3] }],
      ['a row', [1, 700, 1], [1, 200], { mode: 'same' }],
      ['a column', [700, 1, 1], [200, 1], { mode: 'same' }],
      ['a large kernel', [20, 24, 1], [45, 50], { mode: 'same' }],
    ];

    it.each(settings)('by each method as chosen: %s', (_, image, kernel, options) => {
      const applied = { direct: 0, separable: 0, fft: 0 };
      for (const accumulator of accumulators) {
        for (const { name: contentsName, sources } of pairs) {
          const problem = sample(image, kernel, accumulator, sources, options);
          for (const method of ['direct', 'separable', 'fft'] as const) {
            const choice = chosen(problem, method, backend);
            if (!choice) continue;
            applied[method]++;
            const error = greatestError(problem, choice.plan, backend);
            expect(error, `${contentsName}, ${method}`).toBeLessThanOrEqual(
              choice.bound / UNIT_ROUNDOFF[accumulator],
            );
          }
        }
      }
      expect(applied.direct).toBe(2 * pairs.length);
      expect(applied.fft).toBe(2 * pairs.length);
      expect(applied.separable).toBeGreaterThan(5);
    });
  });
});

it.each([
  ['float32', [1, 1e-30, 1e-35, 1e-37, 1e-40, 0]],
  ['float64', [1, 1e-200, 1e-303, 1e-305, 1e-307, 0]],
] as const)('leaves no room for taps that underflow, in %s', (accumulator, scales) => {
  const methods = scales.map((scale) => {
    const taps = (seed: number) => {
      const next = images.noise!(seed);
      return () => next() * scale;
    };
    const problem = sample([120, 130, 1], [31, 31], accumulator, [images.noise!, taps], {});
    const choice = choose(problem.problem, { method: 'auto', rates: agreedRates, deterministic: false });
    for (const { load } of [jsLoader, wasmLoader]) {
      const error = greatestError(problem, choice.plan, load());
      if (scale > 0)
        expect(error, `${scale}, ${choice.plan.method}`).toBeLessThanOrEqual(
          choice.bound / UNIT_ROUNDOFF[accumulator],
        );
    }
    return choice.plan.method;
  });
  expect(methods[0]).toBe('fft');
  expect(methods[4]).toBe('direct');
});

function chosen({ problem }: Sample, method: 'direct' | 'separable' | 'fft', { rates }: Backend) {
  try {
    return choose(problem, { method, rates, deterministic: false });
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_METHOD' });
    return undefined;
  }
}
