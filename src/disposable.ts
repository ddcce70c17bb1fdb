/// <reference lib="esnext.disposable" preserve="true" />
/** `Symbol.dispose`, or what polyfills put in its place where an engine does not have it yet. */
export const disposeSymbol: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');

/**
 * Lets go of what an object held when the object was forgotten without being disposed of. `release` may not refer to
 * the object.
 */
const forgotten = new FinalizationRegistry<() => void>((release) => release());

/** Something to give back once: by hand, at the end of a `using` block, or when its owner is garbage. */
export class Holding {
  #release: (() => void) | undefined;

  constructor(owner: object, release: () => void) {
    this.#release = release;
    forgotten.register(owner, release, this);
  }

  get isReleased(): boolean {
    return this.#release === undefined;
  }

  release(): void {
    const release = this.#release;
    if (release === undefined) return;
    this.#release = undefined;
    forgotten.unregister(this);
    release();
  }
}
