import { readFileSync } from 'node:fs';
import { afterEach, expect, vi } from 'vitest';

/*
 * Exchanges the binary of the backend `wasm` for the build with bounds assertions, and watches what the heap hands out to whom.
 * Nothing in src/ knows of it. `wasm-relaxed` is left out: its source is the same.
 */

vi.mock('../../src/wasm/inlined.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/wasm/inlined.ts')>();
  const { Unavailable } = await import('../../src/backend/backend.ts');
  const compileInlined: typeof original.compileInlined = (_, missing) => {
    if (missing === 'no-relaxed-simd') throw new Unavailable(missing, 'not built with bounds assertions');
    const name = process.env.CHECKED_BINARY ?? 'checked';
    return new WebAssembly.Module(readFileSync(new URL(`../../build/${name}.wasm`, import.meta.url)));
  };
  return { ...original, compileInlined };
});

vi.mock('../../src/wasm/instance.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/wasm/instance.ts')>();
  const { Ownership } = await import('./owner.ts');
  const instantiate: typeof original.instantiate = (module) => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const ownership = new Ownership(memory);
    const imports = { env: { memory }, checked: { check: ownership.check } };
    const { exports } = new WebAssembly.Instance(module, imports);
    return { exports: exports as unknown as ReturnType<typeof original.instantiate>['exports'], memory };
  };
  return { ...original, instantiate };
});

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
  return { ...original, Heap };
});

vi.mock('../../src/wasm/workspace.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/wasm/workspace.ts')>();
  const { ownershipOf } = await import('./owner.ts');
  const { prototype } = original.Workspace;
  const { claim } = prototype;
  prototype.claim = function (counted) {
    ownershipOf(this.engine.heap.memory).whileClaiming(() => claim.call(this, counted));
  };
  for (const name of ['reserve', 'scratch'] as const) {
    const take = prototype[name];
    prototype[name] = function (bytes) {
      const address = take.call(this, bytes);
      if (this.isPlaced) ownershipOf(this.engine.heap.memory).given(address, bytes);
      return address;
    };
  }
  return original;
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
