import type { Backend, BackendLoader, Prepared } from '../backend/backend.ts';
import type { MultiratePlan } from '../plan/multirate.ts';
import type { Plan } from '../plan/plan.ts';
import { repairOf } from '../plan/repair.ts';
import { prepareDirect } from './direct.ts';
import { prepareFourier } from './fourier.ts';
import { prepareInteger } from './integer.ts';
import { pointwise } from './pointwise.ts';
import { jsRates } from './rates.ts';
import { prepareRunning } from './running.ts';
import { prepareSeparable } from './separable.ts';

type PrepareMultirate = (plan: MultiratePlan) => Prepared;

/** See `extraMethods` of `plan/option.ts`: without plans of this kind nothing asks for it. */
export const extraMethods: { multirate: PrepareMultirate | null } = { multirate: null };

const jsBackend: Backend = {
  name: 'js',
  rates: jsRates,
  sharesStrips: false,
  prepare,
  pointwise,
  allocate: () => null,
  memoryBytes: () => 0,
};

export const jsLoader: BackendLoader = { name: 'js', load: () => jsBackend };

function prepare(plan: Plan): Prepared {
  const repair = repairOf(plan);
  // Sums in float64 are as fast here as approximate ones. Strips are those of the call.
  if (repair) return prepare({ ...repair.reference, strip: plan.strip });
  if ('arithmetic' in plan) return prepareInteger(plan);
  if ('blockLength' in plan) return prepareRunning(plan);
  switch (plan.method) {
    case 'direct':
      return prepareDirect(plan);
    case 'separable':
      return prepareSeparable(plan);
    case 'fft':
      return prepareFourier(plan);
    case 'multirate':
      return (extraMethods.multirate as PrepareMultirate)(plan);
  }
}
