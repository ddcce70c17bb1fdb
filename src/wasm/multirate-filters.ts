import { elementTypes } from '../base/dtype.ts';
import type { DType } from '../base/types.ts';
import {
  type AxisPlan,
  BYTE_PLACES,
  CELL_PLACES,
  integerResultWeights,
  integerWeights,
  PLACES,
} from '../plan/grid.ts';
import type { MultiratePlan } from '../plan/multirate.ts';
import { decimate, decimateFloats, interpolate, interpolateFloats } from './abi.ts';
import { suffixOf } from './engine.ts';
import { oddLines } from './heap.ts';
import type { Buffers } from './multirate-buffers.ts';
import type { Workspace } from './workspace.ts';

/** Decimates rows into cells, as many as `rows` and `flushed` say. */
export interface Decimator {
  /** @param row The first row, by its place in the tables. */
  run(
    source: number,
    pitchBytes: number,
    row: number,
    rows: number,
    flushed: number,
    destination: number,
  ): void;
  /** Forgets sums of rows before. */
  clear(): void;
}

/** Along columns into rows between the passes (`isFirst`), or along rows into the grid. */
export function decimatorOf(
  plan: MultiratePlan,
  axis: AxisPlan,
  workspace: Workspace,
  buffers: Buffers,
  isFirst: boolean,
): Decimator {
  const { lanes, accumulator, pieces, imageRowLength } = plan;
  const { exports, heap } = workspace.engine;
  const advances = workspace.table('uint8', axis.advances);
  const gridPitchBytes = oddLines(buffers.columnLength * elementTypes[buffers.grid].bytes);
  const sumPitchBytes = isFirst ? buffers.sumPitchBytes : gridPitchBytes;
  const sums = isFirst ? buffers.sums : workspace.scratch(pieces * sumPitchBytes);
  const isBytes = lanes === 'bytes';
  const { weights: list, places } = isBytes
    ? integerWeights(axis, pieces, isFirst ? BYTE_PLACES : CELL_PLACES)
    : { weights: axis.weights, places: 0 };
  const weights = workspace.table(isBytes ? 'int16' : accumulator, list);
  const weightBytes = isBytes ? 2 : pieces * elementTypes[accumulator].bytes;
  const call = {
    source: 0,
    pitchBytes: 0,
    count: isFirst ? imageRowLength : buffers.columnLength,
    rows: 0,
    advances,
    weights,
    sums,
    sumPitchBytes,
    flushed: 0,
    destination: 0,
    destinationPitchBytes: isFirst ? buffers.widePitchBytes : buffers.cellBytes,
  };
  const ofBytes = {
    kernel: isFirst ? exports.decimate_u8_i16 : exports.decimate_i16_f32,
    ...call,
    weightPitchBytes: axis.advances.length * 2,
    shift: isFirst ? places - PLACES : 0,
    scale: 2 ** -(places + PLACES),
  };
  const ofFloats = { kernel: exports[`decimateFloats_${suffixOf(accumulator)}` as const], ...call };
  const own = isBytes ? ofBytes : ofFloats;
  return {
    clear() {
      const address = sums / 4;
      heap.array('int32').fill(0, address, address + (pieces * sumPitchBytes) / 4);
    },
    run(source, pitchBytes, row, rowCount, flushed, destination) {
      own.source = source;
      own.pitchBytes = pitchBytes;
      own.rows = rowCount;
      own.advances = advances + row;
      own.weights = weights + row * weightBytes;
      own.flushed = flushed;
      own.destination = destination;
      if (isBytes) decimate(ofBytes);
      else decimateFloats(ofFloats);
    },
  };
}

export type Interpolator = (
  source: number,
  pitchBytes: number,
  row: number,
  rows: number,
  destination: number,
  destinationPitchBytes: number,
) => void;

export function interpolatorOf(
  { lanes, accumulator, pieces, imageRowLength }: MultiratePlan,
  axis: AxisPlan,
  workspace: Workspace,
  buffers: Buffers,
  isLast: boolean,
): Interpolator {
  const { exports } = workspace.engine;
  const advances = workspace.table('uint8', axis.resultAdvances);
  const isBytes = lanes === 'bytes';
  const weights = isBytes
    ? workspace.table('int16', integerResultWeights(axis))
    : workspace.table(accumulator, axis.resultWeights);
  const weightBytes = isBytes ? 8 : pieces * elementTypes[accumulator].bytes;
  const call = {
    source: 0,
    pitchBytes: 0,
    count: isLast ? imageRowLength : buffers.columnLength,
    rows: 0,
    advances,
    weights,
    destination: 0,
    destinationPitchBytes: 0,
  };
  const ofBytes = { kernel: isLast ? exports.interpolate_u8 : exports.interpolate_i16, ...call };
  const ofFloats = {
    kernel: exports[`interpolateFloats_${suffixOf(accumulator)}` as const],
    ...call,
  };
  const own = isBytes ? ofBytes : ofFloats;
  return (source, pitchBytes, row, rows, destination, destinationPitchBytes) => {
    own.source = source;
    own.pitchBytes = pitchBytes;
    own.rows = rows;
    own.advances = advances + row;
    own.weights = weights + row * weightBytes;
    own.destination = destination;
    own.destinationPitchBytes = destinationPitchBytes;
    if (isBytes) interpolate(ofBytes);
    else interpolateFloats(ofFloats);
  };
}

/** Copies rows to their places, or fills them with a value. */
export function copyRows(
  copies: Int32Array,
  { engine }: Workspace,
  dtype: DType,
  address: number,
  rowBytes: number,
  fill: number,
): void {
  const { bytes } = elementTypes[dtype];
  const values = engine.heap.array(dtype);
  const [start, length] = [address / bytes, rowBytes / bytes];
  for (let i = 0; i < copies.length; i += 2) {
    const to = start + (copies[i] as number) * length;
    const place = copies[i + 1] as number;
    if (place < 0) values.fill(fill, to, to + length);
    else values.copyWithin(to, start + place * length, start + (place + 1) * length);
  }
}
