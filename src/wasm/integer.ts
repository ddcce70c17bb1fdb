import { elementTypes } from '../base/dtype.ts';
import type { DType } from '../base/types.ts';
import type { RowSink } from '../io/view.ts';
import type { DirectPlan } from '../plan/direct.ts';
import {
  type IntegerKernel,
  type IntegerPlan,
  type Requantization,
  roundedTerms,
  valueOfRounded,
} from '../plan/integer.ts';
import { repairOf } from '../plan/repair.ts';
import type { Strip } from '../plan/strips.ts';
import { extent } from '../problem/geometry.ts';
import {
  BINOMIAL_ROWS,
  BLOCK_ROWS,
  binomial,
  box,
  dotDirect,
  dotSeparable,
  MAGIC,
  roundedSeparable,
  SCALING_DIVIDE,
  SCALING_FIXED,
  SCALING_MULTIPLY,
  SCALING_NONE,
  SCALING_SHIFT6,
  SCALING_SHIFT8,
  shortDirect,
  shortSeparable,
  TYPE_F32,
  TYPE_I16,
  TYPE_I32,
  TYPE_U8,
  TYPE_U16,
  UNSIGNED_OFFSET,
  VECTOR_BYTES,
} from './abi.ts';
import { type BorderTables, borderTables } from './borders.ts';
import { PreparedDirect } from './direct.ts';
import { type Engine, suffixOf } from './engine.ts';
import { oddLines } from './heap.ts';
import { PreparedPlan } from './prepared.ts';
import { Results } from './results.ts';
import { CACHE_WAYS, Rows } from './rows.ts';
import { Ties } from './ties.ts';
import type { Workspace } from './workspace.ts';

/** The arguments that change from strip to strip. */
interface StripCall {
  source: number;
  pitchBytes: number;
  sourceRows?: number;
  destination: number;
  destinationPitchBytes: number;
  rows: number;
}

/** A table of rows as distances in bytes, which depend on how rows lie. */
interface RowOffsets {
  readonly address: number;
  /** null: there is none. */
  readonly rows: readonly (number | null)[];
}

/** One kernel of a bank. */
interface PreparedKernel {
  readonly call: StripCall;
  readonly compute: () => void;
  readonly rowOffsets: readonly RowOffsets[];
}

export class PreparedInteger extends PreparedPlan<IntegerPlan> {
  readonly rows: Rows;
  readonly fallback: PreparedDirect | null;
  protected readonly results: readonly Results[];
  protected readonly ties: Ties | null;
  readonly #kernels: readonly PreparedKernel[];

  constructor(plan: IntegerPlan, workspace: Workspace) {
    super(plan, workspace);
    const { arithmetic, storage, leftBorder, rightBorder } = plan;
    this.rows = new Rows(plan, workspace, {
      dtype: storage,
      isBordered: false,
      maxAliasedRows: arithmetic === 'rounded' ? CACHE_WAYS : Infinity,
    });
    this.ties = Ties.of(plan, workspace, this.rows);
    const repair = repairOf(plan);
    this.fallback = repair && new PreparedDirect(repair.reference as DirectPlan, workspace);
    const borders = borderTables(workspace, leftBorder, rightBorder);
    const prepare = arithmetics[arithmetic];
    this.#kernels = plan.kernels.map((kernel) =>
      prepare(kernel, { plan, workspace, borders, ties: this.ties }),
    );
    const results = new Results(plan, workspace, { computed: plan.result, ties: this.ties });
    this.results = plan.kernel.taps.map(() => results);
  }

  compute({ outputRow, outputRows, stagedRows }: Strip, kernel: number, sink: RowSink): number {
    const { call, compute, rowOffsets } = this.#kernels[kernel] as PreparedKernel;
    const { address, strideBytes } = this.rows;
    const results = this.results[kernel] as Results;
    results.place(sink, outputRow);
    call.source = address;
    if (call.pitchBytes !== strideBytes) {
      call.pitchBytes = strideBytes;
      for (const table of rowOffsets) writeRowOffsets(table, strideBytes, this.workspace.engine);
    }
    if (call.sourceRows !== undefined) call.sourceRows = stagedRows;
    call.destination = results.address;
    call.destinationPitchBytes = results.strideBytes;
    call.rows = outputRows;
    this.ties?.reset();
    compute();
    return 0;
  }
}

function writeRowOffsets({ address, rows }: RowOffsets, strideBytes: number, { heap }: Engine): void {
  const into = heap.array('int32');
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number | null;
    into[address / 4 + i] = row === null ? -1 : row * strideBytes;
  }
}

/** What kernels are prepared with. */
interface Circumstances {
  readonly plan: IntegerPlan;
  readonly workspace: Workspace;
  readonly borders: BorderTables;
  readonly ties: Ties | null;
}

type Arithmetic = (kernel: IntegerKernel, at: Circumstances) => PreparedKernel;

const arithmetics: { readonly [name in IntegerPlan['arithmetic']]: Arithmetic } = {
  short: (kernel, at) => {
    if (kernel.taps) return shortDirectly(kernel, at);
    return isBinomial(kernel, at) ? binomially(kernel, at) : shortInPasses(kernel, at);
  },
  dot: (kernel, at) => (kernel.taps ? dotDirectly(kernel, at) : dotInPasses(kernel, at)),
  rounded: roundedInPasses,
  box: boxSums,
};

function prepared<C extends StripCall>(
  kernel: (call: C) => void,
  call: C,
  rowOffsets: readonly RowOffsets[] = [],
): PreparedKernel {
  return { call, compute: () => kernel(call), rowOffsets };
}

/** Arguments that all kernels have in common. `sumBytes`: of a row of sums. */
function common(
  { requantize }: IntegerKernel,
  { plan, workspace, borders, ties }: Circumstances,
  sumBytes: number,
) {
  return {
    source: 0,
    // Of no rows: so that tables of row offsets are written first. 0 is that of one row again and again.
    pitchBytes: -1,
    count: plan.imageRowLength,
    ...borders,
    sums: workspace.scratch(sumBytes),
    table: requantizeTable(requantize, plan.result, workspace, ties),
    destination: 0,
    destinationPitchBytes: 0,
    rows: 0,
    resultCount: plan.outputRowLength,
  };
}

function shortDirectly(kernel: IntegerKernel, at: Circumstances): PreparedKernel {
  const { plan, workspace } = at;
  const { columns } = plan.kernel;
  const strideBytes = oddLines(plan.stagedRowLength * 2);
  const taps = nonzero(kernel.taps as Float64Array);
  const offsetOf = (i: number) =>
    Math.floor(i / columns) * plan.tapRowStep * strideBytes + (plan.columnOffsets[i % columns] as number) * 2;
  const reach = extent(plan.kernel.rows, plan.tapRowStep);
  return prepared(shortDirect, {
    kernel: workspace.engine.exports.shortDirect_u8,
    ...common(kernel, at, plan.outputRowLength * 2),
    fill: plan.fillvalue,
    staged: workspace.scratch((plan.strip.outputRows + reach - 1) * strideBytes),
    stagedPitchBytes: strideBytes,
    reach,
    offsets: workspace.table('int32', taps.places.map(offsetOf)),
    taps: workspace.table('int16', taps.values),
    tapCount: taps.values.length,
    initial: kernel.initial,
  });
}

function shortInPasses(kernel: IntegerKernel, at: Circumstances): PreparedKernel {
  const { plan, workspace } = at;
  const columns = nonzero(kernel.columns as Float64Array);
  const rows = nonzero(kernel.rows as Float64Array);
  const columnOffsets = rowOffsets(
    columns.places.map((place) => place * plan.tapRowStep),
    workspace,
  );
  const call = {
    kernel: workspace.engine.exports.shortSeparable_u8,
    ...common(kernel, at, plan.outputRowLength * 2),
    columnOffsets: columnOffsets.address,
    columnTaps: workspace.table('int16', columns.values),
    columnTapCount: columns.values.length,
    between: workspace.scratch(plan.stagedRowLength * 2),
    fill: sumOf(columns.values) * plan.fillvalue,
    rowOffsets: workspace.table(
      'int32',
      rows.places.map((place) => (plan.columnOffsets[place] as number) * 2),
    ),
    rowTaps: workspace.table('int16', rows.values),
    rowTapCount: rows.values.length,
    initial: kernel.initial,
  };
  return prepared(shortSeparable, call, [columnOffsets]);
}

const BINOMIAL = [1, 4, 6, 4, 1];
/** Distances of neighbouring elements that `binomial` knows: of 1, 3 and 4 channels. */
const BINOMIAL_STEPS = [1, 3, 4];

/** OpenCV's Gaussian of size 5, for bytes. */
function isBinomial({ columns, rows, requantize, initial }: IntegerKernel, { plan }: Circumstances): boolean {
  const areBinomial = [columns, rows].every((taps) => String(taps) === String(BINOMIAL));
  return (
    areBinomial &&
    plan.tapRowStep === 1 &&
    BINOMIAL_STEPS.includes(plan.columnStep) &&
    requantize.scaling === 'shift8' &&
    suffixOf(plan.result) === 'u8' &&
    initial === 0 &&
    Math.min(plan.imageRowLength, plan.outputRowLength) >= VECTOR_BYTES
  );
}

function binomially(kernel: IntegerKernel, at: Circumstances): PreparedKernel {
  const { plan, workspace } = at;
  const strideBytes = oddLines(plan.stagedRowLength * 2);
  const { sums, ...shared } = common(kernel, at, 0);
  return prepared(binomial, {
    kernel: workspace.engine.exports.binomial_u8,
    ...shared,
    between: workspace.scratch(BINOMIAL_ROWS * strideBytes + 4 * VECTOR_BYTES),
    betweenPitchBytes: strideBytes,
    fill: sumOf(BINOMIAL) * plan.fillvalue,
    step: plan.columnStep,
  });
}

function dotDirectly(kernel: IntegerKernel, at: Circumstances): PreparedKernel {
  const { plan, workspace } = at;
  const { columns } = plan.kernel;
  const reach = extent(plan.kernel.rows, plan.tapRowStep);
  const pairRows = Math.ceil((reach + 1) / 2);
  const strideBytes = oddLines(plan.stagedRowLength * 2);
  const given = kernel.taps as Float64Array;
  const offsets: number[] = [];
  const taps: number[] = [];
  for (let pair = 0; pair < pairRows; pair++) {
    for (let column = 0; column < columns; column++) {
      const four = tapsOfPair(pair, reach, plan.tapRowStep, (row) => given[row * columns + column] as number);
      if (four.every((tap) => tap === 0)) continue;
      offsets.push(pair * 2 * strideBytes + (plan.columnOffsets[column] as number) * 4);
      taps.push(...four);
    }
  }
  const offset = plan.storage === 'uint16' ? UNSIGNED_OFFSET : 0;
  return prepared(dotDirect, {
    kernel: workspace.engine.exports[`dotDirect_${suffixOf(plan.storage) as 'u8' | 'i16' | 'u16'}` as const],
    ...common(kernel, at, 2 * plan.outputRowLength * 4),
    sourceRows: 0,
    fill: plan.fillvalue - offset,
    staged: workspace.scratch(2 * strideBytes),
    stagedPitchBytes: strideBytes,
    pairs: workspace.scratch((Math.ceil(plan.strip.outputRows / 2) + pairRows - 1) * 2 * strideBytes),
    reach: pairRows,
    offsets: workspace.table('int32', offsets),
    taps: workspace.table('int16', taps),
    tapCount: offsets.length,
    initial: kernel.initial + offset * sumOf(given),
  });
}

function dotInPasses(kernel: IntegerKernel, at: Circumstances): PreparedKernel {
  const { plan, workspace } = at;
  const columns = kernel.columns as Float64Array;
  const rows = kernel.rows as Float64Array;
  const reach = extent(columns.length, plan.tapRowStep);
  const pairRows = Math.ceil((reach + 1) / 2);
  const pairColumns = Math.ceil(rows.length / 2);
  const strideBytes = oddLines((plan.stagedRowLength + plan.columnStep) * 2);
  const columnTaps = Array.from({ length: pairRows }, (_, pair) =>
    tapsOfPair(pair, reach, plan.tapRowStep, (row) => columns[row] as number),
  ).flat();
  return prepared(dotSeparable, {
    kernel: workspace.engine.exports.dotSeparable_u8,
    ...common(kernel, at, plan.outputRowLength * 4),
    sourceRows: 0,
    columnTaps: workspace.table('int16', columnTaps),
    columnTapCount: pairRows,
    between: workspace.scratch(2 * strideBytes),
    betweenPitchBytes: strideBytes,
    fill: sumOf(columns) * plan.fillvalue,
    pairs: workspace.scratch(plan.stagedRowLength * 4),
    columnStep: plan.columnStep,
    rowOffsets: workspace.table(
      'int32',
      Array.from({ length: pairColumns }, (_, pair) => 2 * pair * plan.columnStep * 4),
    ),
    rowTaps: workspace.table('int16', rows.length % 2 === 0 ? rows : [...rows, 0]),
    rowTapCount: pairColumns,
    initial: kernel.initial,
  });
}

/** The taps that a pair of rows is multiplied with: two for the upper row of results, and two for the one below it. */
function tapsOfPair(pair: number, reach: number, step: number, tapAt: (row: number) => number): number[] {
  const [before, upper, lower] = [-1, 0, 1].map((below) => {
    const row = 2 * pair + below;
    return row >= 0 && row < reach && row % step === 0 ? tapAt(row / step) : 0;
  }) as [number, number, number];
  return [upper, lower, before, upper];
}

function roundedInPasses(kernel: IntegerKernel, at: Circumstances): PreparedKernel {
  const { plan, workspace } = at;
  const columns = roundedTerms(kernel.columns as Float64Array);
  const rows = roundedTerms(kernel.rows as Float64Array);
  const strideBytes = oddLines(plan.stagedRowLength * 2);
  const columnOffsets = rowOffsets(
    columns.map(({ place }) => place * plan.tapRowStep),
    workspace,
  );
  const columnMirrored = rowOffsets(
    columns.map(({ mirrored }) => mirrored && mirrored * plan.tapRowStep),
    workspace,
  );
  const tapsOf = (terms: typeof columns) =>
    workspace.table(
      'int16',
      terms.map(({ tap }) => tap),
    );
  const distance = (place: number) => (plan.columnOffsets[place] as number) * 2;
  const call = {
    kernel: workspace.engine.exports.roundedSeparable_u8,
    ...common(kernel, at, plan.outputRowLength * 2),
    columnOffsets: columnOffsets.address,
    columnMirrored: columnMirrored.address,
    columnTaps: tapsOf(columns),
    columnTapCount: columns.length,
    between: workspace.scratch(BLOCK_ROWS * strideBytes),
    betweenPitchBytes: strideBytes,
    fill: valueOfRounded(columns, plan.fillvalue),
    rowOffsets: workspace.table(
      'int32',
      rows.map(({ place }) => distance(place)),
    ),
    rowMirrored: workspace.table(
      'int32',
      rows.map(({ mirrored }) => (mirrored === null ? -1 : distance(mirrored))),
    ),
    rowTaps: tapsOf(rows),
    rowTapCount: rows.length,
  };
  return prepared(roundedSeparable, call, [columnOffsets, columnMirrored]);
}

function boxSums(kernel: IntegerKernel, at: Circumstances): PreparedKernel {
  const { plan, workspace } = at;
  const isShort = kernel.requantize.sums !== 'int32';
  const types = `${suffixOf(plan.storage)}_${isShort ? 'i16' : 'i32'}` as 'u8_i16' | 'u8_i32' | 'i16_i32';
  const bytes = isShort ? 2 : 4;
  return prepared(box, {
    kernel: workspace.engine.exports[`box_${types}` as const],
    // Running sums are written in whole vectors.
    ...common(kernel, at, plan.outputRowLength * bytes + VECTOR_BYTES),
    height: plan.kernel.rows,
    columns: workspace.scratch(plan.stagedRowLength * bytes + VECTOR_BYTES),
    fill: plan.fillvalue * plan.kernel.rows,
    width: plan.kernel.columns,
    columnStep: plan.columnStep,
    prefixes: workspace.scratch((plan.stagedRowLength + plan.columnStep) * bytes + VECTOR_BYTES),
    initial: kernel.initial,
  });
}

function sumOf(taps: ArrayLike<number>): number {
  return Array.from(taps).reduce((sum, tap) => sum + tap, 0);
}

/** Taps that are not 0, and where they are. */
function nonzero(taps: Float64Array): { places: number[]; values: number[] } {
  const places = [...taps.keys()].filter((place) => taps[place] !== 0);
  return { places, values: places.map((place) => taps[place] as number) };
}

function rowOffsets(rows: readonly (number | null)[], workspace: Workspace): RowOffsets {
  return { address: workspace.reserve(rows.length * 4), rows };
}

const types: { readonly [suffix: string]: number } = {
  i16: TYPE_I16,
  u16: TYPE_U16,
  i32: TYPE_I32,
  u8: TYPE_U8,
  f32: TYPE_F32,
};
const scalings: { readonly [scaling in Requantization['scaling']]: number } = {
  none: SCALING_NONE,
  shift6: SCALING_SHIFT6,
  shift8: SCALING_SHIFT8,
  multiply: SCALING_MULTIPLY,
  divide: SCALING_DIVIDE,
  fixed: SCALING_FIXED,
};

/** As assembly/kernels/requantize.ts reads it. */
function requantizeTable(
  { sums, scaling, divisor, margin = 0 }: Requantization,
  result: DType,
  workspace: Workspace,
  ties: Ties | null,
): number {
  const bits = (value: number) => new Int32Array(Float32Array.of(value).buffer)[0] as number;
  const half = divisor / 2 - 1;
  return workspace.table('int32', [
    types[suffixOf(sums)] as number,
    types[suffixOf(result)] as number,
    scalings[scaling],
    bits(scaling === 'divide' ? divisor : 1 / divisor),
    1,
    half,
    2 ** 15 - 1,
    bits(MAGIC),
    ...(ties ? fixedPoint(divisor, margin, result, ties) : []),
  ]);
}

/** As assembly/kernels/fixed-point.ts reads it. */
function fixedPoint(divisor: number, margin: number, result: DType, { list, capacity }: Ties): number[] {
  const [least, greatest] = elementTypes[result].range as readonly [number, number];
  // Sums plus half a unit fit into 32 bits.
  const limit = 2 ** 31 - divisor;
  return [
    Math.log2(divisor),
    divisor / 2,
    Math.max(-limit, (least - 0.25) * divisor),
    Math.min(limit, (greatest + 0.25) * divisor),
    margin - divisor / 2,
    divisor - 1,
    2 * margin,
    list,
    capacity,
  ];
}
