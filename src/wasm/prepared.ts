import type { Prepared, StagedRows, StripSums } from '../backend/backend.ts';
import type { RowSink } from '../io/view.ts';
import type { Plan } from '../plan/plan.ts';
import type { Strip } from '../plan/strips.ts';
import type { Results } from './results.ts';
import type { Ties } from './ties.ts';
import type { Workspace } from './workspace.ts';

/** What prepared plans of all methods have in common. */
export abstract class PreparedPlan<P extends Plan> implements Prepared {
  abstract readonly rows: StagedRows;
  abstract readonly fallback: Prepared | null;
  /** Of each kernel; the same ones for all, where kernels are computed in turn. */
  protected abstract readonly results: readonly Results[];
  /** Null where no result has to be computed again by itself. */
  protected abstract readonly ties: Ties | null;
  readonly plan: P;
  protected readonly workspace: Workspace;

  constructor(plan: P, workspace: Workspace) {
    this.plan = plan;
    this.workspace = workspace;
  }

  get bytes(): number {
    return this.workspace.bytes;
  }

  begin(_strip: Strip, _sinks: readonly RowSink[]): number {
    return 0;
  }

  abstract compute(strip: Strip, kernel: number, sink: RowSink): number;

  isNearTie({ outputRows }: Strip, kernel: number): boolean {
    const results = this.results[kernel] as Results;
    if (this.ties === null) return results.isNearTie(outputRows);
    results.narrowTies(outputRows, this.ties, kernel);
    return !this.ties.repair(kernel, results);
  }

  sumsOf(kernel: number): StripSums | null {
    const { accumulator, result } = this.plan;
    if (accumulator !== 'float64' || result === accumulator) return null;
    const { address, strideBytes } = this.results[kernel] as Results;
    const values = this.workspace.engine.heap.array('float64') as Float64Array;
    return { values, at: address / 8, rowStride: strideBytes / 8 };
  }

  deliver({ outputRow, outputRows }: Strip, kernel: number, sink: RowSink): void {
    (this.results[kernel] as Results).deliver(sink, outputRow, outputRows, kernel);
  }

  dispose(): void {
    this.workspace.dispose();
  }
}
