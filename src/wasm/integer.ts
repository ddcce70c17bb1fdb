import type { Prepared } from '../backend/backend.ts';
import { elementTypes } from '../base/dtype.ts';
import type { DType, TypedArray } from '../base/types.ts';
import type { RowSink } from '../io/view.ts';
import {
  type Finish,
  type IntegerKernel,
  type IntegerPlan,
  roundedTerms,
  valueOfRounded,
} from '../plan/integer.ts';
import { extent } from '../problem/geometry.ts';
import type { Rows } from './columns.ts';
import { type Engine, type Kernel, put, suffixes } from './engine.ts';
import { FlatRows } from './flat.ts';
import { oddLines, Pieces } from './heap.ts';

/** Computes rows of results, whose addresses are those of `to`, from the rows at `from`, of which there are `fromRows`. */
type Correlate = (from: Rows, fromRows: number, to: Rows, rows: number) => void;

/** A list of numbers in linear memory. */
interface Table {
  address(): number;
  /** Writes other numbers, as many as before. */
  write(values: ArrayLike<number>): void;
}

/** What kernels are set up with. */
interface Workplace {
  readonly plan: IntegerPlan;
  readonly kernel: (name: string) => Kernel;
  /** Numbers that stay. */
  table(type: 'int16' | 'int32', values: ArrayLike<number>): Table;
  /** Bytes that hold nothing from call to call: gives their address. */
  scratch(bytes: number): () => number;
  readonly left: Table;
  readonly right: Table;
}

export function prepareInteger(plan: IntegerPlan, engine: Engine): Prepared {
  const fixedPieces = new Pieces();
  const scratch = new Pieces();
  const unwritten: (() => void)[] = [];
  let fixed = 0;
  const table = (type: 'int16' | 'int32', values: ArrayLike<number>): Table => {
    const { array, bytes } = elementTypes[type];
    const offset = fixedPieces.take(values.length * bytes);
    const write = (numbers: ArrayLike<number>) => put(engine.buffer, fixed + offset, array, numbers);
    unwritten.push(() => write(values));
    return { address: () => fixed + offset, write };
  };
  const workplace: Workplace = {
    plan,
    kernel: (name) => engine.kernel(name),
    table,
    scratch(bytes) {
      const offset = scratch.take(bytes);
      return () => engine.scratch + offset;
    },
    left: table('int32', plan.leftMargin),
    right: table('int32', plan.rightMargin),
  };
  const rows = new FlatRows(plan, plan.storage, engine, scratch, plan.arithmetic === 'rounded');
  const correlate = arithmetics[plan.arithmetic];
  const kernels = plan.kernels.map((kernel) => correlate(kernel, workplace));
  const results = new IntegerResults(plan, engine, scratch);
  fixed = engine.claim(fixedPieces.bytes, scratch.bytes);
  for (const write of unwritten) write();
  return {
    plan,
    rows,
    fallback: null,
    bytes: fixedPieces.bytes,
    dispose: () => engine.heap.free(fixed),
    begin: () => 0,
    compute({ outputRow, outputRows, stagedRows }, kernel, sink) {
      const place = results.place(sink, outputRow);
      (kernels[kernel] as Correlate)(rows, stagedRows, place, outputRows);
      return 0;
    },
    isNearTie: () => false,
    deliver: ({ outputRow, outputRows }, _, sink) => results.deliver(sink, outputRow, outputRows),
  };
}

/** Where results go: straight into an image of linear memory, or into the scratch area and from there to the caller. */
class IntegerResults {
  readonly #plan: IntegerPlan;
  readonly #engine: Engine;
  readonly #results: number;

  constructor(plan: IntegerPlan, engine: Engine, scratch: Pieces) {
    this.#plan = plan;
    this.#engine = engine;
    const { bytes } = elementTypes[plan.result];
    this.#results = scratch.take(plan.strip.outputRows * plan.outputRowLength * bytes);
  }

  place(sink: RowSink, row: number): Rows {
    const { result, outputRowLength } = this.#plan;
    const { bytes } = elementTypes[result];
    const { view } = sink;
    const start = this.#engine.addressOf(view, result);
    if (view === null || start === undefined) {
      return { address: this.#engine.scratch + this.#results, pitchBytes: outputRowLength * bytes };
    }
    const pitchBytes = view.rowStride * bytes;
    return { address: start + row * pitchBytes, pitchBytes };
  }

  deliver(sink: RowSink, firstRow: number, rowCount: number): void {
    const { result, outputRowLength } = this.#plan;
    const { address } = this.place(sink, firstRow);
    if (address !== this.#engine.scratch + this.#results) return;
    const { array } = elementTypes[result];
    const from = new array(this.#engine.buffer, address, rowCount * outputRowLength) as TypedArray;
    sink.write(firstRow, rowCount, from, 0, outputRowLength);
  }
}

const arithmetics: {
  readonly [name in IntegerPlan['arithmetic']]: (kernel: IntegerKernel, at: Workplace) => Correlate;
} = {
  short: (kernel, at) => (kernel.taps ? shortDirect(kernel, at) : shortSeparable(kernel, at)),
  dot: (kernel, at) => (kernel.taps ? dotDirect(kernel, at) : dotSeparable(kernel, at)),
  rounded: roundedSeparable,
  box,
};

/** Arguments that all kernels have in common. */
function margins({ plan, left, right }: Workplace): number[] {
  return [left.address(), plan.leftMargin.length, right.address(), plan.rightMargin.length];
}

function results(to: Rows, rows: number, { plan }: Workplace): number[] {
  return [to.address, to.pitchBytes, rows, plan.outputRowLength];
}

function shortDirect(kernel: IntegerKernel, at: Workplace): Correlate {
  const { plan } = at;
  const run = at.kernel('shortDirect_u8');
  const { columns } = plan.kernel;
  const pitchBytes = oddLines(plan.stagedRowLength * 2);
  const taps = nonzero(kernel.taps as Float64Array, (i) => {
    const row = Math.floor(i / columns) * plan.tapRowStep;
    return row * pitchBytes + (plan.columnOffsets[i % columns] as number) * 2;
  });
  const offsets = at.table('int32', taps.offsets);
  const values = at.table('int16', taps.values);
  const finish = finishTable(kernel.finish, at);
  const reach = extent(plan.kernel.rows, plan.tapRowStep);
  const staged = at.scratch((plan.strip.outputRows + reach - 1) * pitchBytes);
  const sums = at.scratch(plan.outputRowLength * 2);
  return (from, _, to, rows) =>
    run(
      from.address,
      from.pitchBytes,
      plan.imageRowLength,
      ...margins(at),
      plan.fillvalue,
      staged(),
      pitchBytes,
      reach,
      offsets.address(),
      values.address(),
      taps.values.length,
      kernel.initial,
      sums(),
      finish.address(),
      ...results(to, rows, at),
    );
}

function shortSeparable(kernel: IntegerKernel, at: Workplace): Correlate {
  const { plan } = at;
  const run = at.kernel('shortSeparable_u8');
  const columns = nonzero(kernel.columns as Float64Array, (i) => i * plan.tapRowStep);
  const rows = nonzero(kernel.rows as Float64Array, (i) => (plan.columnOffsets[i] as number) * 2);
  const columnOffsets = rowOffsets(columns.offsets, at);
  const columnTaps = at.table('int16', columns.values);
  const rowPlaces = at.table('int32', rows.offsets);
  const rowTaps = at.table('int16', rows.values);
  const finish = finishTable(kernel.finish, at);
  const between = at.scratch(plan.stagedRowLength * 2);
  const sums = at.scratch(plan.outputRowLength * 2);
  const fill = columns.values.reduce((sum, tap) => sum + tap, 0) * plan.fillvalue;
  return (from, _, to, rowCount) =>
    run(
      from.address,
      from.pitchBytes,
      plan.imageRowLength,
      columnOffsets(from.pitchBytes),
      columnTaps.address(),
      columns.values.length,
      between(),
      ...margins(at),
      fill,
      rowPlaces.address(),
      rowTaps.address(),
      rows.values.length,
      kernel.initial,
      sums(),
      finish.address(),
      ...results(to, rowCount, at),
    );
}

/** What 16-bit elements of unsigned type are less than they stand for: see `Widen` in assembly/lanes. */
const UNSIGNED_OFFSET = 2 ** 15;

function dotDirect(kernel: IntegerKernel, at: Workplace): Correlate {
  const { plan } = at;
  const run = at.kernel(`dotDirect_${suffixes[plan.storage]}`);
  const { columns } = plan.kernel;
  const reach = extent(plan.kernel.rows, plan.tapRowStep);
  const pairRows = Math.ceil((reach + 1) / 2);
  const pitchBytes = oddLines(plan.stagedRowLength * 2);
  const given = kernel.taps as Float64Array;
  const tap = (row: number, column: number) =>
    row >= 0 && row < reach && row % plan.tapRowStep === 0
      ? (given[(row / plan.tapRowStep) * columns + column] as number)
      : 0;
  const places: number[] = [];
  const taps: number[] = [];
  for (let pair = 0; pair < pairRows; pair++) {
    for (let column = 0; column < columns; column++) {
      const four = [-1, 0, 1].map((row) => tap(2 * pair + row, column)) as [number, number, number];
      if (four.every((value) => value === 0)) continue;
      places.push(pair * 2 * pitchBytes + (plan.columnOffsets[column] as number) * 4);
      // Those of the upper row of results, and of the one below it.
      taps.push(four[1], four[2], four[0], four[1]);
    }
  }
  const offsets = at.table('int32', places);
  const values = at.table('int16', taps);
  const finish = finishTable(kernel.finish, at);
  const staged = at.scratch(2 * pitchBytes);
  const pairs = at.scratch((Math.ceil(plan.strip.outputRows / 2) + pairRows - 1) * 2 * pitchBytes);
  const sums = at.scratch(2 * plan.outputRowLength * 4);
  const isOffset = plan.storage === 'uint16';
  const initial = kernel.initial + (isOffset ? UNSIGNED_OFFSET * given.reduce((a, b) => a + b, 0) : 0);
  const fill = plan.fillvalue - (isOffset ? UNSIGNED_OFFSET : 0);
  return (from, fromRows, to, rows) =>
    run(
      from.address,
      from.pitchBytes,
      fromRows,
      plan.imageRowLength,
      ...margins(at),
      fill,
      staged(),
      pitchBytes,
      pairs(),
      pairRows,
      offsets.address(),
      values.address(),
      places.length,
      initial,
      sums(),
      finish.address(),
      ...results(to, rows, at),
    );
}

function dotSeparable(kernel: IntegerKernel, at: Workplace): Correlate {
  const { plan } = at;
  const run = at.kernel('dotSeparable_u8');
  const columns = kernel.columns as Float64Array;
  const rows = kernel.rows as Float64Array;
  const reach = extent(columns.length, plan.tapRowStep);
  const tap = (row: number) =>
    row >= 0 && row < reach && row % plan.tapRowStep === 0 ? (columns[row / plan.tapRowStep] as number) : 0;
  const pairRows = Math.ceil((reach + 1) / 2);
  const vertical = Array.from({ length: pairRows }, (_, pair) => {
    const [before, upper, lower] = [-1, 0, 1].map((row) => tap(2 * pair + row)) as [number, number, number];
    return [upper, lower, before, upper];
  }).flat();
  const columnTaps = at.table('int16', vertical);
  const rowPairs = Math.ceil(rows.length / 2);
  const places = at.table(
    'int32',
    Array.from({ length: rowPairs }, (_, pair) => 2 * pair * plan.columnStep * 4),
  );
  const rowTaps = at.table(
    'int16',
    Array.from({ length: 2 * rowPairs }, (_, i) => rows[i] ?? 0),
  );
  const finish = finishTable(kernel.finish, at);
  const pitchBytes = oddLines((plan.stagedRowLength + plan.columnStep) * 2);
  const between = at.scratch(2 * pitchBytes);
  const pairs = at.scratch(plan.stagedRowLength * 4);
  const sums = at.scratch(plan.outputRowLength * 4);
  const fill = columns.reduce((sum, value) => sum + value, 0) * plan.fillvalue;
  return (from, fromRows, to, rowCount) =>
    run(
      from.address,
      from.pitchBytes,
      fromRows,
      plan.imageRowLength,
      columnTaps.address(),
      pairRows,
      between(),
      pitchBytes,
      ...margins(at),
      fill,
      pairs(),
      plan.columnStep,
      places.address(),
      rowTaps.address(),
      rowPairs,
      kernel.initial,
      sums(),
      finish.address(),
      ...results(to, rowCount, at),
    );
}

/** Rows that `roundedSeparable` has at a time between its passes: BLOCK_ROWS in assembly/kernels/rounded-separable.ts. */
const BLOCK_ROWS = 8;

function roundedSeparable(kernel: IntegerKernel, at: Workplace): Correlate {
  const { plan } = at;
  const run = at.kernel('roundedSeparable_u8');
  const columns = roundedTerms(kernel.columns as Float64Array);
  const rows = roundedTerms(kernel.rows as Float64Array);
  const columnOffsets = rowOffsets(
    columns.map(({ place }) => place * plan.tapRowStep),
    at,
  );
  const columnMirrored = rowOffsets(
    columns.map(({ mirrored }) => mirrored && mirrored * plan.tapRowStep),
    at,
  );
  const tapsOf = (terms: typeof columns) =>
    at.table(
      'int16',
      terms.map(({ tap }) => tap),
    );
  const columnTaps = tapsOf(columns);
  const rowTaps = tapsOf(rows);
  const distance = (place: number) => (plan.columnOffsets[place] as number) * 2;
  const rowPlaces = at.table(
    'int32',
    rows.map(({ place }) => distance(place)),
  );
  const rowMirrored = at.table(
    'int32',
    rows.map(({ mirrored }) => (mirrored === null ? -1 : distance(mirrored))),
  );
  const finish = finishTable(kernel.finish, at);
  const pitchBytes = oddLines(plan.stagedRowLength * 2);
  const between = at.scratch(BLOCK_ROWS * pitchBytes);
  const sums = at.scratch(plan.outputRowLength * 2);
  const fill = valueOfRounded(columns, plan.fillvalue);
  return (from, _, to, rowCount) =>
    run(
      from.address,
      from.pitchBytes,
      plan.imageRowLength,
      columnOffsets(from.pitchBytes),
      columnMirrored(from.pitchBytes),
      columnTaps.address(),
      columns.length,
      between(),
      pitchBytes,
      ...margins(at),
      fill,
      rowPlaces.address(),
      rowMirrored.address(),
      rowTaps.address(),
      rows.length,
      sums(),
      finish.address(),
      ...results(to, rowCount, at),
    );
}

/** Kernels of running sums write whole vectors. */
const VECTOR_BYTES = 16;

function box(kernel: IntegerKernel, at: Workplace): Correlate {
  const { plan } = at;
  const isShort = kernel.finish.sums !== 'int32';
  const run = at.kernel(`box_${suffixes[plan.storage]}_${isShort ? 'i16' : 'i32'}`);
  const bytes = isShort ? 2 : 4;
  const finish = finishTable(kernel.finish, at);
  const columns = at.scratch(plan.stagedRowLength * bytes + VECTOR_BYTES);
  const prefixes = at.scratch((plan.stagedRowLength + plan.columnStep) * bytes + VECTOR_BYTES);
  const sums = at.scratch(plan.outputRowLength * bytes + VECTOR_BYTES);
  return (from, _, to, rows) =>
    run(
      from.address,
      from.pitchBytes,
      plan.imageRowLength,
      plan.kernel.rows,
      columns(),
      ...margins(at),
      plan.fillvalue * plan.kernel.rows,
      plan.kernel.columns,
      plan.columnStep,
      prefixes(),
      kernel.initial,
      sums(),
      finish.address(),
      ...results(to, rows, at),
    );
}

/** Taps that are not 0, and where they are. */
function nonzero(
  taps: Float64Array,
  offset: (index: number) => number,
): { offsets: number[]; values: number[] } {
  const indices = [...taps.keys()].filter((index) => taps[index] !== 0);
  return { offsets: indices.map(offset), values: indices.map((index) => taps[index] as number) };
}

/** A table of rows as distances in bytes (null: -1), written anew when rows lie otherwise. */
function rowOffsets(rows: readonly (number | null)[], at: Workplace): (pitchBytes: number) => number {
  let written: number | undefined;
  const table = at.table('int32', new Int32Array(rows.length));
  return (pitchBytes) => {
    if (pitchBytes !== written) {
      written = pitchBytes;
      table.write(rows.map((row) => (row === null ? -1 : row * pitchBytes)));
    }
    return table.address();
  };
}

const types: { readonly [dtype in DType]?: number } = {
  int16: 0,
  uint16: 1,
  int32: 2,
  uint8: 3,
  uint8clamped: 3,
  float32: 4,
};
const scalings: readonly Finish['scaling'][] = ['none', 'shift6', 'shift8', 'multiply', 'divide'];
/** 1.5 * 2^23. */
const MAGIC = 12582912;

/** As assembly/kernels/finish.ts reads it. */
function finishTable({ sums, scaling, divisor }: Finish, { plan, table }: Workplace): Table {
  const bits = (value: number) => new Int32Array(Float32Array.of(value).buffer)[0] as number;
  const half = divisor / 2 - 1;
  return table('int32', [
    types[sums] as number,
    types[plan.result] as number,
    scalings.indexOf(scaling),
    bits(scaling === 'divide' ? divisor : 1 / divisor),
    1,
    half,
    2 ** 15 - 1,
    bits(MAGIC),
  ]);
}
