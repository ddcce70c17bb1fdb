import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { Kernel, NdArray, ResidentImage } from '../../src/base/types.ts';
import * as api from '../../src/index.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { memoryBytes } from '../support/fixtures.ts';
import { random } from '../support/random.ts';
import { watch } from '../support/watched.ts';
import type { Api } from './cases/check.ts';
import { badInputs, refusal } from './errors.ts';

const { allocate, convolve2d, explain, kernels, prepare, sepConvolve2d } = api;
type Class = 'TypeError' | 'RangeError';
const refused = (name: Class, code: string) => expect.objectContaining({ name, code });

const taps = [
  [1, 2, 1],
  [2, 4, 2],
  [1, 2, 1],
];
const numbers = Float64Array.from({ length: 12 }, (_, i) => i * i);
const image = { data: numbers, shape: [3, 4] };
const rows = [0, 1, 2].map((row) => [...numbers.subarray(4 * row, 4 * row + 4)]);
const pixels = (channels: number) => ({
  data: Uint8ClampedArray.from({ length: 12 * channels }, (_, i) => (i * 37) % 256),
  width: 4,
  height: 3,
  channels,
});

/** An object whose property is computed when it is read. */
function withGetter<T extends object>(object: T, name: string, get: () => unknown): T {
  return Object.defineProperty({ ...object }, name, { get, enumerable: true });
}

/** Memory whose size can change. */
function resizable(bytes: number, most = bytes): ArrayBuffer & { resize(bytes: number): void } {
  const type = ArrayBuffer as unknown as new (
    bytes: number,
    options: object,
  ) => ArrayBuffer & { resize(bytes: number): void };
  return new type(bytes, { maxByteLength: most });
}

function transfer(buffer: ArrayBuffer): void {
  structuredClone(buffer, { transfer: [buffer] });
}

describe.each(backendNames)('%s', (backend) => {
  describe.skipIf(mayBeMissing(backend))('reads each property once', () => {
    type Calls = { [name: string]: (of: <T>(value: T) => T) => unknown };
    const bank: Kernel[] = [taps, [[1]], { data: numbers, shape: [3, 4] }];
    const padding = [
      [1, 2],
      [3, 0],
    ];
    const empty = () => [0, 1, 2].map(() => [0, 0, 0, 0]);
    const same = { mode: 'same', backend } as const;
    const calls: Calls = {
      'rows of numbers': (of) => convolve2d(of(rows), of(taps), of({ ...same })),
      arrays: (of) => convolve2d(of({ ...image, stride: [4, 1], offset: 0 }), of(image), of({ backend })),
      pixels: (of) => convolve2d(of(pixels(4)), of(taps), of({ ...same, alpha: 'premultiply' as const })),
      'lists of options': (of) =>
        convolve2d(of(image), of(taps), of({ padding, stride: [1, 2], dilation: [2, 1], backend } as never)),
      'an out of rows': (of) => convolve2d(of(image), of(taps), of({ ...same, out: empty() })),
      'an out': (of) => {
        const out = { data: new Float64Array(13), shape: [3, 4], stride: [4, 1], offset: 1 };
        convolve2d(of(image), of(taps), of({ ...same, out }));
        return out;
      },
      'a bank': (of) => convolve2d(of(rows), of(bank), of({ ...same })),
      'a bank of rows': (of) => convolve2d(of(rows), of([taps, taps]), of({ ...same })),
      'a bank with outs': (of) =>
        convolve2d(of(image), of(bank), of({ ...same, out: bank.map(empty) } as never)),
      'swapped inputs': (of) => convolve2d(of([[1, 2]]), of(taps), of({ mode: 'valid' as const, backend })),
      'NaN that are ignored': (of) =>
        convolve2d(of([[1, NaN, 3]]), of([[1, 1]]), of({ nan: 'ignore' as const, backend })),
      taps: (of) => sepConvolve2d(of(rows), of([1, 2]), of([1, 0, 2]), of({ ...same })),
      'a prepared kernel': (of) => {
        using convolver = prepare(of(bank), of({ ...same, shape: [3, 4], operation: 'correlate2d' }));
        return convolver.run(of(rows), of(bank.map(empty)) as never);
      },
      explanations: (of) => explain(of(rows), of(bank), of({ ...same, operation: 'correlate2d' } as never)),
      allocate: (of) => {
        using resident = allocate(of([3, 4, 2]), 'float32', of({ backend }));
        return [resident.shape, resident.bytes];
      },
      kernels: (of) => [
        kernels.gaussian(of({ sigma: [1, 2], size: [3, 5], truncate: 3 })),
        kernels.gaussian1d(of({ sigma: 2 })),
        kernels.box(of({ size: [2, 3] })),
        kernels.sobelX(of({ size: 5 })),
        kernels.laplacian(of({ size: 3 })),
        kernels.laplacianOfGaussian(of({ sigma: 1 })),
        kernels.unsharpMask(of({ size: [3, 5], amount: 2 })),
        kernels.motionBlur(of({ length: 5, angle: 1 })),
      ],
      pictures: (of) => [
        api.grayscale(of(pixels(3)), of({ weights: 'bt709' as const, backend })),
        api.normalize(of(rows), 'minmax'),
        api.toImageData(of(image), 'abs'),
      ],
    };
    const filters = api as unknown as { [name: string]: (image: unknown, options: object) => unknown };
    for (const name of [
      'gaussianBlur',
      'boxBlur',
      'motionBlur',
      'sharpen',
      'unsharpMask',
      'emboss',
      'edges',
    ]) {
      calls[name] = (of) => [
        filters[name]?.(of(rows), of({ backend })),
        filters[name]?.(of(pixels(4)), of({ backend, out: pixels(4), boundary: 'edge' })),
      ];
    }
    for (const name of ['sobel', 'scharr', 'prewitt']) {
      calls[name] = (of) => [
        filters[name]?.(of(rows), of({ backend, out: { x: empty(), angle: empty() } })),
        filters[name]?.(of(image), of({ backend, output: 'x' })),
        filters[name]?.(of(pixels(4)), of({ backend, output: 'magnitude', dtype: 'uint8' })),
      ];
    }
    for (const name of ['laplacian', 'laplacianOfGaussian']) {
      calls[name] = (of) => filters[name]?.(of(rows), of({ backend, out: empty() }));
    }
    calls.blurred = (of) => [
      filters.gaussianBlur?.(of(image), of({ sigma: [1, 2], backend })),
      filters.boxBlur?.(of(image), of({ size: [2, 3], backend })),
      filters.unsharpMask?.(of(image), of({ size: [3, 5], threshold: 1, backend })),
      filters.unsharpMask?.(of(rows), of({ sigma: [1, 2], threshold: 1, backend, out: empty() })),
    ];

    it.each(Object.entries(calls))('of %s', (_, call) => {
      const watched = watch();
      const result = call(watched.of);
      expect(watched.twice()).toEqual([]);
      const plain = call((value) => value);
      // What holds functions and plans is not compared.
      if (_ !== 'explanations') expect(JSON.stringify(result)).toBe(JSON.stringify(plain));
    });

    it('of what it refuses', () => {
      for (const bad of badInputs) {
        const watched = watch();
        const wrapped = Object.fromEntries(
          Object.entries(api).map(([name, call]) => [
            name,
            (...args: unknown[]) => (call as (...args: unknown[]) => unknown)(...args.map(watched.of)),
          ]),
        ) as unknown as Api;
        const given = refusal(bad, wrapped, backend) as { code: string };
        expect([given.code, String(given)]).toEqual([bad.code, String(refusal(bad, api, backend))]);
        expect([bad.name, ...watched.twice()]).toEqual([bad.name]);
      }
    });

    it('of options that are inherited', () => {
      const defaults = { mode: 'same', backend } as const;
      expect(convolve2d(rows, taps, Object.create(defaults) as typeof defaults)).toEqual(
        convolve2d(rows, taps, defaults),
      );
    });
  });

  describe.skipIf(mayBeMissing(backend))('refuses what changes while it is read', () => {
    const same = { mode: 'same', backend } as const;
    /** Another call is as good as before. */
    const stillWorks = () =>
      expect(convolve2d(rows, taps, same)).toEqual(convolve2d(rows, taps, { mode: 'same', backend: 'js' }));

    it('a convolver that is disposed of', () => {
      for (const part of ['shape', 'offset'] as const) {
        const convolver = prepare(taps, { ...same, shape: [3, 4], dtype: 'float64' });
        const target = new Float64Array(12).fill(113);
        const whole = { data: target, shape: [3, 4], offset: 0 };
        const out = withGetter(whole, part, () => {
          convolver.dispose();
          return whole[part];
        });
        expect(() => convolver.run(image, out)).toThrow(refused('TypeError', 'ERR_DISPOSED'));
        const other = prepare(taps, { ...same, shape: [3, 4], dtype: 'float64' });
        const reading = withGetter(image, 'shape', () => {
          other.dispose();
          return [3, 4];
        });
        expect(() => other.run(reading, target)).toThrow(refused('TypeError', 'ERR_DISPOSED'));
        expect(target).toEqual(new Float64Array(12).fill(113));
      }
      stillWorks();
    });

    it.each(['image', 'out', 'kernel'] as const)('a resident %s that is disposed of', (role) => {
      for (const isTakenAgain of [false, true]) {
        using good = allocate([3, 4], 'float64', { backend });
        good.data.set(numbers);
        const resident = allocate([3, 4], 'float64', { backend });
        resident.data.fill(1);
        let next: ResidentImage<'float64'> | undefined;
        const dispose = () => {
          resident.dispose();
          if (isTakenAgain) {
            next = allocate([3, 4], 'float64', { backend });
            next.data.fill(113);
          }
          return undefined;
        };
        const bad = withGetter({ data: resident.data, shape: [3, 4] }, 'offset', dispose);
        const call = {
          image: () => convolve2d(bad, taps, same),
          out: () => convolve2d(good, taps, { ...same, out: bad }),
          kernel: () => convolve2d(good, bad, same),
        }[role];
        expect(call).toThrow(refused('TypeError', 'ERR_DISPOSED'));
        if (next) expect(next.data).toEqual(new Float64Array(12).fill(113));
        next?.dispose();
      }
      stillWorks();
    });

    it('a resident image that another argument disposes of', () => {
      const resident = allocate([3, 4], 'float32', { backend });
      const array = resident.data;
      const options = withGetter(same, 'out', () => {
        resident.dispose();
        return new Float32Array(12);
      });
      // The image is read after the options: its getter refuses.
      expect(() => convolve2d(resident, taps, options)).toThrow(refused('TypeError', 'ERR_DISPOSED'));
      expect(array).toHaveLength(12);
      using other = allocate([3, 4], 'float32', { backend });
      const out = withGetter({ data: new Float32Array(12), shape: [3, 4] }, 'shape', () => {
        other.dispose();
        return [3, 4];
      });
      expect(() => convolve2d(other, taps, { ...same, out })).toThrow(refused('TypeError', 'ERR_DISPOSED'));
      expect(out.data).toEqual(new Float32Array(12));
    });

    it.each(['image', 'out', 'kernel'] as const)('a buffer of the %s that is transferred', (role) => {
      const data = new Float64Array(12).fill(1);
      const bad = withGetter({ data, shape: [3, 4] }, 'offset', () => {
        transfer(data.buffer);
        return undefined;
      });
      const call = {
        image: () => convolve2d(bad, taps, same),
        out: () => convolve2d(image, taps, { ...same, out: bad }),
        kernel: () => convolve2d(image, bad, same),
      }[role];
      expect(call).toThrow(refused('TypeError', 'ERR_DETACHED'));
      stillWorks();
    });

    it.each(['image', 'out', 'kernel'] as const)('a buffer of the %s that shrinks', (role) => {
      const code = { image: 'ERR_IMAGE', out: 'ERR_OUT', kernel: 'ERR_KERNEL' }[role];
      for (const length of [undefined, 12]) {
        for (const left of [0, 40, 88]) {
          const buffer = resizable(96);
          const data = new Float64Array(buffer, 0, length).fill(1);
          const bad = withGetter({ data, shape: [3, 4] }, 'offset', () => {
            buffer.resize(left);
            return 0;
          });
          const call = {
            image: () => convolve2d(bad, taps, same),
            out: () => convolve2d(image, taps, { ...same, out: bad }),
            kernel: () => convolve2d(image, bad, same),
          }[role];
          expect(call).toThrow(refused('RangeError', code));
        }
      }
      stillWorks();
    });

    it('a buffer that a later or an earlier argument shrinks', () => {
      for (const [role, code] of [
        ['image', 'ERR_IMAGE'],
        ['kernel', 'ERR_KERNEL'],
        ['out', 'ERR_OUT'],
      ] as const) {
        const buffer = resizable(96);
        const short = { data: new Float64Array(buffer).fill(1), shape: [3, 4] };
        const shrink = () => {
          buffer.resize(40);
          return undefined;
        };
        const out = { data: new Float64Array(12).fill(113), shape: [3, 4] };
        const call = {
          image: () => convolve2d(short, taps, { ...same, out: withGetter(out, 'stride', shrink) }),
          kernel: () => convolve2d(withGetter(image, 'stride', shrink), short, { ...same, out }),
          out: () => convolve2d(withGetter(image, 'stride', shrink), taps, { ...same, out: short }),
        }[role];
        expect(call).toThrow(refused('RangeError', code));
        expect(out.data).toEqual(new Float64Array(12).fill(113));
      }
      stillWorks();
    });

    it('nothing about a buffer that grows', () => {
      const buffer = resizable(96, 960);
      const data = new Float64Array(buffer, 0, 12);
      data.set(numbers);
      const growing = withGetter({ data, shape: [3, 4] }, 'offset', () => {
        buffer.resize(960);
        return undefined;
      });
      expect(convolve2d(growing, taps, same)).toEqual(convolve2d(image, taps, same));
      const tracking = withGetter({ data: new Float64Array(buffer), shape: [3, 4] }, 'offset', () => 0);
      expect(convolve2d(tracking, taps, same)).toEqual(convolve2d(image, taps, same));
      const type = SharedArrayBuffer as unknown as new (bytes: number, options: object) => SharedArrayBuffer;
      const shared = new Float64Array(new type(96, { maxByteLength: 192 }));
      shared.set(numbers);
      expect(convolve2d({ data: shared, shape: [3, 4] }, taps, same)).toEqual(convolve2d(image, taps, same));
    });

    it('nothing where getters throw: their error passes, and nothing is written', () => {
      const fault = new RangeError('of the caller');
      const throwing = () => {
        throw fault;
      };
      const target = new Float64Array(12).fill(113);
      const out = { data: target, shape: [3, 4] };
      const broken = [
        () => convolve2d(withGetter(image, 'shape', throwing), taps, { ...same, out }),
        () => convolve2d(image, withGetter({ ...image }, 'data', throwing), { ...same, out }),
        () => convolve2d(image, taps, withGetter({ ...same, out }, 'method', throwing)),
        () => convolve2d(image, taps, { ...same, out: withGetter(out, 'stride', throwing) }),
        () => prepare(taps, withGetter({ ...same, shape: [3, 4] }, 'shape', throwing)),
        () => allocate([3, 4], 'float32', withGetter({ backend }, 'backend', throwing)),
        () => api.sobel(image, withGetter({ out: { x: out } }, 'output', throwing)),
      ];
      for (const call of broken) expect(call).toThrow(fault);
      expect(target).toEqual(new Float64Array(12).fill(113));
    });
  });

  describe.skipIf(mayBeMissing(backend))('takes typed arrays for what the engine knows of them', () => {
    const same = { mode: 'same', backend } as const;
    const expected = convolve2d(image, taps, { mode: 'same', backend: 'js' }).data;

    it('with a length that lies', () => {
      class Longer extends Float64Array {
        override get length() {
          return 1000;
        }
        override get byteLength() {
          return 8000;
        }
        override get byteOffset() {
          return 8;
        }
      }
      const longer = new Longer(numbers);
      const large = { data: longer, shape: [30, 30] };
      expect(() => convolve2d(large, taps, same)).toThrow(refused('RangeError', 'ERR_IMAGE'));
      expect(() => convolve2d(rows, large, same)).toThrow(refused('RangeError', 'ERR_KERNEL'));
      expect(() =>
        convolve2d(new Array(30).fill(new Array(30).fill(1)), taps, { ...same, out: large }),
      ).toThrow(refused('RangeError', 'ERR_OUT'));
      expect(convolve2d({ data: longer, shape: [3, 4] }, taps, same).data).toEqual(expected);
      expect(sepConvolve2d(rows, new Longer([1, 2]), [1], same)).toEqual(
        sepConvolve2d(rows, [1, 2], [1], same),
      );
    });

    it('with methods of their own', () => {
      class Odd extends Float64Array {
        static get [Symbol.species]() {
          return Uint8Array as never;
        }
        override subarray(): never {
          throw new Error('not to be called');
        }
        override set(): never {
          throw new Error('not to be called');
        }
        override fill(): never {
          throw new Error('not to be called');
        }
        get [Symbol.toStringTag](): never {
          return 'Uint8Array' as never;
        }
      }
      const odd = new Odd(numbers);
      const out = new Odd(12);
      expect(convolve2d({ data: odd, shape: [3, 4] }, taps, { ...same, out })).toBe(out);
      expect([...out]).toEqual([...expected]);
      const own = Object.defineProperties(numbers.slice(), {
        length: { value: 5 },
        subarray: { value: () => new Float64Array(5) },
        constructor: { value: Uint8Array },
        buffer: { value: new ArrayBuffer(0) },
      });
      expect(convolve2d({ data: own, shape: [3, 4] }, taps, same).data).toEqual(expected);
    });

    it('of another realm', () => {
      const foreign = runInNewContext('new Float64Array(12)') as Float64Array;
      foreign.set(numbers);
      const result = runInNewContext('new Float64Array(12)') as Float64Array;
      expect(convolve2d({ data: foreign, shape: [3, 4] }, taps, { ...same, out: result })).toBe(result);
      expect([...result]).toEqual([...expected]);
    });
  });

  describe.skipIf(mayBeMissing(backend))('refuses lists that are none', () => {
    const same = { mode: 'same', backend } as const;

    /** An array that claims a length. */
    function claiming(length: unknown, element: unknown): never {
      const get = (target: unknown[], key: string | symbol) =>
        key === 'length'
          ? length
          : typeof key === 'string' && /^\d+$/.test(key)
            ? element
            : Reflect.get(target, key);
      return new Proxy([], { get }) as never;
    }

    it.each([2 ** 40, 2 ** 32 + 1, 2 ** 52, Infinity, NaN, -1, 1.5, '3', null, {}, Symbol('length'), 3n])(
      'arrays that claim %s elements',
      (length) => {
        const coded = expect.objectContaining({ code: expect.stringMatching(/^ERR_/) });
        const list = claiming(length, 1);
        const table = claiming(length, [1, 2]);
        const wide = claiming(3, list);
        const calls = [
          () => convolve2d(table, taps, same),
          () => convolve2d(wide, taps, same),
          () => convolve2d(rows, table, same),
          () => convolve2d(rows, wide, same),
          () => convolve2d(rows, claiming(length, taps), same),
          () => convolve2d(rows, taps, { ...same, out: table }),
          () => convolve2d(rows, taps, { ...same, out: wide }),
          () => convolve2d(rows, [taps, taps], { ...same, out: claiming(length, rows) }),
          () => convolve2d({ data: numbers, shape: list }, taps, same),
          () => convolve2d({ data: numbers, shape: [3, 4], stride: list }, taps, same),
          () => convolve2d(rows, taps, { ...same, stride: list }),
          () => convolve2d(rows, taps, { backend, padding: list }),
          () => convolve2d(rows, taps, { backend, padding: [list, list] as never }),
          () => sepConvolve2d(rows, list, [1], same),
          () => prepare(taps, { ...same, shape: list }),
          () => allocate(list, 'float32', { backend }),
          () => kernels.gaussian({ size: list }),
          () => api.normalize(table),
        ];
        for (const call of calls) expect(call).toThrow(coded);
      },
    );

    it('arrays that contain themselves', () => {
      const round: unknown[] = [1, 2];
      round.push(round, round);
      expect(() => convolve2d({ data: numbers, shape: round as never }, taps, same)).toThrow(
        refused('RangeError', 'ERR_IMAGE'),
      );
    });

    it('results that would fill the heap', () => {
      const fill = {
        padding: [
          [0, 2 ** 13],
          [0, 2 ** 12],
        ],
        backend,
      } as const;
      const row = new Array(2 ** 12).fill(1);
      const calls = [
        () => convolve2d([[1]], [[[1]], [[1]], [[1]]], fill),
        () => api.sobel(new Array(2 ** 12).fill(row), { backend }),
        () => convolve2d(new Array(2 ** 15).fill(row), taps, same),
      ];
      for (const call of calls) expect(call).toThrow(refused('RangeError', 'ERR_MEMORY'));
    });

    const hole = (length: number, ...elements: number[]) => {
      const list = new Array(length);
      for (const [n, element] of elements.entries()) list[length - elements.length + n] = element;
      return list as never;
    };
    const out = () => ({ data: new Float64Array(12).fill(113), shape: [3, 4] });
    type Bad = [name: string, code: string, call: (out: NdArray) => unknown];
    const holes: Bad[] = [
      [
        'the shape of an image',
        'ERR_IMAGE',
        (out) => convolve2d({ ...image, shape: hole(2, 4) }, taps, { ...same, out }),
      ],
      [
        'the stride of an image',
        'ERR_IMAGE',
        (out) => convolve2d({ ...image, stride: hole(2, 1) }, taps, { ...same, out }),
      ],
      ['rows', 'ERR_IMAGE', (out) => convolve2d(hole(3, [1, 2, 3, 4] as never), taps, { ...same, out })],
      [
        'a row',
        'ERR_IMAGE',
        (out) => convolve2d([hole(4, 1), hole(4, 1), hole(4, 1)], taps, { ...same, out }),
      ],
      [
        'the shape of a kernel',
        'ERR_KERNEL',
        (out) => convolve2d(image, { ...image, shape: hole(2, 4) }, { ...same, out }),
      ],
      [
        'the stride of a kernel',
        'ERR_KERNEL',
        (out) => convolve2d(image, { ...image, stride: hole(2, 1) }, { ...same, out }),
      ],
      [
        'the rows of a kernel',
        'ERR_KERNEL',
        (out) => convolve2d(image, [[1], ...(hole(1) as number[][])], { ...same, out }),
      ],
      [
        'the shape of an out',
        'ERR_OUT',
        (out) => convolve2d(image, taps, { ...same, out: { ...out, shape: hole(2, 4) } }),
      ],
      [
        'the stride of an out',
        'ERR_OUT',
        (out) => convolve2d(image, taps, { ...same, out: { ...out, stride: hole(2, 1) } }),
      ],
      [
        'a row of an out',
        'ERR_OUT',
        () => convolve2d(image, taps, { ...same, out: [hole(4), hole(4), hole(4)] }),
      ],
      ['a bank', 'ERR_KERNEL', () => convolve2d(image, hole(3, taps as never), same)],
      [
        'a bank, its second',
        'ERR_KERNEL',
        () => convolve2d(image, Object.assign(hole(3), { 0: taps, 2: taps }) as never, same),
      ],
      ['outs', 'ERR_OUT', (out) => convolve2d(image, [taps, taps], { ...same, out: hole(2, out as never) })],
      ['a column', 'ERR_KERNEL', (out) => sepConvolve2d(image, hole(3, 1), [1], { ...same, out })],
      ['a row of taps', 'ERR_KERNEL', (out) => sepConvolve2d(image, [1], hole(3, 1), { ...same, out })],
      ['padding', 'ERR_OPTION', (out) => convolve2d(image, taps, { padding: hole(2, 1), backend, out })],
      [
        'the pairs of padding',
        'ERR_OPTION',
        (out) => convolve2d(image, taps, { padding: [hole(2, 1), [1, 1]], backend, out }),
      ],
      ['stride', 'ERR_OPTION', (out) => convolve2d(image, taps, { ...same, stride: hole(2, 1), out })],
      ['dilation', 'ERR_OPTION', (out) => convolve2d(image, taps, { ...same, dilation: hole(2, 1), out })],
      ['the shape of prepare', 'ERR_OPTION', () => prepare(taps, { ...same, shape: hole(2, 4) })],
      ['the shape of allocate', 'ERR_OPTION', () => allocate(hole(2, 4), 'float32', { backend })],
      ['a size', 'ERR_OPTION', () => kernels.gaussian({ size: hole(2, 3) })],
      [
        'the sigma of a filter',
        'ERR_OPTION',
        (out) => api.gaussianBlur(image, { sigma: hole(2, 1), out, backend }),
      ],
      ['the size of a filter', 'ERR_OPTION', (out) => api.boxBlur(image, { size: hole(2, 3), out, backend })],
    ];

    it.each(holes)('a hole in %s', (_, code, call) => {
      const given = out();
      expect(() => call(given)).toThrow(refused('TypeError', code));
      expect(given).toEqual(out());
    });
  });

  describe.skipIf(mayBeMissing(backend))('refuses an out with two elements in one place', () => {
    const options = { mode: 'same', backend } as const;
    const call = (shape: readonly number[], stride: readonly number[], offset: number, length: number) => {
      const input = { data: new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(1), shape };
      return () =>
        convolve2d(input, [[1]], {
          ...options,
          out: { data: new Float64Array(length), shape, stride, offset },
        });
    };

    it('such as rows that begin in each other', () => {
      expect(call([2, 3], [1, 1], 0, 12)).toThrow(refused('RangeError', 'ERR_OUT'));
      expect(call([2, 3, 2], [5, 2, 1], 0, 24)).toThrow(refused('RangeError', 'ERR_OUT'));
      expect(call([3, 2], [2, 3], 0, 12)).not.toThrow();
    });

    it('and no other', () => {
      const next = random(5);
      const integer = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
      const seen = { shared: 0, apart: 0 };
      for (let n = 0; n < 600; n++) {
        const rank = integer(2, 3);
        const shape = Array.from({ length: rank }, () => integer(1, 5));
        const stride = Array.from({ length: rank }, () => integer(-9, 9));
        let places = [0];
        for (let axis = 0; axis < rank; axis++) {
          places = places.flatMap((place) =>
            Array.from({ length: shape[axis] as number }, (_, i) => place + i * (stride[axis] as number)),
          );
        }
        const least = Math.min(...places);
        const isShared = new Set(places).size < places.length;
        seen[isShared ? 'shared' : 'apart']++;
        const attempt = call(shape, stride, -least, Math.max(...places) - least + 1);
        if (isShared) expect(attempt, `${shape} ${stride}`).toThrow(refused('RangeError', 'ERR_OUT'));
        else expect(attempt, `${shape} ${stride}`).not.toThrow();
      }
      expect(Math.min(seen.shared, seen.apart)).toBeGreaterThan(100);
    });

    it('such as a row that stands in two places', () => {
      const row = [1, 2, 3, 4];
      const call = () => convolve2d(image, taps, { ...options, out: [row, [5, 6, 7, 8], row] });
      expect(call).toThrow(refused('RangeError', 'ERR_OUT'));
      expect(row).toEqual([1, 2, 3, 4]);
      const table = () => rows.map((row) => [...row]);
      const [first, second] = [table(), table()];
      second[1] = first[2] as number[];
      for (const out of [
        [first, first],
        [first, second],
      ]) {
        expect(() => convolve2d(image, [taps, taps], { ...options, out })).toThrow(
          refused('RangeError', 'ERR_OVERLAP'),
        );
        expect(() => api.sobel(image, { backend, out: { x: out[0]!, y: out[1]! } })).toThrow(
          refused('RangeError', 'ERR_OVERLAP'),
        );
      }
      expect(first).toEqual(table());
    });

    it('such as rows that are frozen', () => {
      const frozen = [[1, 2, 3, 4], [1, 2, 3, 4], Object.freeze([1, 2, 3, 4]) as number[]];
      expect(() => convolve2d(image, taps, { ...options, out: frozen })).toThrow(
        refused('TypeError', 'ERR_OUT'),
      );
      expect(frozen[0]).toEqual([1, 2, 3, 4]);
    });

    it('such as outs on the kernels of a bank that are read as images', () => {
      const memory = new Float64Array(24).fill(2);
      const bank = [0, 12].map((begin) => ({ data: memory.subarray(begin, begin + 12), shape: [3, 4] }));
      const call = (...out: Float64Array[]) => convolve2d([[1, 2]], bank, { mode: 'valid', backend, out });
      const apart = [new Float64Array(9), new Float64Array(9)] as const;
      expect(() => call(apart[0], memory.subarray(3, 12))).toThrow(refused('RangeError', 'ERR_OVERLAP'));
      expect(() => call(memory.subarray(12, 21), apart[1])).toThrow(refused('RangeError', 'ERR_OVERLAP'));
      expect(memory).toEqual(new Float64Array(24).fill(2));
      expect(call(...apart)).toEqual([new Float64Array(9).fill(6), new Float64Array(9).fill(6)]);
    });

    it('whatever calls are made while it is read', () => {
      const expected = convolve2d(image, taps, { mode: 'same', backend: 'js' });
      using convolver = prepare(taps, { ...options, shape: [3, 4], dtype: 'float64' });
      let inner: unknown;
      const again = withGetter(image, 'shape', () => {
        inner = convolver.run(image);
        return [3, 4];
      });
      expect(convolver.run(again)).toEqual(expected);
      expect(convolve2d(again, taps, options)).toEqual(expected);
      expect(inner).toEqual(expected);
    });

    it('such as outs of a bank that overlap', () => {
      const memory = new Float64Array(60).fill(113);
      const part = (begin: number) => memory.subarray(begin, begin + 12);
      const bank = [taps, taps, taps];
      const call = (...begins: number[]) => convolve2d(image, bank, { ...options, out: begins.map(part) });
      for (const begins of [
        [0, 12, 23],
        [40, 0, 35],
        [24, 12, 24],
      ]) {
        expect(() => call(...begins)).toThrow(refused('RangeError', 'ERR_OVERLAP'));
      }
      expect(memory).toEqual(new Float64Array(60).fill(113));
      expect(call(24, 0, 12)).toHaveLength(3);
    });
  });

  it.skipIf(mayBeMissing(backend))('reads a kernel in memory that moves while it computes', () => {
    using resident = allocate([3, 3], 'float64', { backend });
    resident.data.set(taps.flat());
    const before = memoryBytes(backend);
    // Wide enough for its rows to need more memory than there is.
    const columns = Math.max(before / 8, 100);
    const data = new Float64Array(3 * columns).map((_, i) => (i === 5 ? NaN : i % 7));
    const wide = { data, shape: [3, columns] };
    const options = { mode: 'same', nan: 'ignore', backend } as const;
    const result = convolve2d(wide, { data: resident.data, shape: [3, 3] }, options);
    if (backend !== 'js') expect(memoryBytes(backend)).toBeGreaterThan(before);
    const expected = convolve2d(wide, taps, options);
    expect(result.data.every((value, i) => value === expected.data[i])).toBe(true);
  });

  it.skipIf(mayBeMissing(backend))('writes all results of a gradient before a setter of rows runs', () => {
    const x = api.allocate([2, 2], 'float32', { backend });
    let next: ResidentImage<'float32'> | undefined;
    const row = new Proxy([0, 0], {
      set(target, key, value) {
        x.dispose();
        next ??= api.allocate([2, 2], 'float32', { backend });
        next.data.fill(7);
        return Reflect.set(target, key, value);
      },
    });
    api.sobel(
      { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] },
      { out: { x, y: [row, [0, 0]] }, backend },
    );
    expect([...next!.data]).toEqual([7, 7, 7, 7]);
    next!.dispose();
  });

  it.skipIf(mayBeMissing(backend))('takes time for a bank as for its kernels', { timeout: 60000 }, () => {
    const small = { data: new Float32Array(16).fill(1), shape: [4, 4] };
    const bank = (length: number, attempt: number) =>
      Array.from({ length }, (_, n) => ({
        data: new Float32Array((1 + (n % 5)) ** 2).fill(n + attempt),
        shape: [1 + (n % 5), 1 + (n % 5)],
      }));
    const time = (length: number) => {
      // Other kernels each time, so that each call is planned.
      const times = [0, 1, 2].map((attempt) => {
        const given = bank(length, attempt);
        const out = given.map(() => new Float32Array(16));
        const start = performance.now();
        convolve2d(small, given, { mode: 'same', backend, out });
        return performance.now() - start;
      });
      return Math.min(...times);
    };
    time(2000);
    // 20 times as long if it is linear, 400 times if it is quadratic.
    expect(time(20000)).toBeLessThan(100 * time(1000));
  });
});
