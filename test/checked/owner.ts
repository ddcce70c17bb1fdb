/*
 * Who owns which bytes of linear memory. The build with bounds assertions asks before each load and store: it must lie inside one
 * piece of the plan that runs, or inside one resident image.
 */

/** A piece of memory, without rounding up to whole lines. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

/** What a plan was given, and the direct plan that it carries. */
export class Owner {
  readonly pieces: Piece[] = [];
}

const ownerships = new WeakMap<WebAssembly.Memory, Ownership>();
let latest: Ownership;

export function ownershipOf(memory: WebAssembly.Memory): Ownership {
  return ownerships.get(memory) as Ownership;
}

export function latestOwnership(): Ownership {
  return latest;
}

const shared = globalThis as { refusedAccesses?: string[] };
shared.refusedAccesses ??= [];
/** What was refused, whoever caught the error, and whichever copy of the modules it came from. */
export const refused = shared.refusedAccesses;

export class Ownership {
  /** Resident images, by address. */
  readonly #images = new Map<number, number>();
  #owner: Owner | undefined;
  #isClaiming = false;
  #starts: number[] | undefined;
  #ends: number[] = [];

  constructor(memory: WebAssembly.Memory) {
    ownerships.set(memory, this);
    latest = this;
  }

  /** Runs a step of a plan. */
  within<T>(owner: Owner, step: () => T): T {
    const before = this.#owner;
    this.#owner = owner;
    this.#starts = undefined;
    try {
      return step();
    } finally {
      this.#owner = before;
      this.#starts = undefined;
    }
  }

  /** What is allocated meanwhile is a plan's, and no image. */
  whileClaiming(claim: () => void): void {
    this.#isClaiming = true;
    try {
      claim();
    } finally {
      this.#isClaiming = false;
    }
  }

  /** Notes what src/wasm/workspace.ts gives the plan that is prepared. */
  given(start: number, bytes: number): void {
    this.#owner?.pieces.push({ start, end: start + bytes });
    this.#starts = undefined;
  }

  allocated(address: number, bytes: number): void {
    if (!this.#isClaiming) this.#images.set(address, bytes);
    this.#starts = undefined;
  }

  freed(address: number): void {
    this.#images.delete(address);
    this.#starts = undefined;
  }

  readonly check = (pointer: number, bytes: number, isStore: number): void => {
    const begin = pointer >>> 0;
    const starts = this.#starts ?? this.#list();
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= begin) low = middle + 1;
      else high = middle;
    }
    if (low > 0 && begin + bytes <= (this.#ends[low - 1] as number)) return;
    if (bytes === 0) return;
    const error = new Error(
      `${isStore ? 'store' : 'load'} of ${bytes} bytes at ${begin}: ${this.#place(begin + bytes, low - 1)}`,
    );
    refused.push(error.stack as string);
    throw error;
  };

  #place(end: number, index: number): string {
    const piece = (at: number) => `${(this.#starts as number[])[at]} to ${this.#ends[at]}`;
    if (this.#owner === undefined) return 'no plan runs';
    return index < 0
      ? 'before the first piece of the plan'
      : `ends ${end - (this.#ends[index] as number)} bytes past the end of the piece from ${piece(index)}`;
  }

  /** Sorted; pieces do not overlap. */
  #list(): number[] {
    const images = [...this.#images].map(([start, bytes]) => ({ start, end: start + bytes }));
    const pieces = [...images, ...(this.#owner?.pieces ?? [])];
    const sorted = pieces.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
    this.#starts = sorted.map(({ start }) => start);
    this.#ends = sorted.map(({ end }) => end);
    return this.#starts;
  }
}
