import { elementTypes } from '../base/dtype.ts';
import type { Factors } from '../plan/factor.ts';
import type { Plan } from '../plan/plan.ts';
import { type Repair, repairOf } from '../plan/repair.ts';
import { multipliedOut, type Taps } from '../problem/taps.ts';
import { type DirectTies, directTies, type SeparableTies, separableTies } from './abi.ts';
import { borderTables } from './borders.ts';
import { type Engine, suffixOf } from './engine.ts';
import type { Rows } from './rows.ts';
import type { Workspace } from './workspace.ts';

/** Where integer results of a strip lie. */
interface NarrowedResults {
  readonly narrowedAddress: number;
  readonly narrowedStrideBytes: number;
}

/** The results of a strip that are next to a tie, and how they are computed again: see `Repair`. */
export class Ties {
  /** Of a list: see assembly/lanes/tie-list.ts. */
  readonly list: number;
  readonly capacity: number;
  readonly margins: readonly number[];
  readonly #engine: Engine;
  readonly #plan: Plan;
  readonly #rows: Rows;
  /** For each kernel. */
  readonly #calls: readonly (DirectTies | SeparableTies)[];

  /** Null for a plan without repair. */
  static of(plan: Plan, workspace: Workspace, rows: Rows): Ties | null {
    const repair = repairOf(plan);
    return repair && new Ties(plan, repair, workspace, rows);
  }

  constructor(plan: Plan, repair: Repair, workspace: Workspace, rows: Rows) {
    const { reference, maxTies, margins } = repair;
    this.#engine = workspace.engine;
    this.#plan = plan;
    this.#rows = rows;
    this.capacity = maxTies;
    this.margins = margins;
    this.list = workspace.scratch(4 * (1 + maxTies));
    const { exports } = workspace.engine;
    const { range, bytes } = elementTypes[plan.result];
    const [least, greatest] = range as readonly [number, number];
    const { divisions, fillvalue, kernel } = reference;
    // Rows that have their borders have none to be looked up.
    const none = new Int32Array(0);
    const { left, leftCount, right } = borderTables(
      workspace,
      rows.isBordered ? none : plan.leftBorder,
      rows.isBordered ? none : plan.rightBorder,
    );
    const common = (index: number) => {
      const { initial, divisor } = divisions?.[index] ?? { initial: reference.delta, divisor: 1 };
      return {
        list: this.list,
        destination: 0,
        destinationPitchBytes: 0,
        resultBytes: bytes,
        least,
        greatest,
        source: 0,
        rowStepBytes: 0,
        tapRowStepBytes: 0,
        count: rows.isBordered ? plan.stagedRowLength : plan.imageRowLength,
        left,
        leftCount,
        right,
        columnOffsets: workspace.table('int32', plan.columnOffsets),
        reach: Math.max(...plan.columnOffsets),
        initial,
        divisor,
      };
    };
    this.#calls = kernel.taps.map((taps: Taps, index) => {
      if (reference.method === 'direct') {
        return {
          kernel: exports[`directTies_${suffixOf(rows.dtype) as 'u8' | 'i16' | 'u16' | 'f32'}` as const],
          ...common(index),
          fill: fillvalue,
          taps: workspace.table('float64', multipliedOut(taps)),
          tapRows: kernel.rows,
          tapColumns: kernel.columns,
        };
      }
      const { columns, rows: across } = reference.factors[index] as Factors;
      return {
        kernel: exports.separableTies_f32,
        ...common(index),
        fill: (reference.fillvalues[index] as Float64Array)[0] as number,
        columnTaps: workspace.table('float64', columns),
        columnTapCount: columns.length,
        rowTaps: workspace.table('float64', across),
        rowTapCount: across.length,
      };
    });
  }

  /** Empties the list. */
  reset(): void {
    this.#engine.heap.array('int32')[this.list / 4] = 0;
  }

  /** Computes the listed results of a kernel again; or returns false, because there are too many. */
  repair(kernel: number, results: NarrowedResults): boolean {
    const length = this.#engine.heap.array('int32')[this.list / 4] as number;
    if (length > this.capacity) return false;
    if (length === 0) return true;
    const call = this.#calls[kernel] as DirectTies | SeparableTies;
    const { address, strideBytes } = this.#rows;
    call.destination = results.narrowedAddress;
    call.destinationPitchBytes = results.narrowedStrideBytes;
    call.source = address;
    call.rowStepBytes = this.#plan.rowStep * strideBytes;
    call.tapRowStepBytes = this.#plan.tapRowStep * strideBytes;
    if ('taps' in call) directTies(call);
    else separableTies(call);
    return true;
  }
}
