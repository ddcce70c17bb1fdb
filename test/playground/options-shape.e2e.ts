import { convolve2d, correlate2d, type Kernel } from 'convolve-wasm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sceneOf } from '../../demo/playground/src/engine/scene.ts';
import { shapeOf } from '../../demo/playground/src/options/shape.ts';
import { initialState, type State } from '../../demo/playground/src/state/state.ts';

const pairOf = <T>(item: fc.Arbitrary<T>) => fc.tuple(item, item);
const length = fc.integer({ min: 1, max: 12 });

const states: fc.Arbitrary<State> = fc
  .record({
    size: pairOf(fc.integer({ min: 1, max: 6 })),
    operation: fc.constantFrom('convolve2d' as const, 'correlate2d' as const),
    mode: fc.constantFrom('full' as const, 'same' as const, 'valid' as const, 'padding' as const),
    padding: pairOf(pairOf(fc.nat(4))),
    stride: pairOf(fc.integer({ min: 1, max: 4 })),
    dilation: pairOf(fc.integer({ min: 1, max: 3 })),
  })
  .map(({ size: [rows, columns], ...options }) => ({
    ...initialState,
    ...options,
    kernel: { from: 'grid', rows: Array.from({ length: rows }, () => Array(columns).fill(1)) },
  }));

it('gives the shape of the package, by a formula whose numbers come to it', () => {
  let shapes = 0;
  fc.assert(
    fc.property(states, pairOf(length), (state, picture) => {
      const shape = shapeOf(state, picture);
      const expected = packagesShape(state, picture);
      expect(shape && [shape.rows.results, shape.columns.results]).toEqual(expected);
      if (!shape) return;
      shapes++;
      for (const { formula, results } of [shape.rows, shape.columns])
        expect(evaluated(formula)).toBe(results);
    }),
    { numRuns: 1000 },
  );
  expect(shapes).toBeGreaterThan(500);
});

/** Null where the package refuses the call. */
function packagesShape(state: State, [rows, columns]: readonly [number, number]): number[] | null {
  const { kernel, options, operation } = sceneOf(state);
  const image = { data: new Float32Array(rows * columns), shape: [rows, columns] };
  try {
    return { convolve2d, correlate2d }[operation](image, kernel as Kernel, options).shape;
  } catch {
    return null;
  }
}

/** `⌊(512 + 1 + 1 − 3) / 1⌋ + 1 = 512`, without what it says it comes to. */
function evaluated(formula: string): number {
  const numbers = /^⌊\((\d+) \+ (\d+) \+ (\d+) − (\d+)\) \/ (\d+)⌋ \+ 1 = \d+$/.exec(formula)!;
  const [length, before, after, extent, stride] = numbers.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return Math.floor((length + before + after - extent) / stride) + 1;
}
