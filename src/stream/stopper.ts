/** Ends waiting: what is awaited through it is rejected once it is stopped. */
export class Stopper {
  #stopped: { readonly reason: unknown } | null = null;
  #reject: ((reason: unknown) => void) | null = null;

  get isStopped(): boolean {
    return this.#stopped !== null;
  }

  stop(reason: unknown): void {
    if (this.#stopped) return;
    this.#stopped = { reason };
    this.#reject?.(reason);
  }

  throwIfStopped(): void {
    if (this.#stopped) throw this.#stopped.reason;
  }

  /** One promise at a time. */
  race<T>(promise: PromiseLike<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.throwIfStopped();
      this.#reject = reject;
      promise.then(resolve, reject);
    }).finally(() => {
      // What a signal keeps may not hold what came.
      this.#reject = null;
    });
  }
}
