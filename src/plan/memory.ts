import { elementTypes } from '../base/dtype.ts';
import type { BackendName } from '../base/types.ts';
import type { Plan } from './plan.ts';

/**
 * About how many bytes a plan takes while it runs, on a backend: its tables and strips. In linear memory the direct plan that
 * some plans fall back to shares the strip; JavaScript keeps one for each.
 */
export function memoryOf(plan: Plan, backend: BackendName): number {
  const direct = backend === 'js' && 'direct' in plan && plan.direct ? stripBytes(plan.direct, backend) : 0;
  return tableBytes(plan) + stripBytes(plan, backend) + direct;
}

function stripBytes(plan: Plan, backend: BackendName): number {
  const { strip, storage, accumulator, outputRowLength } = plan;
  const isInteger = 'arithmetic' in plan;
  // JavaScript computes in float64. Integer kernels read rows as they are, and give them borders a few at a time.
  const bytes = elementTypes[backend === 'js' ? 'float64' : isInteger ? storage : accumulator].bytes;
  const between =
    plan.method === 'fft'
      ? 2 * plan.vertical.length * plan.spectrumColumns
      : 'factors' in plan
        ? strip.outputRows * plan.rank * plan.stagedRowLength
        : 0;
  // Transforms give the results of all kernels of a bank at once; integers are sums before they are results.
  const count = plan.method === 'fft' ? plan.kernel.taps.length : isInteger ? 2 : 1;
  const results = count * strip.outputRows * outputRowLength * elementTypes[accumulator].bytes;
  return (strip.stagedRows * plan.stagedRowLength + between) * bytes + results;
}

/** What lasts from run to run: taps or what was made of them, and where borders lie. */
function tableBytes(plan: Plan): number {
  const { kernel, leftMargin, rightMargin, accumulator } = plan;
  const { bytes } = elementTypes[accumulator];
  const borders = leftMargin.byteLength + rightMargin.byteLength;
  if (plan.method === 'fft') {
    const spectrum = 2 * plan.spectrumRows.length * (plan.horizontal?.length ?? kernel.columns);
    return borders + kernel.taps.length * spectrum * bytes + tableBytes(plan.direct);
  }
  const taps = plan.method === 'direct' ? kernel.rows * kernel.columns : kernel.rows + kernel.columns;
  const direct = 'direct' in plan && plan.direct ? tableBytes(plan.direct) : 0;
  return borders + kernel.taps.length * taps * bytes + direct;
}
