import type { Call, Part } from '../call/plan-call.ts';
import { inBands } from '../plan/multirate.ts';

/** So that no thread waits long for the last band. */
const BANDS_PER_THREAD = 2;

/** The same call with enough bands of Gaussians for all threads, where results do not depend on bands: those of bytes. */
export function withBandsFor(call: Call, threads: number): Call {
  if (threads === 1) return call;
  const more = (part: Part): Part => {
    const { plan } = part.choice;
    if (plan.method !== 'multirate' || plan.lanes !== 'bytes') return part;
    return { ...part, choice: { ...part.choice, plan: inBands(plan, BANDS_PER_THREAD * threads) } };
  };
  return { ...call, parts: call.parts.map(more) };
}
