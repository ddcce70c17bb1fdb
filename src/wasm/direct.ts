import { elementTypes } from '../base/dtype.ts';
import type { RowSink } from '../io/view.ts';
import type { PlanBase } from '../plan/base.ts';
import type { DirectPlan } from '../plan/direct.ts';
import { repairOf } from '../plan/repair.ts';
import type { Strip } from '../plan/strips.ts';
import { multipliedOut } from '../problem/taps.ts';
import { type Direct, direct } from './abi.ts';
import { Borders, borderTables } from './borders.ts';
import { type Edge, edgesOf } from './edges.ts';
import { suffixOf } from './engine.ts';
import { oddLines } from './heap.ts';
import { PreparedPlan } from './prepared.ts';
import { Results } from './results.ts';
import { CACHE_WAYS, Rows } from './rows.ts';
import { Ties } from './ties.ts';
import type { Workspace } from './workspace.ts';

/** Where rows lie. */
interface RowPlace {
  readonly address: number;
  readonly strideBytes: number;
}

/** Columns of results, and the rows that they are computed from. */
interface Part {
  readonly call: Direct;
  readonly from: RowPlace;
  /** From the start of these rows, and of the rows of results. */
  readonly sourceBytes: number;
  readonly resultBytes: number;
}

/** The parts of rows near an edge, staged with their borders. */
class StagedEdge {
  readonly address: number;
  readonly strideBytes: number;
  readonly #borders: Borders;

  constructor(plan: DirectPlan, workspace: Workspace, { left, first, count, right }: Edge) {
    const { accumulator, fillvalue, strip } = plan;
    const tables = borderTables(workspace, left, right);
    this.#borders = new Borders(workspace, accumulator, accumulator, fillvalue, { first, count, tables });
    this.strideBytes = oddLines((left.length + count + right.length) * elementTypes[accumulator].bytes);
    this.address = workspace.scratch(strip.stagedRows * this.strideBytes);
  }

  stage(rows: Rows, rowCount: number): void {
    this.#borders.apply(rows.address, rows.strideBytes, rowCount, this.address, this.strideBytes);
  }
}

export class PreparedDirect extends PreparedPlan<DirectPlan> {
  readonly fallback: PreparedDirect | null;
  readonly rows: Rows;
  protected readonly results: readonly Results[];
  protected readonly ties: Ties | null;
  /** Of each kernel. */
  readonly #taps: readonly number[];
  readonly #edges: readonly StagedEdge[];
  readonly #parts: readonly Part[];

  constructor(plan: DirectPlan, workspace: Workspace) {
    super(plan, workspace);
    const { accumulator, kernel, outputRowLength } = plan;
    const { bytes } = elementTypes[accumulator];
    // The interior is computed from rows as they come; only columns near the edges are staged with borders.
    const edges = edgesOf(plan);
    this.rows = new Rows(plan, workspace, {
      dtype: accumulator,
      isBordered: edges === undefined,
      // The kernel comes back to the same lines, column of taps after column.
      maxAliasedRows: kernel.columns > 1 ? CACHE_WAYS : Infinity,
    });
    this.ties = Ties.of(plan, workspace, this.rows);
    const repair = repairOf(plan);
    this.fallback = repair && new PreparedDirect(repair.reference as DirectPlan, workspace);
    const results = new Results(plan, workspace, { computed: accumulator, ties: this.ties });
    this.results = plan.kernel.taps.map(() => results);
    this.#taps = kernel.taps.map((taps) => workspace.table(accumulator, multipliedOut(taps)));
    const partOf = (from: RowPlace, first: number, begin: number, end: number): Part => ({
      call: directCall(plan, workspace, end - begin),
      from,
      sourceBytes: first * bytes,
      resultBytes: begin * bytes,
    });
    this.#edges = edges?.edges.map((edge) => new StagedEdge(plan, workspace, edge)) ?? [];
    this.#parts = edges
      ? [
          partOf(this.rows, edges.first, edges.begin, edges.end),
          ...edges.edges.map(({ begin, end }, i) => partOf(this.#edges[i] as StagedEdge, 0, begin, end)),
        ]
      : [partOf(this.rows, 0, 0, outputRowLength)];
  }

  override begin({ stagedRows }: Strip): number {
    for (const edge of this.#edges) edge.stage(this.rows, stagedRows);
    return 0;
  }

  compute({ outputRow, outputRows }: Strip, kernel: number, sink: RowSink): number {
    const { rowStep, tapRowStep } = this.plan;
    const results = this.results[kernel] as Results;
    results.place(sink, outputRow);
    for (const { call, from, sourceBytes, resultBytes } of this.#parts) {
      call.source = from.address + sourceBytes;
      call.rowStepBytes = rowStep * from.strideBytes;
      call.tapRowStepBytes = tapRowStep * from.strideBytes;
      call.taps = this.#taps[kernel] as number;
      call.destination = results.address + resultBytes;
      call.destinationPitchBytes = results.strideBytes;
      call.rows = outputRows;
      direct(call);
    }
    return 0;
  }
}

/** A call for rows of `count` results, whose taps lie as far apart as a plan's. */
export function directCall(plan: PlanBase, workspace: Workspace, count: number): Direct {
  const { accumulator, kernel, columnStep, columnOffsets, delta } = plan;
  const { bytes } = elementTypes[accumulator];
  const { exports } = workspace.engine;
  return {
    // `unfused` takes the same arguments.
    kernel: mayNotFuse(plan, workspace)
      ? (exports.unfused_f64 as unknown as Direct['kernel'])
      : exports[`direct_${suffixOf(accumulator)}` as const],
    source: 0,
    rowStepBytes: 0,
    tapRowStepBytes: 0,
    columnStepBytes: columnStep * bytes,
    columnOffsets: workspace.table(
      'int32',
      columnOffsets.map((offset) => offset * bytes),
    ),
    taps: 0,
    tapRows: kernel.rows,
    tapColumns: kernel.columns,
    delta,
    destination: 0,
    destinationPitchBytes: 0,
    rows: 0,
    count,
  };
}

/** Whether sums decide integer results, for which all backends must have the same bits, and kernels for all results fuse. */
export function mayNotFuse(
  { accumulator, exact, result, tieMargin }: PlanBase,
  { engine }: Workspace,
): boolean {
  const decides =
    accumulator === 'float64' && !exact && tieMargin === 0 && elementTypes[result].range !== null;
  return decides && engine.fuses;
}
