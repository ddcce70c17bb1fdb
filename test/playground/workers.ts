/** For `before` of `open`: workers that start while the page's `breaksWorkers` is set break off at once. */
export function breakableWorkers(): void {
  const Whole = Worker;
  globalThis.Worker = class extends Whole {
    constructor(address: string | URL, options?: WorkerOptions) {
      const breaks = (globalThis as { breaksWorkers?: boolean }).breaksWorkers === true;
      super(breaks ? URL.createObjectURL(new Blob(['throw 1'])) : address, options);
    }
  };
}

/** For `evaluate`. */
export function breakWorkers(): void {
  Object.assign(globalThis, { breaksWorkers: true });
}
