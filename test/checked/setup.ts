import { readFileSync } from 'node:fs';
import { afterEach, expect, vi } from 'vitest';
import type { Layout } from './owner.ts';

/*
 * Exchanges the binary of the backend `wasm` for the build with bounds assertions, and watches what the heap hands out to whom.
 * Nothing in src/ knows of it. `wasm-relaxed` is left out: its source is the same.
 */

vi.mock('../../src/wasm/instance.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/wasm/instance.ts')>();
  const { Unavailable } = await import('../../src/backend/backend.ts');
  const { Ownership } = await import('./owner.ts');
  const instantiate: typeof original.instantiate = (_, missing) => {
    if (missing === 'no-relaxed-simd') throw new Unavailable(missing, 'not built with bounds assertions');
    const name = process.env.CHECKED_BINARY ?? 'checked';
    const bytes = readFileSync(new URL(`../../build/${name}.wasm`, import.meta.url));
    const memory = new WebAssembly.Memory({ initial: 1 });
    const ownership = new Ownership(memory);
    const imports = { env: { memory }, checked: { check: ownership.check } };
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
    return { exports: exports as ReturnType<typeof original.instantiate>['exports'], memory };
  };
  return { ...original, instantiate };
});

/** The layouts whose size was asked for last: those of a claim are asked for right before it. */
const { sized } = vi.hoisted(() => ({ sized: [] as Layout[] }));

vi.mock('../../src/wasm/heap.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/wasm/heap.ts')>();
  const { ownershipOf } = await import('./owner.ts');
  class Heap extends original.Heap {
    override allocate(bytes: number): number {
      const address = super.allocate(bytes);
      ownershipOf(this.memory).allocated(address, bytes);
      return address;
    }

    override free(address: number): void {
      super.free(address);
      ownershipOf(this.memory).freed(address);
    }
  }
  class Pieces extends original.Pieces implements Layout {
    readonly taken: { offset: number; bytes: number }[] = [];

    override take(bytes: number): number {
      const offset = super.take(bytes);
      this.taken.push({ offset, bytes });
      return offset;
    }

    override get bytes(): number {
      sized.push(this);
      return super.bytes;
    }
  }
  return { ...original, Heap, Pieces };
});

vi.mock('../../src/wasm/engine.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/wasm/engine.ts')>();
  const { ownershipOf } = await import('./owner.ts');
  class Engine extends original.Engine {
    override claim(...sizes: Parameters<InstanceType<typeof original.Engine>['claim']>): number {
      const [fixedLayout, scratchLayout] = sized.splice(0).slice(-2) as [Layout, Layout];
      let fixed = 0;
      ownershipOf(this.heap.memory).claim(fixedLayout, scratchLayout, () => {
        fixed = super.claim(...sizes);
        return { fixed, scratch: this.scratch };
      });
      return fixed;
    }
  }
  return { ...original, Engine };
});

vi.mock('../../src/wasm/backend.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/wasm/backend.ts')>();
  const { latestOwnership, Owner } = await import('./owner.ts');
  const load: typeof original.wasmLoader.load = () => {
    const backend = original.wasmLoader.load();
    const ownership = latestOwnership();
    return {
      ...backend,
      prepare(plan) {
        const owner = new Owner();
        const prepared = ownership.within(owner, () => backend.prepare(plan));
        const guarded = <T extends object>(object: T): T =>
          new Proxy(object, {
            get(target, key) {
              const value: unknown = Reflect.get(target, key, target);
              if (typeof value === 'function')
                return (...data: unknown[]) => ownership.within(owner, () => value.apply(target, data));
              return key === 'rows' || key === 'fallback' ? value && guarded(value) : value;
            },
          });
        return guarded(prepared);
      },
    };
  };
  return { ...original, wasmLoader: { ...original.wasmLoader, load } };
});

afterEach(async () => {
  const { refused } = await import('./owner.ts');
  expect(refused.splice(0)).toEqual([]);
});
