import type { Prepared } from '../backend/backend.ts';
import { elementTypes } from '../base/dtype.ts';
import type { RowSink } from '../io/view.ts';
import { type FourierPlan, GROUP_BYTES } from '../plan/fourier.ts';
import { multipliedOut } from '../problem/taps.ts';
import { complex } from './butterflies.ts';
import { columnsOf } from './columns.ts';
import { prepareDirect } from './direct.ts';
import { type Results, resultsOf } from './results.ts';
import { rowsOf } from './rows.ts';
import { spectrumRowsOf } from './spectrum-rows.ts';
import { magnitude } from './sums.ts';

/** `plan.direct` serves strips in which something is not finite, or so large that a transform could overflow. */
export function prepareFourier(plan: FourierPlan): Prepared {
  const {
    kernel,
    vertical,
    horizontal,
    paired,
    blockRows,
    blockColumns,
    rowStep,
    stagedRowLength,
    channels,
  } = plan;
  const capacity = vertical.length + (paired ? blockRows : 0);
  const rows = rowsOf(plan, false, capacity);
  const columns = columnsOf(vertical);
  // Correlation goes by twos.
  const pitch = plan.spectrumColumns + 2;
  const spectrum = complex(vertical.length * pitch);
  const filtered = kernel.taps.length > 1 ? complex(vertical.length * pitch) : spectrum;
  const second = paired
    ? rows.data.subarray(blockRows * stagedRowLength)
    : new Float64Array(rows.data.length);
  const source = { real: rows.data, imaginary: second };
  const results = kernel.taps.map(() => resultsOf(plan, plan.rounds));
  const fallback = prepareDirect(plan.direct);
  const group = GROUP_BYTES / elementTypes[plan.accumulator].bytes;
  const spectrumRows = spectrumRowsOf(plan, pitch, group);

  const kernels = kernel.taps.map((each) => {
    const taps = multipliedOut(each);
    spectrum.real.fill(0);
    spectrum.imaginary.fill(0);
    const points = vertical.length * (horizontal?.length ?? 1);
    for (let u = 0; u < kernel.rows; u++) {
      const row = (vertical.length - u * plan.tapRowStep) % vertical.length;
      for (let v = 0; v < kernel.columns; v++) {
        const column = horizontal ? (horizontal.length - v * plan.columnStep) % horizontal.length : v;
        spectrum.real[row * pitch + column] = (taps[u * kernel.columns + v] as number) / points;
      }
    }
    columns.forward(spectrum, 0, pitch, spectrum, pitch, horizontal?.length ?? kernel.columns);
    return spectrumRows.kernelOf(spectrum);
  });

  const compute = (sinks: readonly RowSink[], rowCount: number): void => {
    for (let column = 0; column < plan.denseRowLength; column += blockColumns) {
      const width = Math.min(blockColumns, plan.denseRowLength - column);
      const read = horizontal ? horizontal.length : Math.min(plan.spectrumColumns, width + plan.reach + 1);
      columns.forward(source, column, stagedRowLength, spectrum, pitch, read);
      sinks.forEach((_, index) => {
        if (filtered !== spectrum) {
          filtered.real.set(spectrum.real);
          filtered.imaginary.set(spectrum.imaginary);
        }
        spectrumRows.correlate(filtered, kernels[index] as (typeof kernels)[number], width);
        columns.inverse(filtered, pitch, width);
        keepResults((results[index] as Results).sums, column, width, rowCount);
      });
    }
  };

  /** Every so-many-th row and pixel of a block. */
  const keepResults = (sums: Results['sums'], column: number, width: number, rowCount: number) => {
    for (let i = 0; i < rowCount; i++) {
      const row = i * rowStep;
      const values = row < blockRows ? filtered.real : filtered.imaginary;
      const from = (row < blockRows ? row : row - blockRows) * pitch;
      for (let x = 0; x < width; x++) {
        const pixel = Math.floor((column + x) / channels);
        if (pixel % plan.columnStride !== 0) continue;
        const to = (pixel / plan.columnStride) * channels + ((column + x) % channels);
        sums[i * plan.outputRowLength + to] = (values[from + x] as number) + plan.delta;
      }
    }
  };

  return {
    plan,
    rows,
    fallback,
    bytes: 8 * (rows.data.length + 2 * spectrum.real.length) + fallback.bytes,
    dispose() {},
    begin({ outputRows, stagedRows }, sinks) {
      const sum = magnitude(rows.data, stagedRows * stagedRowLength);
      if (!(sum <= plan.maxMagnitude)) return sum;
      // The rest of a block, which no result needs.
      rows.fill(capacity - stagedRows, stagedRows, 0);
      compute(sinks, outputRows);
      return sum;
    },
    compute: () => 0,
    isNearTie: ({ outputRows }, kernel) => (results[kernel] as Results).isNearTie(outputRows),
    sumsOf: (kernel) => (results[kernel] as Results).asStripSums(),
    deliver: ({ outputRow, outputRows }, kernel, sink) =>
      (results[kernel] as Results).deliver(sink, outputRow, outputRows, kernel),
  };
}
