import fc from 'fast-check';
import type { Boundary, DType } from '../../src/base/types.ts';
import { modes } from '../conformance/cases/geometry.ts';
import { poolOf } from '../pool/pools.ts';
import { byPieces, chunksOf, collect, isSame, seekable, whole } from '../stream/streams.ts';
import { noise } from '../support/noise.ts';
import { callCode } from './code.ts';
import { attempt, codeOf, describeError, type Outcome } from './outcome.ts';

/** A picture that is filtered row by row, as plain data. */
export interface StreamedSpec {
  readonly dtype: DType;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly taps: readonly (readonly number[])[];
  readonly options: { readonly boundary: readonly [Boundary, Boundary]; readonly [name: string]: unknown };
  /** Lengths of chunks, in turn. */
  readonly chunks: readonly number[];
  readonly isSeekable: boolean;
  readonly isPooled: boolean;
}

const boundary = fc.constantFrom<Boundary>('fill', 'wrap', 'symm', 'reflect', 'edge');
const step = fc.oneof(
  { weight: 3, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }) },
);

export function streamedCalls(): fc.Arbitrary<StreamedSpec> {
  const tap = fc.constantFrom(0, 1, -2, 0.5, 0.1, 1 / 3);
  const side = fc.integer({ min: 1, max: 7 });
  const taps = fc.tuple(side, side).chain(([rows, columns]) =>
    fc.array(fc.array(tap, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );
  return fc.record({
    dtype: fc.constantFrom<DType>('uint8', 'int16', 'float32', 'float64'),
    width: fc.integer({ min: 1, max: 12 }),
    height: fc.integer({ min: 1, max: 60 }),
    channels: fc.integer({ min: 1, max: 4 }),
    taps,
    options: fc.record({
      mode: fc.constantFrom(...modes),
      boundary: fc.tuple(boundary, boundary),
      stride: fc.tuple(step, step),
      dilation: fc.tuple(step, step),
      delta: fc.constantFrom(0, 0.5, -3),
      method: fc.constantFrom('auto', 'direct'),
    }),
    chunks: fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 4 }),
    isSeekable: fc.boolean(),
    isPooled: fc.boolean(),
  });
}

export function streamedCode({
  taps,
  options,
  width,
  height,
  channels,
  dtype,
  ...how
}: StreamedSpec): string {
  return `// ${dtype}, ${JSON.stringify(how)}\n${callCode('convolveRows', [taps, { width, height, channels, ...options }])}`;
}

let pool: ReturnType<typeof poolOf> | undefined;

/** The same bits, or an error of the same code, as of the call for the whole image. */
export async function judgeStreamed(spec: StreamedSpec): Promise<string | null> {
  const { dtype, width, height, channels, taps, options, isPooled } = spec;
  const image = { data: noise(dtype, [height, width, channels]).data, width, height, channels };
  const expected = attempt(() => whole(image, taps, options));
  // Of a stream the last rows cannot come first.
  const isSeekable = spec.isSeekable || options.boundary[0] === 'wrap';
  const rows = isSeekable ? seekable(image) : chunksOf(image, spec.chunks);
  const given = { width, channels, ...(!isSeekable && { height }), ...options };
  if (isPooled) pool ??= poolOf({ threads: 2 });
  const run = async () => collect(byPieces(rows, taps, isPooled ? { ...given, pool } : given));
  const outcome: Outcome<Awaited<ReturnType<typeof collect>>> = await run().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in expected) {
    if (!('error' in outcome)) return `only the whole call throws ${describeError(expected.error)}`;
    const isSameCode = codeOf(outcome.error) === codeOf(expected.error);
    return isSameCode ? null : `${describeError(expected.error)}, or ${describeError(outcome.error)}`;
  }
  if ('error' in outcome) return `only the stream throws ${describeError(outcome.error)}`;
  return isSame(outcome.value, expected.value) ? null : 'not the results of the call for the whole image';
}
