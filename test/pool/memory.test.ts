import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { allocate, convolve2d, prepare } from '../../src/index.ts';
import type { Pool } from '../../src/pool/pool-types.ts';
import { RowRooms } from '../../src/pool/rooms.ts';
import { bitsOf } from '../support/bits.ts';
import { noise } from '../support/noise.ts';
import { poolOf } from './pools.ts';
import { spoiledPool, until } from './spoiled-pools.ts';

const shape = [900, 231];
const image = noise('float32', shape);
const kernel = noise('float64', [5, 5], 3);
const options = { mode: 'same', boundary: 'symm', method: 'direct' } as const;
const expected = convolve2d(image, kernel, options);

const open: Pool[] = [];
const pooled = (...values: Parameters<typeof poolOf>) => {
  const pool = poolOf(...values);
  open.push(pool);
  return pool;
};
const spoiled: typeof spoiledPool = (...values) => {
  const made = spoiledPool(...values);
  open.push(made.pool);
  return made;
};
afterEach(() => Promise.all(open.splice(0).map((pool) => pool.close())));

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

describe('an image and an out in shared memory', () => {
  it('are read and written where they are', async () => {
    const pool = pooled({ threads: 2 });
    using source = allocate(shape, 'float32', { shared: true });
    using out = allocate(shape, 'float32', { shared: true });
    source.data.set(image.data as Float32Array);
    const seen: number[] = [];
    const onProgress = () => seen.push(pool.stats().heldBytes);
    expect(await pool.convolve2d(source, kernel, { ...options, out, onProgress })).toBe(out);
    expect([...out.data]).toEqual([...expected.data]);
    expect(seen.length).toBeGreaterThan(3);
    expect(new Set(seen)).toEqual(new Set([0]));
    await pool.convolve2d(source, kernel, { ...options, onProgress });
    expect(Math.max(...seen)).toBeGreaterThan(0);
  });

  it('serve where memory cannot be sent too', async () => {
    const pool = pooled({ threads: 2 }, { isShared: false });
    using source = allocate(shape, 'float32', { shared: true });
    using out = allocate(shape, 'float32', { shared: true });
    source.data.set(image.data as Float32Array);
    await pool.convolve2d(source, kernel, { ...options, out });
    expect([...out.data]).toEqual([...expected.data]);
    expect(pool.stats()).toMatchObject({ transport: 'transferred' });
  });
});

describe('memory', () => {
  it.each([true, false])(
    'is used again, and does not grow through a hundred calls (shared: %s)',
    async (isShared) => {
      const pool = pooled({ threads: 2 }, { isShared });
      let peak = 0;
      for (let n = 0; n < 100; n++) {
        await pool.convolve2d(image, kernel, options);
        // By then both workers have started.
        if (n === 50) peak = pool.stats().heldBytes;
      }
      expect(peak).toBeGreaterThan(0);
      expect(pool.stats().heldBytes).toBeLessThanOrEqual(peak);
      expect(peak).toBeLessThan(2 * image.data.byteLength);
    },
  );

  it('is given back by workers for calls that are no longer among the most recent', async () => {
    const { pool, counters } = spoiled(
      {
        atOther: "Atomics.add(counters, message.type === 'forget' ? 0 : message.type === 'call' ? 1 : 2, 1)",
      },
      { threads: 1 },
    );
    for (let n = 0; n < 30; n++) await pool.convolve2d(image, [[n + 1, 2, 3]], options);
    expect(counters[1]).toBe(30);
    expect(counters[0]).toBe(22);
  });

  it('is given back when workers have been idle, and they end', async () => {
    const pool = pooled({ threads: 2 }, { limits: { idle: 60 } });
    await pool.convolve2d(image, kernel, options);
    expect(pool.stats().workers).toBe(2);
    await until(() => pool.stats().workers === 0);
    expect(pool.stats()).toMatchObject({ heldBytes: 0, deaths: 0 });
    expect(bitsOf(await pool.convolve2d(image, kernel, options))).toEqual(bitsOf(expected));
  });

  it.each([true, false])('is given back after an abort and after a death (shared: %s)', async (isShared) => {
    const { pool } = spoiled(
      { atPiece: 'if (Atomics.add(counters, 0, 1) % 7 === 3) process.exit(0)' },
      { threads: 2 },
      { limits: { idle: 60 }, isShared },
    );
    for (let n = 0; n < 5; n++) {
      const controller = new AbortController();
      const onProgress = () => controller.abort();
      const call = pool.convolve2d(image, kernel, { ...options, signal: controller.signal, onProgress });
      await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    }
    await until(() => pool.stats().workers === 0 && pool.stats().heldBytes === 0);
  });

  it.each([true, false])(
    'of a large piece is copied in several turns, and no further after an abort (shared: %s)',
    async (isShared) => {
      const pool = pooled({ threads: 1 }, { isShared });
      const large = noise('float32', [1024, 16384]);
      const out = new Float32Array(large.data.length);
      const controller = new AbortController();
      // On a grid so coarse that it is one piece.
      const call = pool.gaussianBlur(large, { sigma: 40, out, signal: controller.signal });
      let isOver = false;
      call
        .catch(() => {})
        .finally(() => {
          isOver = true;
        });
      while (!isOver && out[0] === 0) await new Promise(setImmediate);
      expect([out[0] === 0, out.at(-1)]).toEqual([false, 0]);
      controller.abort();
      await expect(call).rejects.toMatchObject({ name: 'AbortError' });
      for (let n = 0; n < 10; n++) await new Promise(setImmediate);
      expect(out.at(-1)).toBe(0);
    },
  );

  it('of rooms serves pieces that differ by some rows', () => {
    const rooms = new RowRooms(false);
    const lengths = [8_450_000, 8_900_000, 8_700_000];
    for (const length of lengths) rooms.giveBack(rooms.take('uint8', length));
    expect(rooms.bytes).toBeLessThan(1.125 * 8_450_000);
    expect(rooms.take('uint8', 8_800_000)).toHaveLength(8_800_000);
  });

  it('of rooms is never more than twice what was in use at once', () => {
    const rooms = new RowRooms(true);
    for (let length = 1; length < 2000; length++) {
      const taken = [rooms.take('uint8', length, 0), rooms.take('uint8', 2 * length, 0)];
      for (const room of taken) rooms.giveBack(room);
      expect(rooms.bytes).toBeLessThanOrEqual(2 * 3 * length);
    }
    const [first, second] = [rooms.take('float64', 128, 0), rooms.take('float64', 128, 0)];
    expect(first.buffer).not.toBe(second.buffer);
    rooms.giveBack(first);
    expect(rooms.take('float64', 128, 0).buffer).toBe(first.buffer);
    rooms.drop();
    expect(rooms.bytes).toBe(2 * 1024);
  });
});

describe('images in the memory of WebAssembly', () => {
  it('may move while a call runs', async () => {
    const { pool } = spoiled({ atPiece: 'sleep(4)' });
    using source = allocate(shape, 'float32', { backend: 'wasm' });
    using out = allocate(shape, 'float32', { backend: 'wasm' });
    source.data.set(image.data as Float32Array);
    const call = pool.convolve2d(source, kernel, { ...options, out, backend: 'wasm' });
    const more = [];
    for (let n = 1; n <= 4; n++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      const { buffer } = source.data;
      more.push(allocate([n * 2000, 1000], 'float64', { backend: 'wasm' }));
      expect(source.data.buffer).not.toBe(buffer);
    }
    await call;
    for (const each of more) each.dispose();
    expect([...out.data]).toEqual([...expected.data]);
  });

  it.each([{}, { source: 'this is no program' }])('are not freed while a call uses them', async (base) => {
    const pool = pooled({ threads: 2 }, base);
    const start = () => {
      const source = allocate(shape, 'float32', { backend: 'wasm' });
      source.data.set(image.data as Float32Array);
      return pool.convolve2d(source, kernel, { ...options, backend: 'wasm', onProgress: () => collect() });
    };
    const call = start();
    const others = [];
    for (let n = 0; n < 8; n++) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      collect();
      const other = allocate(shape, 'float32', { backend: 'wasm' });
      other.data.fill(NaN);
      others.push(other);
    }
    expect(bitsOf(await call)).toEqual(bitsOf(expected));
    for (const other of others) other.dispose();
  });
});

describe('what is disposed of while a call runs', () => {
  const kinds = [
    ['wasm, by workers', { backend: 'wasm' }, {}],
    ['js, by workers', { backend: 'js' }, {}],
    ['shared, by workers', { shared: true }, {}],
    ['wasm, in turns', { backend: 'wasm' }, { source: 'this is no program' }],
  ] as const;

  it.each(kinds)('is refused, %s', async (_, given, base) => {
    const pool = pooled({ threads: 2 }, base);
    for (const which of ['image', 'out'] as const) {
      const source = allocate(shape, 'float32', given);
      const out = allocate(shape, 'float32', given);
      const others: Disposable[] = [];
      const onProgress = () => {
        if (others.length > 0) return;
        (which === 'image' ? source : out).dispose();
        // The memory gets another owner.
        const other = allocate(shape, 'float32', given);
        other.data.fill(113);
        others.push(other);
        check = () => other.data.every((value) => value === 113);
      };
      let check = () => false;
      const call = pool.convolve2d(source, kernel, { ...options, out, onProgress });
      await expect(call).rejects.toMatchObject({
        name: 'TypeError',
        code: 'ERR_DISPOSED',
        message: `"${which}" expected one that is in use, got one that was disposed of`,
      });
      await until(() => pool.stats().busyWorkers === 0);
      expect(check()).toBe(true);
      for (const each of [source, out, ...others]) each[Symbol.dispose]();
    }
  });

  it('also in memory that moves then', async () => {
    const pool = pooled({ threads: 2 });
    const source = allocate(shape, 'float32', { backend: 'wasm' });
    let grown: Disposable | undefined;
    const onProgress = () => {
      if (grown) return;
      grown = allocate([9000, 1000], 'float64', { backend: 'wasm' });
      source.dispose();
    };
    const call = pool.convolve2d(source, kernel, { ...options, onProgress });
    await expect(call).rejects.toMatchObject({ code: 'ERR_DISPOSED' });
    grown?.[Symbol.dispose]();
  });

  it('such as what was prepared, matters no more once the call has begun', async () => {
    const pool = pooled({ threads: 2 });
    const prepared = prepare(kernel, { shape: [900, 231], ...options });
    const call = pool.run(prepared, image);
    prepared.dispose();
    expect(bitsOf(await call)).toEqual(bitsOf(expected));
    await expect(pool.run(prepared, image)).rejects.toMatchObject({
      code: 'ERR_DISPOSED',
      message: '"convolver" expected one that is in use, got one that was disposed of',
    });
  });
});

describe('what changes while a call runs', () => {
  it('is the fault of who changes it, and no more', async () => {
    const { pool } = spoiled({ atPiece: 'sleep(3)' });
    const Resizable = ArrayBuffer as unknown as new (bytes: number, options: object) => ArrayBuffer;
    const buffer = new Resizable(900 * 231 * 4, { maxByteLength: 900 * 231 * 8 });
    const attacks: ((data: Float32Array) => void)[] = [
      (data) => structuredClone(data.buffer, { transfer: [data.buffer as ArrayBuffer] }),
      (data) => data.fill(NaN),
    ];
    if ('resize' in buffer)
      attacks.push((data) => (data.buffer as ArrayBuffer & { resize(n: number): void }).resize(8));
    for (const attack of attacks) {
      for (const which of ['image', 'out'] as const) {
        const data = attack === attacks[2] ? new Float32Array(buffer) : new Float32Array(900 * 231);
        if (data.length < 900 * 231) continue;
        const source = { data: which === 'image' ? data : new Float32Array(900 * 231), shape };
        const out = which === 'out' ? data : undefined;
        let isOver = false;
        const onProgress = () => {
          if (!isOver) attack(data);
          isOver = true;
        };
        await Promise.allSettled([pool.convolve2d(source, kernel, { ...options, out, onProgress } as never)]);
        expect(isOver).toBe(true);
      }
    }
    expect(bitsOf(await pool.convolve2d(image, kernel, options))).toEqual(bitsOf(expected));
    expect(pool.stats()).toMatchObject({ deaths: 0, failure: undefined });
  });
});

describe('many calls', () => {
  it('share the workers: a short one ends before a long one that began earlier', async () => {
    const { pool } = spoiled({ atPiece: 'sleep(2)' });
    const ended: string[] = [];
    const long = pool.convolve2d(noise('float32', [3000, 231]), noise('float64', [61, 61]), options);
    await until(() => pool.stats().busyWorkers === 2);
    const calls = [
      long.then(() => ended.push('long')),
      ...[1, 2, 3].map((n) => pool.convolve2d(image, [[n, 1, 2]], options).then(() => ended.push('short'))),
    ];
    await Promise.all(calls);
    expect(ended).toEqual(['short', 'short', 'short', 'long']);
  });

  it('of more kinds than a worker keeps set up are computed, each set up once', async () => {
    const { pool, counters } = spoiled(
      {
        atOther: "if (message.type === 'call') Atomics.add(counters, 0, 1)",
      },
      { threads: 1 },
    );
    const kernels = Array.from({ length: 20 }, (_, n) => [[n + 1, n / 2, 3]]);
    const results = await Promise.all(kernels.map((each) => pool.convolve2d(image, each, options)));
    for (const [n, result] of results.entries()) {
      expect(bitsOf(result)).toEqual(bitsOf(convolve2d(image, kernels[n]!, options)));
    }
    expect(counters[0]).toBe(20);
    expect(pool.stats()).toMatchObject({ runningCalls: 0, busyWorkers: 0 });
  });
});
