import type { Method } from 'convolve-wasm';

interface Measured {
  readonly kernel: number;
  readonly time: number;
}

/** What a method will take for a kernel larger than those it was measured with: the power law of the last two. */
export class Forecast {
  readonly #last = new Map<Method, readonly [Measured | undefined, Measured]>();

  learn(method: Method, measured: Measured): void {
    this.#last.set(method, [this.#last.get(method)?.[1], measured]);
  }

  /** 0 if too little is known. */
  time(method: Method, kernel: number): number {
    const [before, last] = this.#last.get(method) ?? [];
    if (before === undefined || last === undefined) return 0;
    const exponent = Math.log(last.time / before.time) / Math.log(last.kernel / before.kernel);
    return last.time * (kernel / last.kernel) ** Math.max(0, exponent);
  }
}
