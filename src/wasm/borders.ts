import { type Accumulator, elementTypes } from '../base/dtype.ts';
import type { DType } from '../base/types.ts';
import type { RowGeometry } from '../plan/rows.ts';
import { type Deinterleave, deinterleave, type Pad, pad } from './abi.ts';
import { suffixOf } from './engine.ts';
import type { Workspace } from './workspace.ts';

/** Where tables of borders lie, and how many elements they name, as kernels take them. */
export interface BorderTables {
  readonly left: number;
  readonly leftCount: number;
  readonly right: number;
  readonly rightCount: number;
}

export function borderTables(workspace: Workspace, left: Int32Array, right: Int32Array): BorderTables {
  return {
    left: workspace.table('int32', left),
    leftCount: left.length,
    right: workspace.table('int32', right),
    rightCount: right.length,
  };
}

interface Part {
  /** The first element of an image row to stage, and how many. */
  readonly first: number;
  readonly count: number;
  readonly tables: BorderTables;
  /** Deinterleaves rows into the phases of this geometry. */
  readonly phasesOf?: RowGeometry;
}

/** Stages rows: converts their elements, gives them their borders, and deinterleaves them. */
export class Borders {
  readonly #pad: Pad;
  readonly #deinterleave: Deinterleave | null;

  constructor(workspace: Workspace, from: DType, to: Accumulator, fill: number, part: Part) {
    const { exports } = workspace.engine;
    const { bytes } = elementTypes[to];
    const { first, count, tables, phasesOf } = part;
    const length = tables.leftCount + count + tables.rightCount;
    this.#pad = {
      kernel: exports[`pad_${suffixOf(from)}_${suffixOf(to)}` as const],
      source: 0,
      sourcePitchBytes: 0,
      rows: 1,
      first,
      count,
      ...tables,
      fill,
      destination: 0,
      destinationPitchBytes: 0,
    };
    const isDeinterleaved = phasesOf !== undefined && phasesOf.phases > 1;
    this.#deinterleave = isDeinterleaved
      ? {
          kernel: exports[`deinterleave_${suffixOf(to)}` as const],
          source: workspace.scratch(length * bytes),
          pixels: length / phasesOf.channels,
          channels: phasesOf.channels,
          phases: phasesOf.phases,
          destination: 0,
          phasePitchBytes: phasesOf.phaseLength * bytes,
        }
      : null;
  }

  set fill(value: number) {
    this.#pad.fill = value;
  }

  /** Rows may lie where their interiors go already. */
  apply(from: number, fromStrideBytes: number, rows: number, to: number, toStrideBytes: number): void {
    const padCall = this.#pad;
    const deinterleaveCall = this.#deinterleave;
    padCall.source = from;
    if (deinterleaveCall === null) {
      padCall.sourcePitchBytes = fromStrideBytes;
      padCall.rows = rows;
      padCall.destination = to;
      padCall.destinationPitchBytes = toStrideBytes;
      pad(padCall);
      return;
    }
    padCall.destination = deinterleaveCall.source;
    deinterleaveCall.destination = to;
    for (let row = 0; row < rows; row++) {
      pad(padCall);
      deinterleave(deinterleaveCall);
      padCall.source += fromStrideBytes;
      deinterleaveCall.destination += toStrideBytes;
    }
  }
}
