/*
 * Who owns which bytes of linear memory. The build with bounds assertions asks before each load and store: it must lie inside one
 * piece of the plan that runs, or inside one resident image.
 */

/** Pieces as `Pieces` of src/wasm/heap.ts lays them out, without rounding up to whole lines. */
export interface Layout {
  readonly taken: readonly { readonly offset: number; readonly bytes: number }[];
}

/** What a plan, or the direct plan that it carries, was given. */
interface Claim {
  readonly fixed: number;
  readonly fixedLayout: Layout;
  readonly scratchLayout: Layout;
}

/** All claims of a plan. */
export class Owner {
  readonly claims: Claim[] = [];
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
  scratch = 0;
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

  /** Notes what `claim` of src/wasm/engine.ts allocates for a plan: `allocate` gives the address of the fixed pieces. */
  claim(
    fixedLayout: Layout,
    scratchLayout: Layout,
    allocate: () => { fixed: number; scratch: number },
  ): void {
    this.#isClaiming = true;
    try {
      const { fixed, scratch } = allocate();
      this.scratch = scratch;
      this.#owner?.claims.push({ fixed, fixedLayout, scratchLayout });
    } finally {
      this.#isClaiming = false;
      this.#starts = undefined;
    }
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
    const pieces = [...this.#images].map(([start, bytes]) => ({ start, end: start + bytes }));
    for (const { fixed, fixedLayout, scratchLayout } of this.#owner?.claims ?? []) {
      const parts = [
        [fixed, fixedLayout],
        [this.scratch, scratchLayout],
      ] as const;
      for (const [base, { taken }] of parts) {
        for (const { offset, bytes } of taken)
          pieces.push({ start: base + offset, end: base + offset + bytes });
      }
    }
    const sorted = pieces.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
    this.#starts = sorted.map(({ start }) => start);
    this.#ends = sorted.map(({ end }) => end);
    return this.#starts;
  }
}
