import * as zarr from 'zarrita';
import { elementTypes } from '../base/dtype.ts';
import type { DType, NdArray, TypedArray } from '../index.ts';
import type { Range, Reach } from './axis.ts';
import type { InputArray } from './types.ts';

/** Some planes of an array, as far as a chunk of the output reads them. */
export interface Tiles {
  readonly planes: number;
  /** A plane, continued beyond the edges. */
  tile(plane: number): NdArray;
}

/** The elements of a range of rows and a range of columns, in all planes. */
interface Block {
  readonly data: TypedArray;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

/**
 * Reads what a chunk of the output needs.
 *
 * @param leading The range along each axis before rows and columns.
 */
export async function readTiles(
  input: InputArray,
  leading: readonly Range[],
  rows: Reach,
  columns: Reach,
  fillvalue: number,
  signal: AbortSignal | undefined,
): Promise<Tiles> {
  const blocks = await Promise.all(
    rows.ranges.map((down) =>
      Promise.all(columns.ranges.map((right) => readBlock(input, [...leading, down, right], signal))),
    ),
  );
  const lengths = leading.map(({ start, stop }) => stop - start);
  const planes = lengths.reduce((product, length) => product * length, 1);
  const tile = (plane: number): NdArray => {
    const first = blocks[0]?.[0];
    if (first && rows.isPlain && columns.isPlain) {
      return {
        data: first.data,
        shape: first.shape.slice(-2),
        stride: first.stride.slice(-2),
        offset: offsetOf(plane, lengths, first),
      };
    }
    return gather(input.dtype as DType, plane, lengths, blocks, rows, columns, fillvalue);
  };
  return { planes, tile };
}

async function readBlock(
  input: InputArray,
  ranges: readonly Range[],
  signal: AbortSignal | undefined,
): Promise<Block> {
  const selection = ranges.map(({ start, stop }) => zarr.slice(start, stop));
  // zarrita and its stores call it, which signals of some libraries do not have: then reads are not aborted, but what follows is.
  const isKnown = typeof signal?.throwIfAborted === 'function';
  return (await zarr.get(input, selection, isKnown ? { signal } : {})) as Block;
}

/** Where a plane starts in a block. */
function offsetOf(plane: number, lengths: readonly number[], { stride }: Block): number {
  let offset = 0;
  let rest = plane;
  for (let axis = lengths.length - 1; axis >= 0; axis--) {
    const length = lengths[axis] as number;
    offset += (rest % length) * (stride[axis] as number);
    rest = Math.floor(rest / length);
  }
  return offset;
}

/** Neighbouring places whose elements are neighbours too. */
interface Run {
  readonly place: number;
  readonly range: number;
  readonly index: number;
  readonly length: number;
}

function runsOf({ range, index }: Reach): Run[] {
  const runs: { place: number; range: number; index: number; length: number }[] = [];
  for (const [place, part] of range.entries()) {
    const last = runs.at(-1);
    const at = index[place] as number;
    const goesOn =
      last?.range === part && last.place + last.length === place && last.index + last.length === at;
    if (goesOn) last.length++;
    else if (part !== -1) runs.push({ place, range: part, index: at, length: 1 });
  }
  return runs;
}

/** A plane of which some elements lie beyond an edge. */
function gather(
  dtype: DType,
  plane: number,
  lengths: readonly number[],
  blocks: readonly (readonly Block[])[],
  rows: Reach,
  columns: Reach,
  fillvalue: number,
): NdArray {
  const shape = [rows.range.length, columns.range.length] as const;
  const data = new elementTypes[dtype].array(shape[0] * shape[1]).fill(fillvalue);
  const runs = runsOf(columns);
  for (const [i, range] of rows.range.entries()) {
    if (range === -1) continue;
    for (const run of runs) {
      const block = blocks[range]?.[run.range] as Block;
      const [rowStride, columnStride] = block.stride.slice(-2) as [number, number];
      const row = offsetOf(plane, lengths, block) + (rows.index[i] as number) * rowStride;
      const from = row + run.index * columnStride;
      const to = i * shape[1] + run.place;
      if (columnStride === 1) data.set(block.data.subarray(from, from + run.length), to);
      else for (let j = 0; j < run.length; j++) data[to + j] = block.data[from + j * columnStride] as number;
    }
  }
  return { data, shape };
}
