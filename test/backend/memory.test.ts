import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Method } from '../../src/base/types.ts';
import { contiguousView, packed, View } from '../../src/io/view.ts';
import { choose } from '../../src/plan/choose.ts';
import { agreedRates } from '../../src/plan/rates.ts';
import { checkOptions } from '../../src/problem/options.ts';
import { groupOf, reduceToTasks, type Task } from '../../src/problem/reduce.ts';

/** An image of one row that stands for all of its rows, so that no size is too large to describe. */
function tall(rows: number, columns: number): View {
  const row = contiguousView(new Float32Array(columns), 'float32', { rows: 1, columns, channels: 1 });
  return new View(row.data, 'float32', { ...packed({ rows, columns, channels: 1 }), rowStride: 0 });
}

/** What a running plan for an image and an 11 x 11 kernel takes besides tables, in bytes. */
function stripBytes(image: View, method: Method): number {
  const taps = Float64Array.from({ length: 121 }, (_, i) => 1 + (i % 11));
  const kernel = groupOf([contiguousView(taps, 'float64', { rows: 11, columns: 11, channels: 1 })]);
  const [task] = reduceToTasks(
    'convolve2d',
    image,
    kernel,
    checkOptions({ mode: 'same' }).options,
    'float32',
  );
  const { plan } = choose((task as Task).problem, { method, rates: agreedRates, deterministic: false });
  const { strip, stagedRowLength, outputRowLength } = plan;
  const spectrum = plan.method === 'fft' ? 2 * plan.vertical.length * plan.spectrumColumns : 0;
  const between = plan.method === 'separable' ? strip.outputRows * stagedRowLength : 0;
  return 4 * (strip.stagedRows * stagedRowLength + strip.outputRows * outputRowLength + spectrum + between);
}

describe.each(['direct', 'separable', 'fft'] as const)('a strip of the method %s', (method) => {
  it('is the same for 40000 x 20000 as for 20000 x 20000', () => {
    expect(stripBytes(tall(40000, 20000), method)).toBe(stripBytes(tall(20000, 20000), method));
  });

  it('is small for rows of 20000 float32', () => {
    expect(stripBytes(tall(20000, 20000), method)).toBeLessThan((method === 'fft' ? 64 : 4) * 2 ** 20);
  });
});

describe('a running backend', () => {
  let memories: WebAssembly.Memory[];
  let mayGrow: boolean;

  class WatchedMemory extends WebAssembly.Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      memories.push(this);
    }

    override grow(pages: number): number {
      if (!mayGrow) throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
      return super.grow(pages);
    }
  }

  beforeEach(() => {
    memories = [];
    mayGrow = true;
    vi.resetModules();
    vi.stubGlobal('WebAssembly', Object.create(WebAssembly, { Memory: { value: WatchedMemory } }));
  });

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('does not grow its memory with the height of the image, nor from call to call', async () => {
    const { convolve2d } = await import('../../src/index.ts');
    const kernel = { data: new Float32Array(9).fill(1), shape: [3, 3] };
    const bytesAfter = (rows: number) => {
      const image = { data: new Float32Array(rows * 2000).fill(1), shape: [rows, 2000] };
      convolve2d(image, kernel, { mode: 'same', backend: 'wasm' });
      return memories.map((memory) => memory.buffer.byteLength);
    };
    const bytes = bytesAfter(200);
    expect(bytes).toHaveLength(1);
    expect(bytes[0]).toBeGreaterThan(200_000);
    expect(bytesAfter(2000)).toEqual(bytes);
    expect(bytesAfter(2000)).toEqual(bytes);
  });

  it('refuses what does not fit before it writes anything, and works on', async () => {
    const { convolve2d } = await import('../../src/index.ts');
    const image = [[1, 2]];
    const kernel = { data: new Float32Array(300 * 300), shape: [300, 300] };
    expect(convolve2d(image, [[2]], { backend: 'wasm' })).toEqual([[2, 4]]);
    mayGrow = false;
    const out = new Float64Array(300 * 301).fill(7);
    expect(() => convolve2d(image, kernel, { backend: 'wasm', out })).toThrow(
      expect.objectContaining({ name: 'RangeError', code: 'ERR_MEMORY' }),
    );
    expect(out.every((value) => value === 7)).toBe(true);
    expect(convolve2d(image, [[2]], { backend: 'wasm' })).toEqual([[2, 4]]);
  });
});
