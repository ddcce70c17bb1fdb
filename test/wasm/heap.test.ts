import { describe, expect, it } from 'vitest';
import { Heap } from '../../src/wasm/heap.ts';
import { random } from '../support/random.ts';

const PAGE = 65536;
const MIB = 2 ** 20;
const LINE = 64;

/** What a heap needs of `WebAssembly.Memory`: at most so many pages, and a record of what was asked for. */
function fakeMemory(maxPages: number, pages = 1) {
  let buffer = new ArrayBuffer(pages * PAGE);
  const asked: number[] = [];
  const memory = {
    get buffer() {
      return buffer;
    },
    grow(more: number): number {
      asked.push(more);
      const before = buffer.byteLength / PAGE;
      if (before + more > maxPages) throw new RangeError('no more memory');
      const grown = new ArrayBuffer((before + more) * PAGE);
      new Uint8Array(grown).set(new Uint8Array(buffer));
      buffer = grown;
      return before;
    },
  };
  return { memory: memory as unknown as WebAssembly.Memory, asked };
}

/** Memory that only counts. */
function countedMemory(pages: number) {
  const buffer = { byteLength: pages * PAGE };
  const grow = (more: number) => {
    buffer.byteLength += more * PAGE;
  };
  return { buffer, grow } as unknown as WebAssembly.Memory;
}

const heapOf = (maxPages = 1024) => new Heap(fakeMemory(maxPages).memory);

describe('a heap', () => {
  it.each([1, 2, 3, 4])('is as a list of pieces says, random sequence %i', (seed) => {
    const next = random(seed);
    const upTo = (most: number) => Math.floor(next() * most);
    const { memory } = fakeMemory(24);
    const heap = new Heap(memory);
    const taken: { address: number; bytes: number; mark: number }[] = [];
    let refused = 0;
    for (let step = 0; step < 3000; step++) {
      // Now more is allocated than freed, now less.
      if (taken.length > 0 && next() < (step % 500 < 250 ? 0.35 : 0.65)) {
        const [piece] = taken.splice(upTo(taken.length), 1);
        heap.free(piece!.address);
      } else {
        const bytes = [0, upTo(64), upTo(3000), upTo(3000), upTo(3 * PAGE)][upTo(5)]!;
        try {
          const zeros = next() < 0.5;
          const address = zeros ? heap.allocateZeros(bytes) : heap.allocate(bytes);
          const fresh = new Uint8Array(memory.buffer, address, bytes);
          if (zeros) expect(fresh.every((byte) => byte === 0)).toBe(true);
          const mark = 1 + upTo(255);
          fresh.fill(mark);
          taken.push({ address, bytes, mark });
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          refused++;
        }
      }
      if (step % 20 === 0) check();
    }
    expect(refused).toBeGreaterThan(0);
    for (const { address } of taken.splice(0)) heap.free(address);
    // Nothing is left between: all of memory is one piece again.
    const all = memory.buffer.byteLength - 1024 - 20 * LINE;
    expect(heap.allocate(all)).toBe(1024);
    expect(memory.buffer.byteLength).toBeLessThanOrEqual(24 * PAGE);

    function check() {
      const sorted = [...taken].sort((a, b) => a.address - b.address);
      let end = 1024;
      for (const { address, bytes, mark } of sorted) {
        expect(address % LINE).toBe(0);
        expect(address).toBeGreaterThanOrEqual(end);
        end = address + Math.max(1, bytes);
        expect(heap.isTaken(address, bytes)).toBe(true);
        const whole = new Uint8Array(memory.buffer, address, bytes);
        expect(whole.every((byte) => byte === mark)).toBe(true);
      }
      expect(end).toBeLessThanOrEqual(memory.buffer.byteLength);
    }
  });

  it('gives the first gap that is large enough', () => {
    const heap = heapOf();
    const pieces = [128, 64, 256, 64, 192, 64].map((bytes) => heap.allocate(bytes));
    for (const index of [0, 2, 4]) heap.free(pieces[index]!);
    expect(heap.allocate(192)).toBe(pieces[2]);
    expect(heap.allocate(64)).toBe(pieces[0]);
    expect(heap.allocate(64)).toBe(pieces[0]! + 64);
    expect(heap.allocate(64)).toBe(pieces[2]! + 192);
    expect(heap.allocate(192)).toBe(pieces[4]);
  });

  it.each([
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ])('joins neighbours that are freed in the order %i, %i, %i', (...order) => {
    const heap = heapOf();
    const pieces = [64, 128, 64].map((bytes) => heap.allocate(bytes));
    const last = heap.allocate(64);
    for (const index of order) heap.free(pieces[index]!);
    expect(heap.allocate(256)).toBe(pieces[0]);
    heap.free(last);
    expect(heap.allocate(128)).toBe(last);
  });

  it('gives its end back', () => {
    const { memory } = fakeMemory(64);
    const heap = new Heap(memory);
    const first = heap.allocate(PAGE);
    const second = heap.allocate(PAGE);
    const { byteLength } = memory.buffer;
    heap.free(first);
    heap.free(second);
    expect(heap.allocate(byteLength - 1024 - 20 * LINE)).toBe(first);
    expect(memory.buffer.byteLength).toBe(byteLength);
  });

  it('keeps large pieces that follow each other from lying a multiple of 4096 bytes apart', () => {
    const heap = heapOf();
    const [first, second, third] = [PAGE, PAGE, 64].map((bytes) => heap.allocate(bytes));
    expect(second! - first!).toBe(PAGE + 19 * LINE);
    expect(third! - second!).toBe(PAGE + 19 * LINE);
  });

  it('ignores what it did not hand out, or has back already', () => {
    const heap = heapOf();
    const piece = heap.allocate(256);
    heap.free(0);
    heap.free(piece + 64);
    expect(heap.isTaken(piece, 256)).toBe(true);
    heap.free(piece);
    heap.free(piece);
    expect(heap.allocate(64)).toBe(piece);
    expect(heap.allocate(64)).toBe(piece + 64);
  });

  it('knows what lies in one piece that is handed out', () => {
    const heap = heapOf();
    const [first, second] = [heap.allocate(128), heap.allocate(128)];
    expect(heap.isTaken(first!, 128)).toBe(true);
    expect(heap.isTaken(first! + 100, 28)).toBe(true);
    expect(heap.isTaken(first! + 100, 29)).toBe(false);
    expect(heap.isTaken(first! - 1, 2)).toBe(false);
    expect(heap.isTaken(0, 1)).toBe(false);
    heap.free(second!);
    expect(heap.isTaken(second!, 1)).toBe(false);
    expect(heap.isTaken(first!, 128)).toBe(true);
  });

  it('has zeros in memory that was used, and in memory that was not', () => {
    const { memory } = fakeMemory(64);
    const heap = new Heap(memory);
    const used = heap.allocate(1000);
    new Uint8Array(memory.buffer, used, 1000).fill(7);
    heap.free(used);
    expect(heap.allocateZeros(3000)).toBe(used);
    expect(new Uint8Array(memory.buffer, used, 3000).every((byte) => byte === 0)).toBe(true);
  });
});

describe('memory grows', () => {
  const half = (pages: number) => Math.floor(pages / 2);

  it('by what is missing where that is more than half of what there is', () => {
    const { memory, asked } = fakeMemory(1024);
    new Heap(memory).allocate(10 * PAGE);
    expect(asked).toEqual([10]);
  });

  it('by half of what there is where less is missing, so that many small pieces take few steps', () => {
    const { memory, asked } = fakeMemory(1024, 8);
    const heap = new Heap(memory);
    heap.allocate(8 * PAGE - 1024 - 20 * LINE);
    expect(asked).toEqual([]);
    heap.allocate(4096);
    expect(asked).toEqual([half(8)]);
    for (let n = 0; n < 500; n++) heap.allocate(32768);
    expect(asked.length).toBeLessThan(12);
  });

  it('by at most 8 MiB more than is needed', () => {
    const memory = countedMemory((64 * MIB) / PAGE);
    new Heap(memory).allocate(64 * MIB - 1024);
    expect(memory.buffer.byteLength).toBe(72 * MIB);
  });

  it('by just what is missing where more is refused', () => {
    const { memory, asked } = fakeMemory(21, 20);
    const heap = new Heap(memory);
    const most = heap.allocate(20 * PAGE - 1024 - 19 * LINE);
    expect(heap.allocate(64)).toBe(20 * PAGE);
    expect(asked).toEqual([10, 1]);
    expect(most).toBe(1024);
  });

  it.each([30 * PAGE, 2 ** 32, 2 ** 33, 2 ** 50, Infinity])(
    'not by %d bytes, and goes on working',
    (bytes) => {
      const { memory } = fakeMemory(21, 20);
      const heap = new Heap(memory);
      const first = heap.allocate(64);
      expect(() => heap.allocate(bytes)).toThrow(RangeError);
      expect(heap.allocate(64)).toBe(first + 64);
      heap.free(first);
      expect(heap.allocate(64)).toBe(first);
    },
  );
});

it('30000 pieces take no time to speak of', { retry: 3 }, () => {
  const heap = new Heap(countedMemory(1));
  // Of processor time, which other processes do not lengthen.
  const start = process.cpuUsage();
  const pieces = Array.from({ length: 30_000 }, () => heap.allocate(32768));
  const areTaken = pieces.every((piece) => heap.isTaken(piece, 32768));
  // Every second one first, which leaves as many gaps as there can be.
  for (let n = 0; n < pieces.length; n += 2) heap.free(pieces[n]!);
  for (let n = 0; n < 1000; n++) heap.allocate(65_000);
  for (let n = 1; n < pieces.length; n += 2) heap.free(pieces[n]!);
  const { user, system } = process.cpuUsage(start);
  expect(areTaken).toBe(true);
  expect((user + system) / 1e3).toBeLessThan(1500);
});
