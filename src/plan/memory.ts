import { elementTypes } from '../base/dtype.ts';
import { greatestOf, sum } from '../problem/taps.ts';
import type { MultiratePlan } from './multirate.ts';
import { fallbackOf, type Plan } from './plan.ts';
import { repairOf } from './repair.ts';

/**
 * About how many bytes a plan takes while it runs: its tables and strips.
 *
 * @param sharesStrips Whether a plan and the plan that it falls back to have one strip, of the types that the plan names:
 * so in linear memory. JavaScript has one for each, of float64.
 */
export function memoryOf(plan: Plan, sharesStrips: boolean): number {
  if (plan.method === 'multirate') return memoryOfGrid(plan);
  const own = tableBytes(plan) + stripBytes(plan, sharesStrips);
  const fallback = repairOf(plan)?.reference ?? fallbackOf(plan);
  if (fallback === null) return own;
  return own + (sharesStrips ? tableBytes(fallback) : memoryOf(fallback, false));
}

/** Rows of cells of a band twice, a block of rows as wide as the image twice, a strip of results, and tables. */
function memoryOfGrid(plan: MultiratePlan): number {
  const { bands, horizontal, channels, blockRows, pieces, outputRowLength, strip, lanes, accumulator } = plan;
  const bytes = elementTypes[accumulator].bytes;
  const between = lanes === 'bytes' ? 2 : bytes;
  const cells = greatestOf(bands, ({ places, results }) => places + results) * horizontal.results * channels;
  const wide = (3 * blockRows + pieces) * outputRowLength * between;
  const tables = sum(
    [horizontal, ...bands].map((axis) => (axis.advances.length + axis.count) * (pieces + 1)),
  );
  return cells * bytes + wide + strip.outputRows * outputRowLength * bytes + tables * between;
}

function stripBytes(plan: Exclude<Plan, MultiratePlan>, sharesStrips: boolean): number {
  const { strip, storage, accumulator, outputRowLength } = plan;
  const isInteger = 'arithmetic' in plan;
  // Integer kernels read rows as they are, and give them borders a few at a time.
  const bytes = elementTypes[!sharesStrips ? 'float64' : isInteger ? storage : accumulator].bytes;
  const between =
    plan.method === 'fft'
      ? 2 * plan.vertical.length * plan.spectrumColumns
      : 'factors' in plan
        ? strip.outputRows * plan.rank * plan.stagedRowLength
        : 'passes' in plan
          ? plan.stagedRowLength
          : 0;
  // Transforms give the results of all kernels of a bank at once; integers are sums before they are results.
  const count = plan.method === 'fft' ? plan.kernel.taps.length : isInteger ? 2 : 1;
  const results = count * strip.outputRows * outputRowLength * elementTypes[accumulator].bytes;
  return (strip.stagedRows * plan.stagedRowLength + between) * bytes + results;
}

/** Tables, which last from run to run: taps, factors or spectra, and the borders. */
function tableBytes(plan: Plan): number {
  const { kernel, leftBorder, rightBorder, accumulator } = plan;
  const taps =
    plan.method === 'fft'
      ? 2 * plan.spectrumRows.length * (plan.horizontal?.length ?? kernel.columns)
      : plan.method === 'direct'
        ? kernel.rows * kernel.columns
        : kernel.rows + kernel.columns;
  const tableOfTaps = kernel.taps.length * taps * elementTypes[accumulator].bytes;
  return leftBorder.byteLength + rightBorder.byteLength + tableOfTaps;
}
