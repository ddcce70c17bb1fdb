import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { allocate, convolve2d, prepare } from '../../src/index.ts';
import { mayBeMissing } from '../support/backends.ts';
import { filled } from '../support/containers.ts';
import {
  gaussian,
  image,
  kernel,
  kernelFor,
  memoryBytes,
  methods,
  noise,
  shape,
} from '../support/fixtures.ts';

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

/** What a module prints as JSON that runs in a fresh process, with `allocate` and its like at hand. */
function runAlone(module: string): unknown {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const library = new URL('../../src/index.ts', import.meta.url).href;
  const script = `
    import { allocate, backendInfo } from '${library}';
    const memoryMiB = () => backendInfo().backends.wasm.memoryBytes / 2 ** 20;
    const isLinear = ({ data }) => data.buffer.byteLength === backendInfo().backends.wasm.memoryBytes;
    const make = (rows, columns) => allocate([rows, columns], 'float32', { backend: 'wasm' });
    ${module}`;
  const args = ['--expose-gc', '--import', tsx, '--input-type=module', '-e', script];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

describe('images that are forgotten in a loop that never waits', () => {
  // The time is that of a machine which does nothing else.
  it('take bounded memory, and little time', { retry: 3, timeout: 60_000 }, () => {
    const found = runAlone(`
      memoryMiB();
      const rss = process.memoryUsage.rss();
      const start = process.cpuUsage();
      for (let n = 0; n < 30_000; n++) make(64, 128).data[0] = n;
      const { user, system } = process.cpuUsage(start);
      const milliseconds = (user + system) / 1e3;
      const inLoop = memoryMiB();
      const rssMiB = (process.memoryUsage.rss() - rss) / 2 ** 20;
      const after = make(64, 128);
      const isOrdinary = !isLinear(after);
      for (let turn = 0; turn < 3; turn++) {
        gc();
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      const images = Array.from({ length: 8000 }, () => make(64, 128));
      const areLinear = images.every(isLinear);
      console.log(JSON.stringify({ milliseconds, inLoop, rssMiB, isOrdinary, areLinear, later: memoryMiB() }));`);
    const { milliseconds, inLoop, rssMiB, later, ...rest } = found as Record<string, number>;
    expect(rest).toEqual({ isOrdinary: true, areLinear: true });
    expect(inLoop).toBeLessThan(300);
    expect(later).toBe(inLoop);
    expect(rssMiB).toBeLessThan(600);
    // Of processor time, which other processes do not lengthen; it takes about 2 s.
    expect(milliseconds).toBeLessThan(6000);
  });

  it('lie in ordinary memory from 256 MiB on, if there are 16 or more, until some are disposed of', () => {
    const found = runAlone(`
      const images = Array.from({ length: 17 }, () => make(5, 2 ** 20));
      const first = images.map(isLinear);
      for (const image of images.splice(0, 5)) image.dispose();
      const later = Array.from({ length: 6 }, () => isLinear(make(5, 2 ** 20)));
      console.log(JSON.stringify({ first, later }));`);
    // Of the first images 11 are left in linear memory, 220 MiB.
    expect(found).toEqual({
      first: [...Array(16).fill(true), false],
      later: [...Array(5).fill(true), false],
    });
  });
});
