import fc from 'fast-check';
import type { Boundary, DType } from '../../src/base/types.ts';
import { modes } from '../conformance/cases/geometry.ts';
import { contentsOf, elements, firstDifference, inMemory, scene } from '../zarr/arrays.ts';
import { callCode } from './code.ts';
import { codeOf, describeError } from './outcome.ts';

/** An array in chunks, as plain data. */
export interface ChunkedSpec {
  readonly dtype: DType;
  readonly shape: readonly [number, number];
  readonly chunkShape: readonly [number, number];
  /** Of the output. */
  readonly resultShape: readonly [number, number];
  readonly taps: number[][];
  readonly options: {
    readonly mode: (typeof modes)[number];
    readonly boundary: readonly [Boundary, Boundary];
    readonly operation: 'convolve2d' | 'correlate2d';
  };
}

const boundary = fc.constantFrom<Boundary>('fill', 'wrap', 'symm', 'reflect', 'edge');

export function chunkedCalls(): fc.Arbitrary<ChunkedSpec> {
  const tap = fc.constantFrom(0, 1, -2, 0.5, 0.1, 1 / 3);
  const side = fc.integer({ min: 1, max: 7 });
  const sides = (max: number) => fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 1, max }));
  const taps = fc.tuple(side, side).chain(([rows, columns]) =>
    fc.array(fc.array(tap, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );
  return fc.record({
    dtype: fc.constantFrom<DType>('uint8', 'int16', 'float32', 'float64'),
    shape: sides(24),
    // Not so many that a case takes long.
    chunkShape: fc.tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 3, max: 9 })),
    resultShape: fc.tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 3, max: 9 })),
    taps,
    options: fc.record({
      mode: fc.constantFrom(...modes),
      boundary: fc.tuple(boundary, boundary),
      operation: fc.constantFrom('convolve2d' as const, 'correlate2d' as const),
    }),
  });
}

export function chunkedCode({ taps, options, ...array }: ChunkedSpec): string {
  return `// ${JSON.stringify(array)}\n${callCode('convolveZarr', [taps, options])}`;
}

/** The same bits, or an error of the same code, as of the call for the whole array. */
export async function judgeChunked(spec: ChunkedSpec): Promise<string | null> {
  const { dtype, shape, chunkShape, resultShape, taps } = spec;
  const options = { ...spec.options, boundary: [...spec.options.boundary] as [Boundary, Boundary] };
  const whole = elements(shape, dtype);
  const refusalOf = (error: unknown) => codeOf(error) ?? describeError(error);
  let refusal: string | undefined;
  try {
    const { output, convolve } = await scene(whole, dtype, chunkShape, taps, {
      ...options,
      chunkShape: resultShape,
    });
    const { method } = await convolve();
    const difference = firstDifference(
      await contentsOf(output),
      inMemory(whole, taps, { ...options, method }),
    );
    return difference ?? null;
  } catch (error) {
    refusal = refusalOf(error);
  }
  // Then inputs are swapped, which chunks cannot be.
  const isSwapped = options.mode === 'valid' && (taps.length > shape[0] || taps[0]!.length > shape[1]);
  if (isSwapped && refusal === 'ERR_SIZE') return null;
  try {
    inMemory(whole, taps, options);
    return `only chunks are refused: ${refusal}`;
  } catch (error) {
    return refusalOf(error) === refusal ? null : `${refusal}, or ${refusalOf(error)}`;
  }
}
