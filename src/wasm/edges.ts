import { elementTypes } from '../base/dtype.ts';
import type { DirectPlan } from '../plan/direct.ts';
import { oddLines } from './heap.ts';

/** What `direct` computes at a time: TILE_BYTES in assembly/kernels/direct-tiles.ts. */
const TILE_BYTES = 64;

/** Columns of results near an edge, and the stretch of a row with margins that they are computed from. In elements. */
interface Block {
  readonly begin: number;
  readonly end: number;
  readonly left: Int32Array;
  readonly first: number;
  readonly count: number;
  readonly right: Int32Array;
}

/** Results that need margins, apart from those that do not. */
export class Edges {
  /** Columns of results that need none, and where in an image row the first of them begins to read. */
  readonly interior: { readonly begin: number; readonly end: number };
  readonly interiorOffset: number;
  readonly blocks: readonly Block[];
  readonly #bytes: number;

  /** Undefined where rows have to be staged whole: another element type, a horizontal stride, few columns. */
  static of(plan: DirectPlan): Edges | undefined {
    const {
      storage,
      accumulator,
      gathersColumns,
      phases,
      leftMargin,
      rightMargin,
      imageRowLength,
      outputRowLength,
      stagedRowLength,
    } = plan;
    if (storage !== accumulator || gathersColumns || phases > 1) return undefined;
    const tile = TILE_BYTES / elementTypes[accumulator].bytes;
    const margin = leftMargin.length;
    const reach = plan.columnStep * (plan.kernel.columns - 1);
    const end = Math.min(outputRowLength, imageRowLength + margin - reach);
    // At least a tile, moved over columns of the interior.
    const leftEnd = margin > 0 ? Math.max(margin, tile) : 0;
    const rightBegin = end < outputRowLength ? Math.min(end, outputRowLength - tile) : outputRowLength;
    if (rightBegin - leftEnd < tile || leftEnd > end || rightBegin < margin) return undefined;
    const blocks: Block[] = [];
    if (leftEnd > 0) {
      blocks.push({
        begin: 0,
        end: leftEnd,
        left: leftMargin,
        first: 0,
        count: leftEnd - margin + reach,
        right: new Int32Array(0),
      });
    }
    if (rightBegin < outputRowLength) {
      const first = rightBegin - margin;
      blocks.push({
        begin: rightBegin,
        end: outputRowLength,
        left: new Int32Array(0),
        first,
        count: imageRowLength - first,
        right: rightMargin.subarray(0, stagedRowLength - margin - imageRowLength),
      });
    }
    return new Edges(
      { begin: leftEnd, end: rightBegin },
      leftEnd - margin,
      blocks,
      elementTypes[accumulator].bytes,
    );
  }

  private constructor(
    interior: Edges['interior'],
    interiorOffset: number,
    blocks: readonly Block[],
    bytes: number,
  ) {
    this.interior = interior;
    this.interiorOffset = interiorOffset;
    this.blocks = blocks;
    this.#bytes = bytes;
  }

  pitchBytes({ left, count, right }: Block): number {
    return oddLines((left.length + count + right.length) * this.#bytes);
  }
}
