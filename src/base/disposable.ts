/// <reference lib="esnext.disposable" preserve="true" />
/** `Symbol.dispose`. Polyfills use the other symbol in engines without it. */
export const disposeSymbol: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');

let registry: FinalizationRegistry<() => void> | undefined;

/** Calls `release` for owners that became garbage. Undefined in engines without it, such as older Cloudflare Workers. */
function finalization(): typeof registry {
  if (registry === undefined && typeof FinalizationRegistry === 'function') {
    registry = new FinalizationRegistry((release) => release());
  }
  return registry;
}

/**
 * Something to release once: by hand, at the end of a `using` block, or when the garbage collector has freed its owner, in
 * engines that have a FinalizationRegistry.
 */
export class Holding {
  #release: (() => void) | null;
  #isReleased = false;

  /**
   * @param release May not refer to the owner, nor share a scope with a closure that does: that would keep the owner alive.
   *   Null if the garbage collector frees everything by itself.
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
