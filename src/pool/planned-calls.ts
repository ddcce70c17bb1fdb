import type { Backends, Stages } from '../call/api.ts';
import type { PlannedCalls } from '../call/filter.ts';
import type { Filter } from '../call/kernels.ts';
import type { Call } from '../call/plan-call.ts';
import { serves } from '../call/recent-calls.ts';
import type { CheckedOptions } from '../problem/options.ts';
import { listsOf } from '../problem/taps.ts';

/** As many as one-shot calls find again. */
const MAX_CALLS = 8;

/** The most recent calls of a pool, planned. */
export class RecentPlans {
  readonly #stages: Stages & Backends;
  /** The most recent first. */
  readonly #calls: Call[] = [];
  /** Of the registry, when they were planned. */
  #changes = 0;

  constructor(stages: Stages & Backends) {
    this.#stages = stages;
  }

  callsOf(filter: Filter, options: CheckedOptions): PlannedCalls {
    const calls = this.#calls;
    const { changes } = this.#stages.registry;
    // Another backend may serve now.
    if (changes !== this.#changes) calls.length = 0;
    this.#changes = changes;
    return {
      find(subject) {
        const index = calls.findIndex((call) => serves(call, filter, subject, options));
        if (index > 0) calls.unshift(...calls.splice(index, 1));
        return index < 0 ? undefined : { call: calls[0] as Call };
      },
      plan: (subject, image) => {
        const call = this.#stages.callsOf(filter, options).plan(subject, image);
        // From here on the caller may change the kernels.
        for (const taps of call.taps) listsOf(taps);
        if (!call.isSwapped) {
          calls.unshift(call);
          calls.splice(MAX_CALLS);
        }
        return call;
      },
    };
  }
}
