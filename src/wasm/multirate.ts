import type { Prepared, StagedRows } from '../backend/backend.ts';
import { inMemory } from '../base/errors.ts';
import type { RowSink } from '../io/view.ts';
import { type MultiratePlan, rowsBefore } from '../plan/multirate.ts';
import type { Strip } from '../plan/strips.ts';
import type { Engine } from './engine.ts';
import { Across } from './multirate-across.ts';
import { Band } from './multirate-band.ts';
import { Buffers } from './multirate-buffers.ts';
import { FedRows } from './multirate-rows.ts';
import { PreparedPlan } from './prepared.ts';
import { Results } from './results.ts';
import { PreparedSeparable } from './separable.ts';
import { Workspace } from './workspace.ts';

/**
 * Of an image in several bands, the fallback is set up beforehand: once the results of a band are written, memory may not run
 * out. Of a single band nothing is written before it is known whether it serves.
 *
 * @throws {RangeError} The engine's, if there is not enough memory.
 */
export function prepareMultirate(plan: MultiratePlan, engine: Engine): Prepared {
  const prepared = Workspace.prepare(engine, (workspace) => new PreparedMultirate(plan, workspace));
  try {
    if (plan.bands.length > 1) prepared.setUpFallback();
    return prepared;
  } catch (error) {
    prepared.dispose();
    throw error;
  }
}

/** See `MultiratePlan`. */
class PreparedMultirate extends PreparedPlan<MultiratePlan> {
  readonly rows: StagedRows;
  protected readonly results: readonly Results[];
  protected readonly ties = null;
  #fallback: Prepared | undefined;
  readonly #bands: readonly Band[];
  /** How many rows are staged before those of each band. */
  readonly #stagedBefore: readonly number[];
  /** The band whose rows were staged last. */
  #band: Band | undefined;
  #magnitude = 0;

  constructor(plan: MultiratePlan, workspace: Workspace) {
    super(plan, workspace);
    const computed = plan.lanes === 'bytes' ? plan.result : plan.accumulator;
    this.results = [new Results(plan, workspace, { computed })];
    const buffers = new Buffers(plan, workspace);
    const across = new Across(plan, workspace, buffers);
    this.#bands = plan.bands.map((axis) => new Band(plan, axis, workspace, buffers, across));
    this.#stagedBefore = rowsBefore(plan);
    this.rows = new FedRows(plan, workspace, buffers, (source, pitchBytes, rowCount, at) =>
      this.#feed(source, pitchBytes, rowCount, at),
    );
  }

  /** Passes have tables and rows of their own, and most images do without them: see `prepareMultirate`. */
  get fallback(): Prepared | null {
    return inMemory(() => this.setUpFallback());
  }

  setUpFallback(): Prepared | null {
    const { passes } = this.plan;
    if (passes === null) return null;
    this.#fallback ??= Workspace.prepare(
      this.workspace.engine,
      (workspace) => new PreparedSeparable(passes, workspace),
    );
    return this.#fallback;
  }

  override dispose(): void {
    this.#fallback?.dispose();
    super.dispose();
  }

  #feed(source: number, pitchBytes: number, rowCount: number, at: number): void {
    const index = this.#stagedBefore.lastIndexOf(at);
    if (index >= 0) {
      this.#band = this.#bands[index] as Band;
      this.#band.start();
    }
    (this.#band as Band).feed(source, pitchBytes, rowCount);
  }

  override begin({ stagedRows }: Strip): number {
    if (stagedRows > 0) this.#magnitude = (this.#band as Band).correlate(this.plan.maxMagnitude);
    return this.#magnitude;
  }

  compute({ outputRow, outputRows }: Strip, kernel: number, sink: RowSink): number {
    const results = this.results[kernel] as Results;
    results.place(sink, outputRow);
    (this.#band as Band).interpolate(outputRow, outputRows, results.address, results.strideBytes);
    return 0;
  }
}
