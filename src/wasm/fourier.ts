import type { Prepared } from '../backend/backend.ts';
import { elementTypes } from '../base/dtype.ts';
import type { RowSink } from '../io/view.ts';
import { type FourierPlan, roundUp, TILE_BYTES } from '../plan/fourier.ts';
import { multipliedOut } from '../problem/taps.ts';
import { Columns, type Rows } from './columns.ts';
import { prepareDirect } from './direct.ts';
import { type Engine, suffixes } from './engine.ts';
import { Pieces } from './heap.ts';
import { PaddedRows } from './padded.ts';
import { Results } from './results.ts';
import { SpectrumRows } from './spectrum-rows.ts';

const VECTOR_BYTES = 16;

/** `plan.direct` serves strips in which something is not finite, or so large that a transform could overflow. */
export function prepareFourier(plan: FourierPlan, engine: Engine): Prepared {
  const { kernel, accumulator, vertical, horizontal, paired, blockRows, blockColumns, strip, rowStep } = plan;
  const { bytes, array } = elementTypes[accumulator];
  const suffix = suffixes[accumulator];
  const magnitude = engine.kernel(`magnitude_${suffix}`);
  const clear = engine.kernel('clear');
  const pick = engine.kernel(`pick_${suffix}`);

  const fixedPieces = new Pieces();
  const scratch = new Pieces();
  const capacity = vertical.length + (paired ? blockRows : 0);
  const rows = new PaddedRows(plan, engine, fixedPieces, scratch, capacity);
  const columns = new Columns(vertical, accumulator, engine, fixedPieces);
  const spectrumRows = new SpectrumRows(plan, engine, fixedPieces, scratch);
  const { pitchBytes } = spectrumRows;
  const spectrumBytes = 2 * vertical.length * pitchBytes;
  const spectrum = scratch.take(spectrumBytes);
  // A bank correlates the same spectrum again and again.
  const filtered = kernel.taps.length > 1 ? scratch.take(spectrumBytes) : spectrum;
  const discard = scratch.take(pitchBytes);
  const zeros = scratch.take(pitchBytes);
  // Vectors run past the end of rows of other lengths.
  const densePitch = roundUp(plan.denseRowLength, VECTOR_BYTES / bytes);
  const isStrided = plan.columnStride > 1;
  const dense = kernel.taps.map(() => scratch.take(isStrided ? strip.outputRows * densePitch * bytes : 0));
  const habits = { rounds: plan.rounds, pitch: isStrided ? plan.outputRowLength : densePitch };
  const results = kernel.taps.map(() => new Results(plan, engine, scratch, habits));
  const fallback = prepareDirect(plan.direct, engine, scratch.bytes);
  const fixed = engine.claim(fixedPieces.bytes, scratch.bytes, fallback);
  rows.write(fixed);
  columns.write(fixed);
  spectrumRows.write(fixed);
  kernel.taps.forEach((each, index) => {
    const taps = multipliedOut(each);
    const address = engine.scratch + spectrum;
    const pitch = pitchBytes / bytes;
    const matrix = new array(engine.buffer, address, spectrumBytes / bytes).fill(0);
    // Tap u of a correlation is element -u of the convolution that a product of spectra is.
    const points = vertical.length * (horizontal?.length ?? 1);
    for (let u = 0; u < kernel.rows; u++) {
      const row = (vertical.length - u * plan.tapRowStep) % vertical.length;
      for (let v = 0; v < kernel.columns; v++) {
        const column = horizontal ? (horizontal.length - v * plan.columnStep) % horizontal.length : v;
        matrix[2 * row * pitch + column] = (taps[u * kernel.columns + v] as number) / points;
      }
    }
    const width = roundUp((horizontal?.length ?? kernel.columns) * bytes, VECTOR_BYTES);
    const real = { address, pitchBytes: 2 * pitchBytes };
    const imaginary = { address: address + pitchBytes, pitchBytes: 2 * pitchBytes };
    columns.forward(fixed, real, imaginary, { address, pitchBytes }, width);
    spectrumRows.keepKernel(fixed, index, address);
  });

  /** Transforms columns of a block, but not those that are all zeros. */
  const transformColumns = (real: Rows, imaginary: Rows, column: number, count: number) => {
    const address = engine.scratch + spectrum;
    const lanes = VECTOR_BYTES / bytes;
    const isZeroBeyond = plan.boundary === 'fill' && plan.fillvalue === 0;
    const before = isZeroBeyond ? plan.leftMargin.length - column : 0;
    const begin = Math.min(count, Math.max(0, before - (before % lanes)));
    const after = isZeroBeyond ? before + plan.imageRowLength : count;
    const end = Math.min(count, Math.max(begin, roundUp(after, lanes)));
    clear(address, pitchBytes, 2 * vertical.length, begin * bytes);
    clear(address + end * bytes, pitchBytes, 2 * vertical.length, (count - end) * bytes);
    if (begin === end) return;
    columns.forward(
      fixed,
      { ...real, address: real.address + begin * bytes },
      { ...imaginary, address: imaginary.address + (paired ? begin * bytes : 0) },
      { address: address + begin * bytes, pitchBytes },
      (end - begin) * bytes,
    );
  };

  const compute = (sinks: readonly RowSink[], firstOutputRow: number, rowCount: number): void => {
    const denseRows = (rowCount - 1) * rowStep + 1;
    const places = sinks.map((sink, index) => (results[index] as Results).place(sink, firstOutputRow));
    const address = engine.scratch + spectrum;
    new Uint8Array(engine.buffer, engine.scratch + zeros, pitchBytes).fill(0);
    for (let column = 0; column < plan.denseRowLength; column += blockColumns) {
      const width = Math.min(blockColumns, plan.denseRowLength - column);
      const real = { address: rows.address + column * bytes, pitchBytes: rows.pitchBytes };
      const imaginary = paired
        ? { address: real.address + blockRows * rows.pitchBytes, pitchBytes: rows.pitchBytes }
        : { address: engine.scratch + zeros, pitchBytes: 0 };
      const read = horizontal
        ? horizontal.length
        : roundUp(width, TILE_BYTES / bytes) + roundUp(plan.reach, VECTOR_BYTES / bytes);
      transformColumns(real, imaginary, column, read);
      sinks.forEach((_, index) => {
        const at = engine.scratch + filtered;
        if (at !== address) new Uint8Array(engine.buffer).copyWithin(at, address, address + spectrumBytes);
        spectrumRows.correlate(fixed, index, at, width);
        const target = isStrided
          ? { address: engine.scratch + (dense[index] as number), pitchBytes: densePitch * bytes }
          : (places[index] as Rows);
        const upper = { address: target.address + column * bytes, pitchBytes: target.pitchBytes };
        const lower = { ...upper, address: upper.address + (blockRows / rowStep) * target.pitchBytes };
        columns.inverse(
          fixed,
          { address: at, pitchBytes },
          roundUp(width * bytes, VECTOR_BYTES),
          plan.delta,
          engine.scratch + discard,
          { ...upper, rows: Math.min(blockRows, denseRows) },
          { ...lower, rows: paired ? denseRows - blockRows : 0 },
          rowStep,
        );
      });
    }
    for (let index = 0; isStrided && index < sinks.length; index++) {
      const place = places[index] as Rows;
      for (let row = 0; row < rowCount; row++) {
        const from = engine.scratch + (dense[index] as number) + row * densePitch * bytes;
        pick(
          from,
          plan.output.columns,
          plan.channels,
          plan.columnStride,
          place.address + row * place.pitchBytes,
        );
      }
    }
  };

  return {
    plan,
    rows,
    fallback,
    bytes: fixedPieces.bytes + fallback.bytes,
    dispose() {
      engine.heap.free(fixed);
      fallback.dispose();
    },
    begin({ outputRow, outputRows, stagedRows }, sinks) {
      const sum = magnitude(rows.address, rows.pitchBytes, stagedRows, plan.stagedRowLength);
      if (!(sum <= plan.maxMagnitude)) return sum;
      // The rest of a block, which no result needs.
      if (stagedRows < capacity) rows.fill(capacity - stagedRows, stagedRows, 0);
      compute(sinks, outputRow, outputRows);
      return sum;
    },
    compute: () => 0,
    isNearTie: ({ outputRows }, kernel) => (results[kernel] as Results).isNearTie(outputRows),
    deliver: ({ outputRow, outputRows }, kernel, sink) =>
      (results[kernel] as Results).deliver(sink, outputRow, outputRows, kernel),
  };
}
