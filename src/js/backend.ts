import type { Backend, BackendLoader } from '../backend/backend.ts';
import type { Plan } from '../plan/plan.ts';
import { prepareDirect } from './direct.ts';
import { prepareFourier } from './fourier.ts';
import { prepareInteger } from './integer.ts';
import { prepareMultirate } from './multirate.ts';
import { pointwise } from './pointwise.ts';
import { jsRates } from './rates.ts';
import { prepareRunning } from './running.ts';
import { prepareSeparable } from './separable.ts';

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

function prepare(plan: Plan) {
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
      return prepareMultirate(plan);
  }
}
