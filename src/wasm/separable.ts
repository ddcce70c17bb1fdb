import { elementTypes } from '../base/dtype.ts';
import type { RowSink } from '../io/view.ts';
import type { Factors } from '../plan/factor.ts';
import { repairOf } from '../plan/repair.ts';
import type { SeparablePlan } from '../plan/separable.ts';
import type { Strip } from '../plan/strips.ts';
import {
  type AllFinite,
  allFinite,
  COLUMN_TILE_BYTES,
  type Direct,
  direct,
  ROW_TILE_BYTES,
  type Separable,
  separable,
} from './abi.ts';
import { Borders, borderTables } from './borders.ts';
import { directCall, mayNotFuse, PreparedDirect } from './direct.ts';
import { suffixOf } from './engine.ts';
import { oddLines } from './heap.ts';
import { PreparedPlan } from './prepared.ts';
import { Results } from './results.ts';
import { Rows } from './rows.ts';
import { Ties } from './ties.ts';
import type { Workspace } from './workspace.ts';

/**
 * The vertical pass reads a line of the cache once for a pair of rows. So lines that have been driven out cost it less than copying
 * does, up to so many rows of taps (measured with 12 ways).
 */
const MAX_ALIASED_ROWS = 12;

/**
 * Vertical taps over rows of the image, and horizontal taps over what comes of them. Pairs of rows go through both at once, in
 * `separable`, where the kernel is one outer product and rows follow each other; other rows through one after the other.
 */
export class PreparedSeparable extends PreparedPlan<SeparablePlan> {
  readonly rows: Rows;
  /** Computes strips again in which a sum is not finite, or near a tie. */
  readonly fallback: PreparedDirect | PreparedSeparable | null;
  protected readonly results: readonly Results[];
  protected readonly ties: Ties | null;
  /** Vertical and horizontal taps of each kernel. */
  readonly #columns: readonly number[];
  readonly #horizontals: readonly number[];
  readonly #between: number;
  readonly #betweenStrideBytes: number;
  /** Rows of vertical sums that are deinterleaved as they get their borders; 0 where they lie between the passes at once. */
  readonly #sums: number;
  readonly #borders: Borders;
  readonly #canPair: boolean;
  readonly #both: Separable;
  readonly #vertical: Direct;
  readonly #horizontal: Direct;
  readonly #allFinite: AllFinite;

  constructor(plan: SeparablePlan, workspace: Workspace) {
    super(plan, workspace);
    const { accumulator, kernel, factors, strip, rank, phases, columnStep, delta, fillvalue } = plan;
    const { imageRowLength, outputRowLength, leftBorder, rightBorder } = plan;
    const { bytes } = elementTypes[accumulator];
    const { exports } = workspace.engine;
    const suffix = suffixOf(accumulator);
    this.rows = new Rows(plan, workspace, {
      dtype: accumulator,
      isBordered: false,
      maxAliasedRows: MAX_ALIASED_ROWS,
    });
    this.ties = Ties.of(plan, workspace, this.rows);
    const results = new Results(plan, workspace, { computed: accumulator, ties: this.ties });
    this.results = plan.kernel.taps.map(() => results);
    this.#columns = factors.map(({ columns }) => workspace.table(accumulator, columns));
    this.#horizontals = factors.map(({ rows }) => workspace.table(accumulator, rows));
    const tables = borderTables(workspace, leftBorder, rightBorder);
    const betweenStrideBytes = oddLines(plan.stagedRowLength * bytes);
    this.#betweenStrideBytes = betweenStrideBytes;
    this.#between = workspace.scratch(Math.max(2, strip.outputRows * rank) * betweenStrideBytes);
    this.#sums = phases > 1 ? workspace.scratch(strip.outputRows * imageRowLength * bytes) : 0;
    this.#borders = new Borders(workspace, accumulator, accumulator, fillvalue, {
      first: 0,
      count: imageRowLength,
      tables,
      phasesOf: plan,
    });
    this.#canPair =
      phases === 1 &&
      !mayNotFuse(plan, workspace) &&
      plan.rowStep === plan.tapRowStep &&
      imageRowLength * bytes >= COLUMN_TILE_BYTES &&
      outputRowLength * bytes >= ROW_TILE_BYTES;
    this.#both = {
      kernel: exports[`separable_${suffix}` as const],
      source: 0,
      stepBytes: 0,
      count: imageRowLength,
      columnTaps: 0,
      columnTapCount: kernel.rows,
      between: this.#between,
      betweenPitchBytes: betweenStrideBytes,
      ...tables,
      fill: 0,
      rowTaps: 0,
      rowTapCount: kernel.columns,
      columnStepBytes: columnStep * bytes,
      delta,
      destination: 0,
      destinationPitchBytes: 0,
      rows: 0,
      resultCount: outputRowLength,
    };
    this.#vertical = {
      // The first column of taps is 0 away.
      ...directCall(plan, workspace, imageRowLength),
      columnStepBytes: bytes,
      tapColumns: 1,
      delta: 0,
    };
    this.#horizontal = {
      ...directCall(plan, workspace, outputRowLength),
      source: this.#between,
      tapRowStepBytes: betweenStrideBytes,
    };
    this.#allFinite = {
      kernel: exports[`allFinite_${suffix}` as const],
      source: 0,
      pitchBytes: 0,
      rows: 0,
      count: outputRowLength,
    };
    const isGuarded = plan.maxMagnitude < Infinity || plan.tieMargin > 0;
    const again = repairOf(plan)?.reference ?? (isGuarded ? plan.direct : null);
    if (again === null) this.fallback = null;
    else if (again.method === 'direct') this.fallback = new PreparedDirect(again, workspace);
    else this.fallback = new PreparedSeparable(again, workspace);
  }

  compute({ outputRow, outputRows }: Strip, kernel: number, sink: RowSink): number {
    const { factors } = this.plan;
    const results = this.results[kernel] as Results;
    results.place(sink, outputRow);
    const isPaired = this.#canPair && (factors[kernel] as Factors).rank === 1;
    const paired = isPaired ? outputRows - (outputRows % 2) : 0;
    const verdict = paired > 0 ? this.#inPairs(kernel, paired) : 0;
    if (paired === outputRows) return verdict;
    this.#inTurn(kernel, paired, outputRows - paired);
    if (this.fallback === null) return 0;
    const call = this.#allFinite;
    call.source = results.address + paired * results.strideBytes;
    call.pitchBytes = results.strideBytes;
    call.rows = outputRows - paired;
    return verdict + allFinite(call);
  }

  #inPairs(kernel: number, rowCount: number): number {
    const { rows } = this;
    const results = this.results[kernel] as Results;
    const call = this.#both;
    call.source = rows.address;
    call.stepBytes = this.plan.rowStep * rows.strideBytes;
    call.columnTaps = this.#columns[kernel] as number;
    call.fill = this.#fillvalue(kernel, 0);
    call.rowTaps = this.#horizontals[kernel] as number;
    call.destination = results.address;
    call.destinationPitchBytes = results.strideBytes;
    call.rows = rowCount;
    return separable(call);
  }

  /** All vertical passes over rows, and then the horizontal pass, in which terms are like rows of taps. */
  #inTurn(kernel: number, firstRow: number, rowCount: number): void {
    const { factors, rowStep, tapRowStep, imageRowLength, leftBorder, accumulator } = this.plan;
    const { bytes } = elementTypes[accumulator];
    const { rows } = this;
    const results = this.results[kernel] as Results;
    const terms = (factors[kernel] as Factors).rank;
    const strideBytes = terms * this.#betweenStrideBytes;
    const vertical = this.#vertical;
    vertical.source = rows.address + firstRow * rowStep * rows.strideBytes;
    vertical.rowStepBytes = rowStep * rows.strideBytes;
    vertical.tapRowStepBytes = tapRowStep * rows.strideBytes;
    vertical.taps = this.#columns[kernel] as number;
    vertical.destinationPitchBytes = this.#sums ? imageRowLength * bytes : strideBytes;
    vertical.rows = rowCount;
    for (let term = 0; term < terms; term++) {
      const to = this.#between + term * this.#betweenStrideBytes;
      vertical.destination = this.#sums || to + leftBorder.length * bytes;
      direct(vertical);
      this.#borders.fill = this.#fillvalue(kernel, term);
      this.#borders.apply(vertical.destination, vertical.destinationPitchBytes, rowCount, to, strideBytes);
      vertical.taps += vertical.tapRows * bytes;
    }
    const horizontal = this.#horizontal;
    horizontal.rowStepBytes = strideBytes;
    horizontal.taps = this.#horizontals[kernel] as number;
    horizontal.tapRows = terms;
    horizontal.destination = results.address + firstRow * results.strideBytes;
    horizontal.destinationPitchBytes = results.strideBytes;
    horizontal.rows = rowCount;
    direct(horizontal);
  }

  #fillvalue(kernel: number, term: number): number {
    return (this.plan.fillvalues[kernel] as Float64Array)[term] as number;
  }
}
