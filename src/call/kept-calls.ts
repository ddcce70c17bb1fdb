import type { Registry } from '../backend/registry.ts';
import { inMemory, wrongValue } from '../base/errors.ts';
import type { Explanation } from '../base/types.ts';
import { type Shape, sizes } from '../io/view.ts';
import type { CheckedOptions } from '../problem/options.ts';
import { explanationOf } from './explain.ts';
import type { Calls } from './filter.ts';
import { type Filter, ownLists } from './kernels.ts';
import { planCall } from './plan-call.ts';
import { type RecentCalls, serves } from './recent-calls.ts';
import { disposed } from './resident.ts';
import type { ReadyCall } from './run-call.ts';
import { same } from './same.ts';
import type { Subject } from './subject.ts';

/** Thrown in place of a result once a call is set up, where there is no image yet. */
class IsSetUp extends Error {}

/** The calls that one prepared filter makes, for images of one shape. They stay set up until they are disposed of. */
export class KeptCalls {
  readonly #shape: Shape;
  readonly #registry: Registry;
  readonly #recent: RecentCalls;
  readonly #known: { readonly filter: Filter; readonly ready: ReadyCall }[] = [];
  #first: { readonly filter: Filter; readonly subject: Subject; readonly options: CheckedOptions } | null =
    null;
  #isSettingUp = false;
  #isDisposed = false;

  constructor(shape: Shape, registry: Registry, recent: RecentCalls) {
    this.#shape = shape;
    this.#registry = registry;
    this.#recent = recent;
  }

  /** Sets up the calls that `filter` makes, without computing results. */
  setUpBy(filter: () => unknown): void {
    this.#isSettingUp = true;
    try {
      filter();
    } catch (error) {
      if (!(error instanceof IsSetUp)) throw error;
    } finally {
      this.#isSettingUp = false;
    }
  }

  /** `find` comes after all arguments are read, and before anything is written. */
  callsOf(filter: Filter, options: CheckedOptions): Calls {
    const setUp: Calls['setUp'] = (call) => {
      const ready = this.#recent.setUp(call);
      this.#known.push({ filter, ready });
      return ready;
    };
    const plan: Calls['plan'] = (subject, image) => planCall(filter, subject, image, options, this.#registry);
    const find: Calls['find'] = (subject) => {
      this.refuseOther(subject);
      this.#first ??= { filter, subject, options };
      const found = this.#known.find(({ filter: known, ready: { call } }) =>
        // A filter that is built once needs no comparison of its taps.
        known === filter
          ? same(call.subject, subject) && same(call.options, options)
          : serves(call, filter, subject, options),
      );
      if (!this.#isSettingUp) return found?.ready;
      if (!found) setUp(inMemory(() => planCall(filter, subject, null, options, this.#registry)));
      throw new IsSetUp();
    };
    return { find, plan, setUp };
  }

  /** Refuses images of other shapes, and all once it is disposed of. */
  refuseOther(image: Shape): void {
    if (this.#isDisposed) throw disposed('filter');
    const { rows, columns, channels } = this.#shape;
    if (image.rows !== rows || image.columns !== columns || image.channels !== channels) {
      throw wrongValue('ERR_SIZE', 'image', sizes(this.#shape), sizes(image));
    }
  }

  /** How the call that was set up first is computed. */
  explain(): Explanation {
    if (this.#isDisposed || this.#first === null) throw disposed('filter');
    const { filter, subject, options } = this.#first;
    // What is explained may be changed by the caller.
    return explanationOf(inMemory(() => planCall(ownLists(filter), subject, null, options, this.#registry)));
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const { ready } of this.#known.splice(0)) ready.dispose();
  }
}
