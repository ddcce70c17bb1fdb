import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { backendInfo, convolve2d, convolveRows, gaussianBlur } from '../../src/index.ts';
import { noise } from '../support/noise.ts';
import { foreignController } from '../support/signals.ts';
import { byPieces, chunksOf, collect, isSame, type Pixels, seekable } from './streams.ts';

const width = 600;
const height = 500;
const image: Pixels = { data: noise('uint8', [height * width]).data, width, height, channels: 1 };
const shape = { width, height, channels: 1 };
const kernel = [
  [1, 2, 1],
  [2, 4, 2],
  [1, 2, 1],
];
const options = { ...shape, mode: 'same', dtype: 'uint8', normalize: true };
const wanted = convolve2d(image, kernel, { mode: 'same', dtype: 'uint8', normalize: true });
const row = (i: number) => image.data.subarray(i * width, (i + 1) * width);

/** Rows that tell how many of them were pulled, and whether they were ended early. */
function watched(count = height) {
  const seen = { pulled: 0, ended: 0 };
  async function* rows() {
    try {
      for (let i = 0; i < count; i++) {
        seen.pulled++;
        yield row(i % height);
      }
    } finally {
      seen.ended++;
    }
  }
  return { seen, rows: rows() };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** It never shrinks, so that what is not freed makes it grow. */
const linearMemory = () => Object.values(backendInfo().backends).map(({ memoryBytes }) => memoryBytes);

describe('sources', () => {
  it('may be arrays, generators, streams of Node, web streams, strips, and rows in any order', async () => {
    const bytes = Array.from(chunksOf(image, [1000, 1, 77]));
    const promised = (async function* () {
      yield* bytes;
    })();
    const web = new ReadableStream({
      start(controller) {
        for (const chunk of bytes) controller.enqueue(chunk);
        controller.close();
      },
    });
    const strips = convolveRows([image.data], [[1]], { ...shape, dtype: 'uint8' });
    const later = { height, read: async (...rows: [number, number]) => seekable(image).read(...rows) };
    const node = Readable.from(bytes.map((chunk) => Buffer.from(chunk)));
    for (const rows of [bytes, promised, web, strips, node, seekable(image), later, [image.data]]) {
      expect(isSame(await collect(byPieces(rows, kernel, options)), wanted)).toBe(true);
    }
  });

  it('may be bytes of any type, cut anywhere', async () => {
    for (const imageDtype of ['float32', 'uint16', 'float64'] as const) {
      const { data } = noise(imageDtype, [height * width]);
      const bytes = { data: new Uint8Array(data.buffer as ArrayBuffer) };
      const got = byPieces(chunksOf(bytes, [1001, 2]), kernel, { ...shape, imageDtype, dtype: imageDtype });
      const whole = convolve2d({ data, width, height, channels: 1 }, kernel, { dtype: imageDtype });
      expect(isSame(await collect(got), whole)).toBe(true);
    }
  });

  it.each([
    ['a typed array', image.data],
    ['a number', 3],
    ['null', null],
    ['an object', {}],
    ['a height of 0', { height: 0, read: () => image.data }],
  ])('are refused at once: %s', (_, rows) => {
    expect(() => convolveRows(rows as never, kernel, shape)).toThrow(/"rows/);
  });
});

describe('arguments', () => {
  it.each<[string, unknown, object, string]>([
    ['no width', kernel, { height }, 'ERR_OPTION'],
    ['no rows', kernel, { width, height: 0 }, 'ERR_OPTION'],
    ['half a channel', kernel, { width, channels: 0.5 }, 'ERR_OPTION'],
    ['an unknown option', kernel, { ...shape, blur: 1 }, 'ERR_OPTION'],
    ['an unknown filter', 'blur', shape, 'ERR_KERNEL'],
    ['an unknown type', kernel, { ...shape, imageDtype: 'uint64' }, 'ERR_OPTION'],
    ['an out', kernel, { ...shape, out: new Uint8Array(1) }, 'ERR_OPTION'],
    ['an array of kernels', [kernel, kernel], shape, 'ERR_KERNEL'],
    ['several results', 'sobel', shape, 'ERR_OPTION'],
    ['what is no pool', kernel, { ...shape, pool: {} }, 'ERR_OPTION'],
    ['what is no signal', kernel, { ...shape, signal: 1 }, 'ERR_OPTION'],
    ['what only looks like one', kernel, { ...shape, signal: { aborted: false } }, 'ERR_OPTION'],
    ['a reuse that is no boolean', kernel, { ...shape, reuse: 1 }, 'ERR_OPTION'],
    ['wrap', kernel, { ...shape, boundary: 'wrap' }, 'ERR_CONFLICT'],
    [
      'a grid without height',
      'gaussianBlur',
      { width, channels: 1, sigma: 9, method: 'multirate' },
      'ERR_METHOD',
    ],
    ['a kernel without a number', [['a']], shape, 'ERR_KERNEL'],
    ['a wrong option of a filter', 'gaussianBlur', { ...shape, sigma: -1 }, 'ERR_OPTION'],
  ])('are refused before anything is pulled: %s', (_, given, all, code) => {
    const { rows, seen } = watched();
    expect(() => byPieces(rows, given, all)).toThrow(expect.objectContaining({ code }));
    expect(seen.pulled).toBe(0);
  });

  it.each<[object, unknown, string]>([
    [{ width, channel: 1 }, kernel, 'got "channel", which is "channels"'],
    [{ widht: width }, 'sharpen', 'only width, height, channels, .*, got "widht", which is "width"'],
    [{ width, imageDType: 'uint8' }, kernel, 'got "imageDType", which is "imageDtype"'],
    [{ shape: [height, width] }, kernel, '"width" and "height" instead of "shape"'],
    [{ width, onProgress: 1 }, kernel, 'only operation, .*, width, .*, signal, got "onProgress"'],
    [{ width, onProgress: 1 }, 'sharpen', 'only boundary, .*, width, .*, signal, got "onProgress"'],
    [{ width, strides: 1 }, kernel, 'got "strides", which is "stride"'],
  ])('have names: %o', (given, filter, words) => {
    expect(() => byPieces([image.data], filter, given)).toThrow(new RegExp(words));
    expect(() => byPieces([image.data], filter, given)).not.toThrow(/only.*\bout\b.*got/);
  });

  it('tell how many channels a row was expected to have', async () => {
    const strips = collect(byPieces([new Uint8Array(1920)], kernel, { width: 640 }));
    const rows = 'whole rows of 2560 bytes (640 pixels of 4 channels), got 1920 bytes in the last';
    await expect(strips).rejects.toThrow(rows);
  });

  it('may wrap columns, and rows that no result reads beyond the edges', async () => {
    const across = await collect(byPieces([image.data], kernel, { ...options, boundary: ['edge', 'wrap'] }));
    expect(across.height).toBe(height);
    const inside = await collect(
      byPieces([image.data], kernel, { ...shape, mode: 'valid', boundary: 'wrap' }),
    );
    expect(inside.height).toBe(height - 2);
  });

  it('read a kernel once, at the call', async () => {
    const mine = kernel.map((each) => [...each]);
    const strips = byPieces([image.data], mine, options);
    mine[1]![1] = 99;
    expect(isSame(await collect(strips), wanted)).toBe(true);
  });
});

describe('rows', () => {
  it.each([
    ['fewer', height - 1, /expected 500 rows, got 499/],
    ['more', height + 1, /expected 500 rows, got more/],
    ['none', 0, /expected at least 1 row, got 0/],
  ])('that are %s than the height are an error', async (_, count, message) => {
    const { rows, seen } = watched(count);
    await expect(collect(byPieces(rows, kernel, options))).rejects.toThrow(message);
    expect(seen.ended).toBe(count === 0 ? 1 : 1);
  });

  it('that no result reads are counted too', async () => {
    const given = { ...shape, mode: 'valid', stride: 100 };
    const { rows } = watched(height - 1);
    await expect(collect(byPieces(rows, kernel, given))).rejects.toThrow(/got 499/);
  });

  it('without a height may end within none of them', async () => {
    const given = { width, channels: 1 };
    await expect(collect(byPieces([image.data.subarray(1)], kernel, given))).rejects.toThrow(
      /599 bytes in the last/,
    );
    await expect(collect(byPieces([], kernel, given))).rejects.toThrow(/at least 1 row/);
  });

  it.each([
    ['a string', 'abc', /typed arrays as chunks, got "abc"/],
    ['numbers of another type', new Float32Array(width), /chunks of uint8, or of bytes, got float32/],
  ])('may not be %s', async (_, chunk, message) => {
    await expect(collect(byPieces([row(0), chunk], kernel, options))).rejects.toThrow(message);
  });

  it('in any order come as many as they are asked for', async () => {
    const rows = { height, read: () => row(0) };
    await expect(collect(byPieces(rows, kernel, options))).rejects.toThrow(/"rows.read" expected \d+ rows/);
  });

  it('hand on what their source throws', async () => {
    const failing = (async function* () {
      yield row(0);
      throw new Error('the disk is gone');
    })();
    await expect(collect(byPieces(failing, kernel, options))).rejects.toThrow('the disk is gone');
  });
});

describe('a stream', () => {
  it('pulls nothing before it is read, and no more than the next strip needs', async () => {
    const { rows, seen } = watched();
    const strips = byPieces(rows, kernel, options);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(seen.pulled).toBe(0);
    for await (const strip of strips) {
      // A row below the strip, but under the last one.
      expect(seen.pulled).toBe(Math.min(height, strip.firstRow + strip.height + 1));
    }
    expect(seen.ended).toBe(1);
  });

  it('takes constant memory, whatever the height', async () => {
    const memoryAfter = async (count: number) => {
      const { rows } = watched(count);
      const given = { ...options, height: count, reuse: true };
      const arrays = new Set<unknown>();
      for await (const { data } of byPieces(rows, kernel, given)) {
        arrays.add(data.buffer);
      }
      expect(arrays.size).toBe(1);
      return linearMemory();
    };
    const low = await memoryAfter(1000);
    expect(await memoryAfter(100_000)).toEqual(low);
    expect(Math.max(...low)).toBeGreaterThan(0);
  });

  it('frees all memory, and ends its source, however it ends', async () => {
    const ways: Record<string, () => Promise<unknown>> = {
      'at its end': async () => collect(byPieces(watched().rows, kernel, options)),
      'by a loop that is left': async () => {
        const { rows, seen } = watched();
        for await (const _ of byPieces(rows, kernel, options)) break;
        expect(seen.ended).toBe(1);
      },
      'by an error of the consumer': async () => {
        const { rows, seen } = watched();
        const loop = async () => {
          for await (const _ of byPieces(rows, 'gaussianBlur', { ...shape, sigma: 5 }))
            throw new Error('enough');
        };
        await expect(loop()).rejects.toThrow('enough');
        expect(seen.ended).toBe(1);
      },
      'by an error of the source': async () => {
        const rows = [row(0), 'no row'];
        await expect(collect(byPieces(rows, kernel, options))).rejects.toThrow();
      },
      'by a signal': async () => {
        const { rows, seen } = watched();
        const controller = new AbortController();
        const strips = byPieces(rows, kernel, { ...options, signal: controller.signal });
        await strips.next();
        controller.abort(new Error('stop'));
        await expect(strips.next()).rejects.toThrow('stop');
        expect(await strips.next()).toEqual({ done: true, value: undefined });
        expect(seen.ended).toBe(1);
      },
      'by return': async () => {
        const { rows, seen } = watched();
        const strips = byPieces(rows, kernel, options);
        await strips.next();
        expect(await strips.return()).toEqual({ done: true, value: undefined });
        expect(seen.ended).toBe(1);
      },
    };
    for (const [name, end] of Object.entries(ways)) {
      await end();
      const before = linearMemory();
      for (let i = 0; i < 40; i++) await end();
      expect(linearMemory(), name).toEqual(before);
      expect(Math.max(...before)).toBeGreaterThan(0);
    }
  });

  it.each(['an abort', 'return'])('does not wait for a source that hangs: %s', async (way) => {
    const closed = vi.fn(async () => ({ done: true as const, value: undefined }));
    const rows = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}), return: closed }),
    };
    const controller = new AbortController();
    const strips = byPieces(rows, kernel, { ...options, signal: controller.signal });
    const waiting = strips.next();
    if (way === 'return') {
      await strips.return();
      expect(await waiting).toEqual({ done: true, value: undefined });
    } else {
      controller.abort(new Error('stop'));
      await expect(waiting).rejects.toThrow('stop');
    }
    expect(closed).toHaveBeenCalledOnce();
  });

  it('pulls nothing once its signal is aborted', async () => {
    const { rows, seen } = watched();
    const strips = byPieces(rows, kernel, { ...options, signal: AbortSignal.abort(new Error('stop')) });
    await expect(strips.next()).rejects.toThrow('stop');
    expect(seen.pulled).toBe(0);
  });

  it.each([
    ['aborted before', true],
    ['aborted while it is read', false],
  ])('tells why, also for a signal that knows no reasons: %s', async (_, aborted) => {
    let abort = () => {};
    const signal = {
      [Symbol.toStringTag]: 'AbortSignal',
      aborted,
      addEventListener: (_: string, listen: () => void) => {
        abort = listen;
      },
      removeEventListener: () => {},
    };
    const strips = byPieces([image.data], kernel, { ...options, signal });
    abort();
    await expect(strips.next()).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('takes a signal of another realm', async () => {
    const controller = foreignController();
    const strips = byPieces([image.data], kernel, { ...options, signal: controller.signal });
    await strips.next();
    controller.abort('stop');
    await expect(strips.next()).rejects.toBe('stop');
  });

  it('is freed where nobody reads on, although its signal lives', async () => {
    const { signal } = new AbortController();
    const remove = vi.spyOn(signal, 'removeEventListener');
    const dropped: WeakRef<object>[] = [];
    const drop = async () => {
      const strips = byPieces(watched().rows, kernel, { ...options, signal });
      const { value } = await strips.next();
      dropped.push(new WeakRef(strips), new WeakRef((value as { data: object }).data));
    };
    for (let i = 0; i < 20; i++) await drop();
    await vi.waitFor(() => {
      collectGarbage();
      expect(dropped.filter((each) => each.deref()).length).toBeLessThanOrEqual(2);
      expect(remove.mock.calls.length).toBeGreaterThanOrEqual(19);
    });
  });

  it('leaves no listener on its signal', async () => {
    const { signal } = new AbortController();
    const remove = vi.spyOn(signal, 'removeEventListener');
    await collect(byPieces([image.data], kernel, { ...options, signal }));
    expect(remove).toHaveBeenCalled();
  });
});

describe('a readable stream', () => {
  it('gives the strips, pulled as they are read', async () => {
    const { rows, seen } = watched();
    const stream = byPieces(rows, kernel, options).readable() as ReadableStream;
    const reader = stream.getReader();
    const { value } = await reader.read();
    expect(seen.pulled).toBe(value.height + 1);
    const rest = async function* () {
      yield value;
      for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
    };
    expect(isSame(await collect(rest()), wanted)).toBe(true);
  });

  it('ends a source that is one when it is cancelled', async () => {
    const cancel = vi.fn();
    const source = new ReadableStream({ pull: (controller) => controller.enqueue(row(0)), cancel });
    const stream = byPieces(source, kernel, { ...options, height: undefined }).readable() as ReadableStream;
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel('enough');
    expect(cancel).toHaveBeenCalledOnce();
  });

  it('hands on errors', async () => {
    const stream = byPieces([row(0)], kernel, options).readable() as ReadableStream;
    await expect(stream.getReader().read()).rejects.toThrow(/got 1/);
  });
});

it('weights the colours of canvas pixels by alpha, of which it cannot see that all are opaque', async () => {
  const data = new Uint8ClampedArray(noise('uint8clamped', [60 * 50 * 4]).data).map((value, i) =>
    i % 4 === 3 ? 255 : value,
  );
  const given = { sigma: 3, method: 'separable' } as const;
  const pixels = { data, width: 60, height: 50, channels: 4 };
  const strips = byPieces([data], 'gaussianBlur', { width: 60, height: 50, ...given });
  const weighted = gaussianBlur(pixels, { ...given, alpha: 'premultiply' });
  expect(isSame(await collect(strips), weighted)).toBe(true);
});
