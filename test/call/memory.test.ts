import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

/* An allocation that fails, of an array or in linear memory, each in turn: the call is refused with a code, and nothing has been written. */

/** How many more arrays can be made; infinite outside of a call. */
let left = Infinity;

/** Lets arrays of 40 elements or more fail once `left` is used up. */
function limited<T extends new (...given: never[]) => object>(type: T): T {
  return new Proxy(type, {
    construct(target, given: unknown[], newTarget) {
      if (typeof given[0] === 'number' && given[0] >= 40 && left-- <= 0) {
        throw new RangeError('Array buffer allocation failed');
      }
      return Reflect.construct(target, given, newTarget === limitedTypes.get(target) ? target : newTarget);
    },
  });
}
const limitedTypes = new Map<unknown, unknown>();

const floats = (length: number, value: number) => new Float32Array(length).fill(value);
const bank = [[[1, 2]], [[1], [3]]];
const cases = {
  'ignored NaN': { channels: 1, rows: 50, options: { nan: 'ignore' } },
  'premultiplied alpha': { channels: 4, rows: 50, options: { alpha: 'premultiply' } },
  // Alpha that stays in its place takes no memory.
  'preserved alpha': { channels: 4, rows: 25, options: { alpha: 'preserve', stride: [2, 1] } },
} as const;

describe.each(['js', 'wasm'] as const)('on %s', (backend) => {
  let convolve2d: typeof import('../../src/index.ts').convolve2d;
  beforeAll(async () => {
    for (const name of ['Float32Array', 'Float64Array', 'Int32Array', 'Uint8Array'] as const) {
      const type = globalThis[name];
      const stub = limited(type as never);
      limitedTypes.set(type, stub);
      vi.stubGlobal(name, stub);
    }
    vi.resetModules();
    ({ convolve2d } = await import('../../src/index.ts'));
    const { Heap } = await import('../../src/wasm/heap.ts');
    const { allocate } = Heap.prototype;
    Heap.prototype.allocate = function limitedly(bytes) {
      if (left-- <= 0) throw new RangeError('Memory does not grow');
      return allocate.call(this, bytes);
    };
    convolve2d([[1]], [[1]], { backend });
  });
  afterEach(() => {
    left = Infinity;
  });

  it.each(Object.entries(cases))('a bank with %s', (_, { channels, rows, options }) => {
    let refused = 0;
    // The backend checks itself, before the first call that uses something.
    const whole = { data: floats(2500 * channels, 1), shape: [50, 50, channels] };
    convolve2d({ ...whole, data: whole.data.fill(NaN, 4, 8) }, bank, { mode: 'same', backend, ...options });
    for (let allowed = 0; ; allowed++) {
      const image = { data: floats(2500 * channels, 1).fill(NaN, 4, 8), shape: [50, 50, channels] };
      const out = bank.map(() => ({
        data: floats(rows * 50 * channels, 77),
        shape: [rows, 50, channels],
      }));
      // Other kernels each time, so that no plan is found that was set up before.
      const kernels = bank.map((kernel) => kernel.map((row) => row.map((tap) => tap + allowed)));
      left = allowed;
      try {
        convolve2d(image, kernels, { mode: 'same', backend, ...options, out });
        left = Infinity;
        break;
      } catch (error) {
        left = Infinity;
        expect(error).toMatchObject({ name: 'RangeError', code: 'ERR_MEMORY' });
        expect(out.every(({ data }) => data.every((value) => value === 77))).toBe(true);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(1);
  });
});
