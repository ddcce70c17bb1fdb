import fc from 'fast-check';
import type { BackendName, DType, Image, NdArray, OutContainer } from '../../src/base/types.ts';
import { allocate } from '../../src/index.ts';
import {
  arrayOf,
  dtypes,
  filled,
  layouts,
  nested,
  surroundingsIntact,
  viewOf,
} from '../support/containers.ts';
import { type Contents, contents, sourceOf } from './contents.ts';

/** An image as plain data. */
export interface ImageSpec {
  readonly container: 'rows' | 'view' | 'pixels' | 'resident';
  readonly rows: number;
  readonly cols: number;
  readonly channels: number;
  readonly dtype: DType;
  /** Index into the layouts of test/containers.ts. */
  readonly layout: number;
  readonly contents: Contents;
}

/** A place for a result, as plain data. */
export interface OutSpec {
  readonly container: 'rows' | 'view' | 'pixels' | 'resident' | 'array';
  readonly dtype: DType;
  readonly layout: number;
}

export const elementTypes = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<DType>('float32', 'float64', 'uint8', 'uint8clamped') },
  { weight: 2, arbitrary: fc.constantFrom(...dtypes) },
);

const length = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 90 }) },
);

export function images(): fc.Arbitrary<ImageSpec> {
  return fc
    .record({
      container: fc.constantFrom<ImageSpec['container']>('view', 'view', 'pixels', 'rows', 'resident'),
      rows: length,
      cols: length,
      channels: fc.constantFrom(1, 1, 4, 3, 2, 5),
      dtype: elementTypes,
      layout: fc.nat(layouts.length - 1),
      contents: contents(),
    })
    .map((spec) => (spec.container === 'rows' ? { ...spec, channels: 1, dtype: 'float64' as const } : spec));
}

export function outs(): fc.Arbitrary<OutSpec | undefined> {
  const spec = fc.record({
    container: fc.constantFrom<OutSpec['container']>('view', 'array', 'pixels', 'rows', 'resident'),
    dtype: elementTypes,
    layout: fc.nat(layouts.length - 1),
  });
  return fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: spec });
}

/** One channel has a shape of two numbers. */
function shapeOf({ rows, cols, channels }: Pick<ImageSpec, 'rows' | 'cols' | 'channels'>): number[] {
  return channels === 1 ? [rows, cols] : [rows, cols, channels];
}

export function buildImage(spec: ImageSpec, backend: BackendName): Image {
  const { container, rows, cols, channels, dtype, contents, layout } = spec;
  const next = sourceOf(contents, dtype);
  if (container === 'rows') return nested(rows, cols, next);
  if (container === 'view') return filled(shapeOf(spec), dtype, next, layouts[layout]);
  if (container === 'resident') {
    const image = allocate(shapeOf(spec), dtype, { backend });
    const { data } = image;
    for (let i = 0; i < data.length; i++) data[i] = next();
    return image;
  }
  const { data } = filled([rows, cols, channels], dtype, next);
  return { data, width: cols, height: rows, channels };
}

/** What a new `out` holds, so that a write shows. */
const UNWRITTEN = 99;

export interface Receiver {
  readonly out: OutContainer;
  /** Whether nothing beside its own elements was written. */
  intact(): boolean;
  /** Whether nothing was written at all. */
  untouched(): boolean;
}

export function buildOut(
  { container, layout }: Pick<OutSpec, 'container' | 'layout'>,
  shape: Pick<ImageSpec, 'rows' | 'cols' | 'channels'>,
  dtype: DType,
  backend: BackendName,
): Receiver {
  const { rows, cols, channels } = shape;
  if (container === 'rows' && channels === 1) {
    const out = nested(rows, cols, () => UNWRITTEN);
    return {
      out,
      intact: () => out.length === rows && out.every((row) => row.length === cols),
      untouched: () => out.every((row) => row.every((value) => value === UNWRITTEN)),
    };
  }
  if (container === 'resident') {
    const out = allocate(shapeOf(shape), dtype, { backend });
    out.data.fill(UNWRITTEN);
    return { out, intact: () => true, untouched: () => out.data.every((value) => value === UNWRITTEN) };
  }
  const place = container === 'view' ? layouts[layout] : layouts[0];
  const view: NdArray = viewOf(shapeOf(shape), dtype, place);
  const whole = new arrayOf[dtype](view.data.buffer as ArrayBuffer);
  const before = whole.slice();
  const out =
    container === 'array'
      ? view.data
      : container === 'pixels'
        ? { data: view.data, width: cols, height: rows, channels }
        : view;
  return {
    out,
    intact: () => surroundingsIntact(view),
    untouched: () => whole.every((value, index) => value === before[index]),
  };
}
