import { elementTypes } from '../dtype.ts';
import type { BackendName } from '../types.ts';
import type { FourierPlan } from './fourier.ts';
import type { IntegerPlan } from './integer.ts';
import type { Plan } from './plan.ts';

/** About how many bytes a plan takes while it runs, on a backend: its tables and a strip. Other plans share the strip. */
export function memoryOf(plan: Plan, backend: BackendName): number {
  return tableBytes(plan) + stripBytes(plan, backend);
}

/** What lasts from run to run: taps or what was made of them, and where borders and columns of taps lie. */
function tableBytes(plan: Plan): number {
  const borders = plan.leftMargin.byteLength + plan.rightMargin.byteLength + plan.columnOffsets.byteLength;
  if ('arithmetic' in plan) {
    const numbers = plan.kernels.reduce(
      (sum, { taps, columns, rows }) =>
        sum + (taps?.length ?? 0) + (columns?.length ?? 0) + (rows?.length ?? 0),
      0,
    );
    // An offset and a tap of 16 bits.
    return borders + 6 * numbers;
  }
  const { kernel } = plan;
  const { bytes } = elementTypes[plan.accumulator];
  switch (plan.method) {
    case 'direct':
      return borders + kernel.taps.length * kernel.rows * kernel.columns * bytes;
    case 'separable': {
      const numbers = plan.factors.reduce((sum, { columns, rows }) => sum + columns.length + rows.length, 0);
      return borders + numbers * bytes + (plan.direct ? tableBytes(plan.direct) : 0);
    }
    case 'fft':
      return borders + spectrumBytes(plan, bytes) + tableBytes(plan.direct);
  }
}

/** Twiddle factors, and the transformed kernels. */
function spectrumBytes(plan: FourierPlan, bytes: number): number {
  const { kernel, vertical, horizontal, spectrumRows } = plan;
  const twiddles = 2 * (vertical.length + (horizontal?.length ?? 0));
  const spectra = kernel.taps.length * 2 * spectrumRows.length * (horizontal?.length ?? kernel.columns);
  return (twiddles + spectra) * bytes;
}

/** Staged rows and results, and what lies between. */
function stripBytes(plan: Plan, backend: BackendName): number {
  const { strip } = plan;
  const isJs = backend === 'js';
  if ('arithmetic' in plan) return integerStripBytes(plan, isJs);
  const { bytes } = elementTypes[plan.accumulator];
  const between =
    plan.method === 'fft'
      ? 2 * plan.vertical.length * plan.spectrumColumns
      : 'factors' in plan
        ? strip.outputRows * plan.rank * plan.stagedRowLength
        : 0;
  // JavaScript computes in float64.
  const staged = (strip.stagedRows * plan.stagedRowLength + between) * (isJs ? 8 : bytes);
  return staged + strip.outputRows * plan.outputRowLength * bytes;
}

function integerStripBytes(plan: IntegerPlan, isJs: boolean): number {
  const { strip, imageRowLength, stagedRowLength, outputRowLength } = plan;
  const results = strip.outputRows * outputRowLength * elementTypes[plan.result].bytes;
  const isDirect = plan.method === 'direct';
  if (isJs) {
    const staged = strip.stagedRows * (isDirect ? stagedRowLength : imageRowLength);
    return results + 8 * (staged + strip.outputRows * outputRowLength);
  }
  const staged = strip.stagedRows * imageRowLength * elementTypes[plan.storage].bytes;
  // Rows with borders in 16 bits: all of a direct sum's, else a few.
  return results + staged + (isDirect ? strip.stagedRows : 8) * stagedRowLength * 2;
}
