import type { Registry } from '../backend/registry.ts';
import { inMemory } from '../base/errors.ts';
import type { CheckedOptions } from '../problem/options.ts';
import type { Taps } from '../problem/taps.ts';
import { type Filter, sameKernel } from './kernels.ts';
import type { Call } from './plan-call.ts';
import { ReadyCall } from './run-call.ts';
import { same } from './same.ts';
import type { Subject } from './subject.ts';

/** Enough for programs that apply a few kernels to each frame. To search so many is cheap. */
const MAX_CALLS = 8;
/** Of tables and spectra: enough for the spectra of eight large kernels. */
const MAX_BYTES = 16 * 2 ** 20;

/** The most recent one-shot calls, set up. */
export class RecentCalls {
  readonly #registry: Registry;
  /** The most recent first. */
  readonly #calls: ReadyCall[] = [];
  /** Of the registry, when they were set up. */
  #changes = 0;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** A call that was set up before. It is valid until another call is set up, which may free it. */
  find(filter: Filter, subject: Subject, options: CheckedOptions): ReadyCall | undefined {
    const calls = this.#calls;
    if (this.#changes !== this.#registry.changes) {
      this.#forget(0);
      this.#changes = this.#registry.changes;
    }
    for (let i = 0; i < calls.length; i++) {
      const found = calls[i] as ReadyCall;
      if (!serves(found.call, filter, subject, options)) continue;
      if (i > 0) calls.unshift(...calls.splice(i, 1));
      return found;
    }
    return undefined;
  }

  /** Sets up a call that is the caller's to dispose of. Memory may grow. */
  setUp(call: Call): ReadyCall {
    const setUp = () => new ReadyCall(call, this.#registry);
    try {
      return setUp();
    } catch {
      // Free the recent calls and try again: they may hold the memory that this one needs.
      this.#forget(0);
      return inMemory(setUp);
    }
  }

  keep(ready: ReadyCall): void {
    const calls = this.#calls;
    calls.unshift(ready);
    let bytes = 0;
    const end = calls.findIndex((recent, place) => {
      bytes += recent.bytes;
      // The newest is kept whatever its size.
      return place > 0 && (place >= MAX_CALLS || bytes > MAX_BYTES);
    });
    if (end > 0) this.#forget(end);
  }

  #forget(from: number): void {
    for (const ready of this.#calls.splice(from)) ready.dispose();
  }
}

/** Whether a call is that of this filter, these options and images like this one. */
export function serves(call: Call, filter: Filter, subject: Subject, options: CheckedOptions): boolean {
  const { taps } = call;
  if (call.operation !== filter.operation || taps.length !== filter.kernels.length) return false;
  if (!same(call.subject, subject) || !same(call.options, options)) return false;
  for (let i = 0; i < taps.length; i++) {
    if (!sameKernel(filter.kernels[i] as Filter['kernels'][number], taps[i] as Taps)) return false;
  }
  return true;
}
