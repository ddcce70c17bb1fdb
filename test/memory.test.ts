import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makePlan } from '../src/plan/plan.ts';
import { checkOptions } from '../src/spec/options.ts';
import { reduceToTasks } from '../src/spec/problem.ts';
import { contiguousView, type View } from '../src/view.ts';
import { Arena } from '../src/wasm/arena.ts';
import { layOut } from '../src/wasm/layout.ts';

/** An image of one row that stands for all of its rows, so that no size is too large to describe. */
function tall(rows: number, columns: number): View {
  const row = contiguousView(new Float32Array(columns), 'float32', { rows: 1, columns, channels: 1 });
  return { ...row, rows, rowStride: 0 };
}

/** The linear memory, in bytes, that a 5 x 5 convolution of an image takes. */
function bytesTaken(image: View): number {
  const kernel = contiguousView(new Float32Array(25), 'float32', { rows: 5, columns: 5, channels: 1 });
  const [task] = reduceToTasks('convolve2d', image, kernel, checkOptions({ mode: 'same' }), 'float32');
  const arena = new Arena(new WebAssembly.Memory({ initial: 1 }));
  layOut(makePlan(task!.problem), arena);
  return arena.commit().byteLength;
}

describe('linear memory', () => {
  it('is the same for 20000 x 20000 as for 20000 x 200', () => {
    expect(bytesTaken(tall(20000, 20000))).toBe(bytesTaken(tall(200, 20000)));
  });

  it('is below 4 MiB for rows of 20000 float32', () => {
    expect(bytesTaken(tall(20000, 20000))).toBeLessThan(4 * 2 ** 20);
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
    const { convolve2d } = await import('../src/index.ts');
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
    const { convolve2d } = await import('../src/index.ts');
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
