import fc from 'fast-check';
import type { Boundary, DType } from '../../src/base/types.ts';
import { modes } from '../conformance/cases/geometry.ts';
import { contentsOf, elements, firstDifference, inMemory, scene } from '../zarr/arrays.ts';
import { callCode } from './code.ts';
import { attempt, codeOf, describeError } from './outcome.ts';

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
    readonly stride: readonly [number, number];
    readonly dilation: readonly [number, number];
    readonly delta: number;
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
      stride: sides(3),
      dilation: sides(2),
      delta: fc.constantFrom(0, 0, 10, 1 / 3),
    }),
  });
}

export function chunkedCode({ taps, options, ...array }: ChunkedSpec): string {
  return `// ${JSON.stringify(array)}\n${callCode('convolveZarr', [taps, options])}`;
}

/** The same bits, or an error of the same code, as of the call for the whole array. */
export async function judgeChunked(spec: ChunkedSpec): Promise<string | null> {
  const { dtype, shape, chunkShape, resultShape, taps } = spec;
  const { boundary, stride, dilation, ...rest } = spec.options;
  const options = {
    ...rest,
    boundary: [...boundary] as [Boundary, Boundary],
    stride: [...stride] as [number, number],
    dilation: [...dilation] as [number, number],
  };
  const whole = elements(shape, dtype);
  const inOne = attempt(() => inMemory(whole, taps, options));
  const inChunks = await scene(whole, dtype, chunkShape, taps, { ...options, chunkShape: resultShape })
    .then(async ({ output, convolve }) => ({ output, method: (await convolve()).method }))
    .catch((error: unknown) => ({ error }));
  if ('error' in inChunks) {
    const refusal = refusalOf(inChunks.error);
    // Then inputs are swapped, which chunks cannot be.
    if (refusal === 'ERR_SIZE' && isSwapped(spec)) return null;
    if ('value' in inOne) return `only chunks are refused: ${refusal}`;
    return refusalOf(inOne.error) === refusal ? null : `${refusal}, or ${refusalOf(inOne.error)}`;
  }
  if ('error' in inOne) return `only the whole call is refused: ${refusalOf(inOne.error)}`;
  const { output, method } = inChunks;
  const expected = inMemory(whole, taps, { ...options, method });
  return firstDifference(await contentsOf(output), expected) ?? null;
}

function refusalOf(error: unknown): string {
  return codeOf(error) ?? describeError(error);
}

function isSwapped({ taps, shape, options: { mode, dilation } }: ChunkedSpec): boolean {
  const lengths = [taps.length, taps[0]!.length];
  return (
    mode === 'valid' && lengths.every((length, axis) => (length - 1) * dilation[axis]! + 1 >= shape[axis]!)
  );
}
