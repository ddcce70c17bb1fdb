import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { allocate, convolve2d, prepare } from '../src/index.ts';
import { mayBeMissing } from './backends.ts';
import { filled } from './containers.ts';
import { gaussian, image, kernel, kernelFor, memoryBytes, methods, noise, shape } from './fixtures.ts';

describe.each(['wasm', 'wasm-relaxed'] as const)('memory of %s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('stays what it is', () => {
    function flat(step: (n: number) => void, times = 1000, first = 3) {
      for (let n = 0; n < first; n++) step(n);
      const before = memoryBytes(backend);
      for (let n = 0; n < times; n++) step(n);
      expect(memoryBytes(backend)).toBe(before);
      expect(before).toBeGreaterThan(0);
    }

    it.each(methods)('through a thousand preparations, by the method %s', (method) => {
      flat(() => {
        using convolver = prepare(kernelFor(method), { shape, method, backend });
        convolver.run(image);
      });
    });

    it('through preparations that fail', () => {
      flat(() => {
        expect(() => prepare([kernel, [[NaN]]], { shape, method: 'fft', backend })).toThrow();
      });
    });

    it('through a thousand images', () => {
      flat((n) => {
        const images = [5, 70, 200].map((rows) => allocate([rows, 100 + (n % 7)], 'float32', { backend }));
        images[n % 3]!.dispose();
        for (const resident of images) resident.dispose();
      });
    });

    it.each(methods)('through runs, by the method %s', (method) => {
      const convolver = prepare(kernelFor(method), { shape, method, backend });
      flat(() => convolver.run(image), 50, 1);
      convolver.dispose();
    });

    it('through banks and operands that trade places', () => {
      flat(() => {
        convolve2d(image, [kernel, gaussian, [[1]]], { backend });
        convolve2d(filled([3, 4, 2], 'float32', noise(1)), kernel, { mode: 'valid', backend });
      }, 300);
    });

    it('through explanations', () => {
      flat((n) => prepare(kernel, { shape, method: methods[n % 2 === 0 ? 1 : 3]!, backend }).dispose(), 200);
    });

    it('once enough kernels have been used', () => {
      flat(
        (n) => {
          const taps = filled([64, 64], 'float32', noise(n));
          convolve2d(image, taps, { backend, method: n % 2 === 0 ? 'fft' : 'direct' });
        },
        60,
        40,
      );
      expect(memoryBytes(backend)).toBeLessThan(256 * 2 ** 20);
    });
  });
});

describe('what is forgotten', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;

  /** Callbacks of the registry come in tasks of their own. */
  async function collectAll() {
    for (let turn = 0; turn < 3; turn++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** How much memory grows while sixty things are made, relative to what they take together. */
  async function growth(make: () => number): Promise<number> {
    await collectAll();
    const before = memoryBytes();
    let made = 0;
    for (let n = 0; n < 60; n++) {
      made += make();
      if (n % 10 === 9) await collectAll();
    }
    return (memoryBytes() - before) / made;
  }

  const makeImage = () => allocate([512, 512], 'float32', { backend: 'wasm' });
  const makeConvolver = () =>
    prepare(filled([120, 120], 'float32', noise(10)), {
      shape: [300, 300],
      method: 'fft',
      backend: 'wasm',
    });

  it('gives its memory back: images', async () => {
    expect(await growth(() => makeImage().bytes)).toBeLessThan(0.5);
  });

  it('gives its memory back: convolvers', async () => {
    const tables = () => {
      const before = memoryBytes();
      const several = Array.from({ length: 20 }, makeConvolver);
      const bytes = (memoryBytes() - before) / 20;
      for (const convolver of several) convolver.dispose();
      return bytes;
    };
    const bytes = tables();
    expect(bytes).toBeGreaterThan(10_000);
    expect(await growth(() => makeConvolver() && bytes)).toBeLessThan(0.5);
  });

  it('would be noticed if it were held', async () => {
    const held: Disposable[] = [];
    const makeAndHold = () => {
      const resident = makeImage();
      held.push(resident);
      return resident.bytes;
    };
    expect(await growth(makeAndHold)).toBeGreaterThan(0.5);
    for (const resident of held) resident[Symbol.dispose]();
  });

  it('does not take an array with it that is still in use', async () => {
    const { data } = allocate([16, 16], 'float32', { backend: 'wasm' });
    data.fill(5);
    await collectAll();
    const others = Array.from({ length: 9 }, () => allocate([16, 16], 'float32', { backend: 'wasm' }));
    for (const other of others) other.data.fill(6);
    expect([...new Set(data)]).toEqual([5]);
    for (const other of others) other.dispose();
  });
});
