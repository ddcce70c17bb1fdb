/// <reference lib="esnext.disposable" preserve="true" />
/** `Symbol.dispose`, or what polyfills put in its place where an engine does not have it yet. */
export const disposeSymbol: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');

let registry: FinalizationRegistry<() => void> | undefined;

/** Releases what owners held that became garbage. Undefined in engines without it, such as older Cloudflare Workers. */
function finalization(): typeof registry {
  if (registry === undefined && typeof FinalizationRegistry === 'function') {
    registry = new FinalizationRegistry((release) => release());
  }
  return registry;
}

/**
 * Something to release once: by hand, at the end of a `using` block, or, where the engine tells, when the garbage collector
 * has freed its owner.
 */
export class Holding {
  #release: (() => void) | null;
  #isReleased = false;

  /**
   * @param release May not refer to the owner, nor be a closure beside one that does: that would keep the owner alive. Null
   *   if the garbage collector frees everything by itself.
   */
  constructor(owner: object, release: (() => void) | null) {
    this.#release = release;
    if (release !== null) finalization()?.register(owner, release, this);
  }

  get isReleased(): boolean {
    return this.#isReleased;
  }

  release(): void {
    const release = this.#release;
    this.#isReleased = true;
    this.#release = null;
    if (release === null) return;
    finalization()?.unregister(this);
    release();
  }
}
