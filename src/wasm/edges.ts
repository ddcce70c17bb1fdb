import { elementTypes } from '../base/dtype.ts';
import type { DirectPlan } from '../plan/direct.ts';
import { TILE_BYTES } from './abi.ts';

/** Columns of results near an edge, and the part of a row, with its border, that they are computed from. In elements. */
export interface Edge {
  readonly begin: number;
  readonly end: number;
  readonly left: Int32Array;
  readonly first: number;
  readonly count: number;
  readonly right: Int32Array;
}

/** Columns of results that need no border, where in an image row the first of them begins to read, and the other columns. */
export interface Edges {
  readonly begin: number;
  readonly end: number;
  readonly first: number;
  readonly edges: readonly Edge[];
}

const none = new Int32Array(0);

/** Undefined where rows have to be staged whole: another element type, a horizontal stride, few columns. */
export function edgesOf(plan: DirectPlan): Edges | undefined {
  const { storage, accumulator, gathersColumns, phases, leftBorder, rightBorder } = plan;
  const { imageRowLength, outputRowLength, stagedRowLength } = plan;
  if (storage !== accumulator || gathersColumns || phases > 1) return undefined;
  const tile = TILE_BYTES / elementTypes[accumulator].bytes;
  const border = leftBorder.length;
  const reach = plan.columnStep * (plan.kernel.columns - 1);
  const end = Math.min(outputRowLength, imageRowLength + border - reach);
  // At least a tile, moved over columns of the interior.
  const leftEnd = border > 0 ? Math.max(border, tile) : 0;
  const rightBegin = end < outputRowLength ? Math.min(end, outputRowLength - tile) : outputRowLength;
  if (rightBegin - leftEnd < tile || leftEnd > end || rightBegin < border) return undefined;
  const edges: Edge[] = [];
  if (leftEnd > 0) {
    const count = leftEnd - border + reach;
    edges.push({ begin: 0, end: leftEnd, left: leftBorder, first: 0, count, right: none });
  }
  if (rightBegin < outputRowLength) {
    const first = rightBegin - border;
    const count = imageRowLength - first;
    const right = rightBorder.subarray(0, stagedRowLength - border - imageRowLength);
    edges.push({ begin: rightBegin, end: outputRowLength, left: none, first, count, right });
  }
  return { begin: leftEnd, end: rightBegin, first: leftEnd - border, edges };
}
