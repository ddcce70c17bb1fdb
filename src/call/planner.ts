import type { Backend, Prepared } from '../backend/backend.ts';
import type { Method } from '../base/types.ts';
import { type Choice, choose } from '../plan/choose.ts';
import type { Problem } from '../problem/problem.ts';
import { sameProblem } from '../problem/same.ts';

/** A problem planned and made ready on a backend. */
export interface Ready {
  readonly problem: Problem;
  readonly backend: Backend;
  readonly choice: Choice;
  readonly prepared: Prepared;
}

export function disposeAll(steps: readonly Ready[]): void {
  for (const { prepared } of steps) prepared.dispose();
}

interface Entry extends Ready {
  readonly method: Method;
  readonly deterministic: boolean;
}

/** Someone who filters every frame with a few kernels in turn finds them all; a search takes no time to speak of. */
const MOST_ENTRIES = 8;
/** Of linear memory, for tables and spectra: enough for the spectra of eight large kernels. */
const MOST_BYTES = 16 * 2 ** 20;

/** Plans problems and keeps the plans of recent one-shot calls, the most recent first. */
export class Planner {
  #recent: Entry[] = [];

  /** A plan that is the caller's to dispose of. */
  prepare(problem: Problem, backend: Backend, method: Method, deterministic: boolean): Ready {
    const choice = choose(problem, { method, rates: backend.rates, deterministic });
    const ready = () => ({ problem, backend, choice, prepared: backend.prepare(choice.plan) });
    try {
      return ready();
    } catch (error) {
      if (this.#recent.length === 0) throw error;
      // What is kept may be all that was in the way.
      this.#forget(0);
      return ready();
    }
  }

  /** A plan that may be used until the next call. */
  recall(problem: Problem, backend: Backend, method: Method, deterministic: boolean): Ready {
    const index = this.#recent.findIndex(
      (entry) =>
        entry.backend === backend &&
        entry.method === method &&
        entry.deterministic === deterministic &&
        sameProblem(entry.problem, problem),
    );
    if (index >= 0) {
      const [found] = this.#recent.splice(index, 1) as [Entry];
      this.#recent.unshift(found);
      return found;
    }
    const entry = { ...this.prepare(problem, backend, method, deterministic), method, deterministic };
    this.#recent.unshift(entry);
    let bytes = 0;
    const kept = this.#recent.findIndex((recent, place) => {
      bytes += recent.prepared.bytes;
      // Whatever its size, the newest is in use.
      return place > 0 && (place >= MOST_ENTRIES || bytes > MOST_BYTES);
    });
    if (kept > 0) this.#forget(kept);
    return entry;
  }

  /** Gives up what comes after the `keep` most recent. */
  #forget(keep: number): void {
    disposeAll(this.#recent.splice(keep));
  }
}
