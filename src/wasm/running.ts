import { elementTypes } from '../base/dtype.ts';
import type { RowSink } from '../io/view.ts';
import type { RunningPlan } from '../plan/running.ts';
import type { Strip } from '../plan/strips.ts';
import { type Running, running } from './abi.ts';
import { borderTables } from './borders.ts';
import { suffixOf } from './engine.ts';
import { PreparedPlan } from './prepared.ts';
import { Results } from './results.ts';
import { Rows } from './rows.ts';
import { PreparedSeparable } from './separable.ts';
import type { Workspace } from './workspace.ts';

export class PreparedRunning extends PreparedPlan<RunningPlan> {
  readonly rows: Rows;
  readonly fallback: PreparedSeparable;
  protected readonly results: readonly Results[];
  protected readonly ties = null;
  readonly #call: Running;

  constructor(plan: RunningPlan, workspace: Workspace) {
    super(plan, workspace);
    const { accumulator, kernel, leftBorder, rightBorder, stagedRowLength } = plan;
    this.rows = new Rows(plan, workspace, { dtype: accumulator, isBordered: false });
    const results = new Results(plan, workspace, { computed: accumulator });
    this.results = kernel.taps.map(() => results);
    this.#call = {
      kernel: workspace.engine.exports[`running_${suffixOf(accumulator)}` as const],
      source: 0,
      pitchBytes: 0,
      count: plan.imageRowLength,
      height: kernel.rows,
      columns: workspace.scratch(stagedRowLength * elementTypes.float64.bytes),
      ...borderTables(workspace, leftBorder, rightBorder),
      fill: plan.fillSum,
      width: kernel.columns,
      columnStep: plan.columnStep,
      blockLength: plan.blockLength,
      tap: 0,
      delta: plan.delta,
      destination: 0,
      destinationPitchBytes: 0,
      rows: 0,
      resultCount: plan.outputRowLength,
    };
    this.fallback = new PreparedSeparable(plan.passes, workspace);
  }

  compute({ outputRow, outputRows }: Strip, kernel: number, sink: RowSink): number {
    const results = this.results[kernel] as Results;
    results.place(sink, outputRow);
    const call = this.#call;
    call.source = this.rows.address;
    call.pitchBytes = this.rows.strideBytes;
    call.tap = this.plan.taps[kernel] as number;
    call.destination = results.address;
    call.destinationPitchBytes = results.strideBytes;
    call.rows = outputRows;
    return running(call);
  }
}
