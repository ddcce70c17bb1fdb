import type { Backend, BackendLoader, Prepared } from '../backend/backend.ts';
import { selfCheck } from '../backend/self-check.ts';
import { elementTypes } from '../base/dtype.ts';
import type { TypedArray } from '../base/types.ts';
import type { MultiratePlan } from '../plan/multirate.ts';
import type { Plan } from '../plan/plan.ts';
import { agreedRates } from '../plan/rates.ts';
import { PreparedDirect } from './direct.ts';
import { Engine } from './engine.ts';
import { prepareFourier } from './fourier.ts';
import { instantiate } from './instance.ts';
import { PreparedInteger } from './integer.ts';
import { createPointwise } from './pointwise.ts';
import { relaxedRates } from './rates.ts';
import { PreparedRunning } from './running.ts';
import { PreparedSeparable } from './separable.ts';
import { Workspace } from './workspace.ts';

type PrepareMultirate = (plan: MultiratePlan, engine: Engine) => Prepared;

/** See `extraMethods` of `plan/option.ts`: without plans of this kind nothing asks for it. */
export const extraMethods: { multirate: PrepareMultirate | null } = { multirate: null };

/** The backends that compute in WebAssembly: each has a binary. */
export type WasmName = 'wasm' | 'wasm-relaxed';

/** The binaries that serve: workers of a pool get them compiled. */
export const compiled: { [name in WasmName]?: WebAssembly.Module } = {};

/** What they were compiled from, where that is at hand. */
export const binaries: { [name in WasmName]?: () => Uint8Array<ArrayBuffer> } = {};

/**
 * @param compile Gives the compiled binary of this name. Throws `Unavailable` if there is none.
 * @param binary What it was compiled from.
 */
export function loaderOf(
  name: WasmName,
  compile: () => WebAssembly.Module,
  binary?: () => Uint8Array<ArrayBuffer>,
): BackendLoader {
  const load = () => {
    const module = compile();
    compiled[name] = module;
    if (binary) binaries[name] = binary;
    return createBackend(name, module);
  };
  return { name, load, check: selfCheck };
}

/**
 * Engines report garbage between tasks only, so a loop that forgets images would fill linear memory, which never shrinks.
 * Beyond both limits images are ordinary arrays, which the garbage collector frees at once. 256 MiB hold eight float32
 * photographs of 8 megapixels; whoever needs larger images keeps a few of them, and does not forget 16.
 */
const MAX_RESIDENT_BYTES = 256 * 2 ** 20;
const MIN_RESIDENT_IMAGES = 16;

/** The latest array of each owner, and the owner of each: memory is given back when neither is in use any more. */
const arrays = /* @__PURE__ */ new WeakMap<object, TypedArray>();
const owners = /* @__PURE__ */ new WeakMap<TypedArray, object>();

export function createBackend(name: WasmName, module: WebAssembly.Module): Backend {
  const { exports, memory } = instantiate(module);
  return backendOver(name, new Engine(exports, memory, fuses(name)));
}

export function fuses(name: WasmName): boolean {
  return name === 'wasm-relaxed';
}

export function backendOver(name: WasmName, engine: Engine): Backend {
  let residentImages = 0;
  let residentBytes = 0;
  return {
    name,
    rates: name === 'wasm-relaxed' ? relaxedRates : agreedRates,
    sharesStrips: true,
    prepare: (plan) => prepare(plan, engine),
    pointwise: createPointwise(engine),
    allocate(dtype, length) {
      const { array } = elementTypes[dtype];
      const bytes = length * elementTypes[dtype].bytes;
      const isTooMuch = residentBytes + bytes > MAX_RESIDENT_BYTES;
      if (isTooMuch && residentImages >= MIN_RESIDENT_IMAGES) return null;
      const address = engine.heap.allocateZeros(bytes);
      residentImages++;
      residentBytes += bytes;
      return {
        array(owner) {
          const latest = arrays.get(owner);
          // Memory that has grown has a new buffer.
          if (latest?.buffer === engine.heap.buffer) return latest;
          const fresh = new array(engine.heap.buffer, address, length);
          arrays.set(owner, fresh);
          owners.set(fresh, owner);
          return fresh;
        },
        buffer: () => engine.heap.buffer,
        isTaken: (byteOffset, byteLength) => engine.heap.isTaken(byteOffset, byteLength),
        dispose() {
          engine.heap.free(address);
          residentImages--;
          residentBytes -= bytes;
        },
      };
    },
    memoryBytes: () => engine.heap.buffer.byteLength,
  };
}

function prepare(plan: Plan, engine: Engine): Prepared {
  if (plan.method === 'fft') return prepareFourier(plan, engine);
  if (plan.method === 'multirate') return (extraMethods.multirate as PrepareMultirate)(plan, engine);
  return Workspace.prepare(engine, (workspace) => {
    if ('arithmetic' in plan) return new PreparedInteger(plan, workspace);
    if ('blockLength' in plan) return new PreparedRunning(plan, workspace);
    return plan.method === 'direct'
      ? new PreparedDirect(plan, workspace)
      : new PreparedSeparable(plan, workspace);
  });
}
