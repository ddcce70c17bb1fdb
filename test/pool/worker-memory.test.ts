import { describe, expect, it } from 'vitest';
import { RESERVED_BYTES, WorkerMemory } from '../../src/pool/worker-memory.ts';
import simdBinary from '../../src/wasm/binary/simd.ts';
import { inflate } from '../../src/wasm/inlined.ts';
import { createSharedBackend } from '../../src/wasm/shared-backend.ts';
import { createSharedMemory, withSharedMemory } from '../../src/wasm/shared-memory.ts';

describe('a binary for shared memory', () => {
  const plain = inflate(simdBinary);
  const shared = withSharedMemory(plain);

  it('imports shared memory, and is the same else', () => {
    const module = new WebAssembly.Module(shared);
    const memory = createSharedMemory(1);
    expect(() => new WebAssembly.Instance(module, { env: { memory } })).not.toThrow();
    expect(() => new WebAssembly.Instance(new WebAssembly.Module(plain), { env: { memory } })).toThrow();
    expect(shared.length - plain.length).toBe(3);
  });

  it('is refused if it imports something else', () => {
    expect(() => withSharedMemory(plain.subarray(0, 8))).toThrow(RangeError);
    expect(() => withSharedMemory(shared)).toThrow(RangeError);
  });

  it('leaves the reserved bytes alone', () => {
    const memory = createSharedMemory(RESERVED_BYTES);
    const module = new WebAssembly.Module(shared);
    const { backend, arrayAt } = createSharedBackend({ name: 'wasm', module }, memory, RESERVED_BYTES);
    const reserved = new Uint8Array(memory.buffer, 4096, RESERVED_BYTES - 4096).fill(0x55);
    const resident = backend.allocate('uint8', 1000)!.array({});
    expect(resident.byteOffset).toBeGreaterThanOrEqual(RESERVED_BYTES);
    resident.fill(1);
    expect(reserved.every((byte) => byte === 0x55)).toBe(true);
    const array = arrayAt(8192, 'float32', 10);
    expect([array.byteOffset, array.length]).toEqual([8192, 10]);
    expect(array.buffer).toBe(resident.buffer);
  });
});

describe('rooms in the memory of a worker', () => {
  it('do not overlap, begin as asked, and are used again', () => {
    const memory = new WorkerMemory();
    const first = memory.take('uint8', 1000, 3)!;
    const second = memory.take('float32', 1000, 4)!;
    expect([first.address % 8, second.address % 8]).toEqual([3, 4]);
    expect(second.address).toBeGreaterThanOrEqual(first.address + 1000);
    expect(first.data.byteOffset).toBe(first.address);
    const used = memory.usedBytes;
    memory.giveBack(first);
    expect(memory.take('uint8', 500, 0)!.address).toBeLessThan(second.address);
    expect(memory.take('uint8', 1000, 0)!.address).toBeGreaterThan(second.address);
    expect(memory.usedBytes).toBeGreaterThan(used);
  });

  it('are refused where they do not fit', () => {
    const memory = new WorkerMemory();
    expect(memory.take('uint8', RESERVED_BYTES, 0)).toBe(undefined);
    expect(memory.take('uint8', RESERVED_BYTES / 2, 0)).toBeDefined();
    expect(memory.take('uint8', RESERVED_BYTES / 2, 0)).toBe(undefined);
    expect(memory.take('uint8', RESERVED_BYTES / 4, 0)).toBeDefined();
  });
});
