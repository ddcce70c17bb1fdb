import { describe, expect, expectTypeOf, it } from 'vitest';
import type { NdArray } from '../../src/base/types.ts';
import { allocate, gaussianBlur, grayscale, normalize, sobel, toImageData } from '../../src/index.ts';
import { roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { backendsHere } from '../support/backends.ts';
import { dtypes, elementType, filled, gridOf, layouts, valuesOf } from '../support/containers.ts';
import { opencv } from '../support/golden.ts';
import { integers, random } from '../support/random.ts';
import { golden } from './golden.ts';

const colours = { data: new Uint8Array(6), shape: [1, 2, 3] };

describe('grayscale', () => {
  it("gives OpenCV's bytes", () => {
    const data = Uint8Array.from(opencv.gray.flatMap(([r, g, b]) => [r!, g!, b!]));
    const { data: gray } = grayscale({ data, width: opencv.gray.length, height: 1, channels: 3 });
    expect(Array.from(gray)).toEqual(opencv.gray.map(([, , , gray]) => gray));
  });

  it("gives OpenCV's 16 bits", () => {
    const data = Uint16Array.from(golden.gray16.flatMap((colour) => colour.slice(0, 3)));
    const { data: gray } = grayscale({ data, shape: [1, golden.gray16.length, 3] });
    expect(Array.from(gray)).toEqual(golden.gray16.map(([, , , gray]) => gray));
  });

  it('keeps white white, black black and grays as they are, by either weights', () => {
    const data = Uint8Array.from({ length: 3 * 256 }, (_, n) => Math.floor(n / 3));
    for (const weights of ['bt601', 'bt709'] as const) {
      const { data: gray } = grayscale({ data, width: 256, height: 1, channels: 3 }, { weights });
      expect(Array.from(gray)).toEqual(Array.from({ length: 256 }, (_, n) => n));
    }
  });

  it.each([
    ['bt601', [0.299, 0.587, 0.114]],
    ['bt709', [0.2126, 0.7152, 0.0722]],
  ] as const)('weighs by %s in every type, layout and container', (weights, [red, green, blue]) => {
    for (const dtype of dtypes) {
      const next = dtype.startsWith('float') ? random(1) : integers(1, 0, 127);
      for (const channels of [3, 4]) {
        for (const layout of layouts) {
          const image = filled([5, 6, channels], dtype, next, layout);
          const gray = grayscale(image, { weights });
          expect(gray.shape).toEqual([5, 6]);
          expect(elementType(gray)).toBe(dtype);
          const { at } = gridOf(image);
          for (const [n, value] of gray.data.entries()) {
            const [i, j] = [Math.floor(n / 6), n % 6];
            const exact = at(i, j, 0) * red + at(i, j, 1) * green + at(i, j, 2) * blue;
            // Fixed point is off by less than 2^-14 of a value.
            const slack = dtype.startsWith('float') ? 1e-7 : 2 ** -7;
            expect(value).toBeGreaterThanOrEqual(roundHalfEvenSaturate(exact - slack, dtype));
            expect(value).toBeLessThanOrEqual(roundHalfEvenSaturate(exact + slack, dtype));
          }
        }
      }
    }
  });

  describe.each(backendsHere)('on %s', (backend) => {
    it('gives the same bits as js, from and into any layout', () => {
      for (const dtype of dtypes) {
        for (const channels of [3, 4]) {
          for (const columns of [1, 37]) {
            const greatest = dtype.startsWith('uint') ? 255 : 127;
            const next = dtype.startsWith('float') ? random(columns) : integers(columns, 0, greatest);
            const plain = filled([5, columns, channels], dtype, next);
            const expected = grayscale(plain, { backend: 'js' });
            for (const layout of layouts) {
              const image = filled([5, columns, channels], dtype, next, layout);
              expect(valuesOf(grayscale(image, { backend })), layout.name).toEqual(
                valuesOf(grayscale(image, { backend: 'js' })),
              );
              const out = filled([5, columns, 1], dtype, () => 1, layout);
              expect(grayscale(plain, { backend, out })).toBe(out);
              expect(valuesOf(out), layout.name).toEqual(valuesOf(expected));
            }
          }
        }
      }
    });

    it('reads and writes resident images', () => {
      const data = Uint8Array.from({ length: 4 * 30 * 50 }, (_, i) => (i * 37) % 256);
      using image = allocate([30, 50, 4], 'uint8', { backend });
      using out = allocate([30, 50], 'uint8', { backend });
      image.data.set(data);
      grayscale(image, { backend, out });
      expect([...out.data]).toEqual([...grayscale({ data, shape: [30, 50, 4] }, { backend: 'js' }).data]);
    });

    it('gives rows wider than a chunk', () => {
      const data = Uint8Array.from({ length: 3 * 30001 * 2 }, (_, i) => (i * 37) % 251);
      const image = { data, width: 30001, height: 2, channels: 3 };
      expect(grayscale(image, { backend })).toEqual(grayscale(image, { backend: 'js' }));
    });
  });

  it('gives an `out` of rows, of numbers and of one channel', () => {
    const out = [[0, 0]];
    expect(
      grayscale({ data: Uint8Array.of(255, 0, 0, 9, 9, 9), width: 2, height: 1, channels: 3 }, { out }),
    ).toBe(out);
    expect(out).toEqual([[76, 9]]);
    const bare = new Uint8Array(2);
    expect(grayscale({ data: Uint8Array.of(1, 2), shape: [1, 2] }, { out: bare })).toBe(bare);
    expect(bare).toEqual(Uint8Array.of(1, 2));
  });

  it('gives one channel in the same kind of container', () => {
    const pixels = grayscale({ data: new Uint8ClampedArray(4 * 6), width: 3, height: 2 });
    expect(pixels).toEqual({ data: new Uint8ClampedArray(6), width: 3, height: 2, channels: 1 });
    expectTypeOf(pixels.data).toEqualTypeOf<Uint8ClampedArray<ArrayBuffer>>();
    expectTypeOf(grayscale([[1]])).toEqualTypeOf<number[][]>();
  });

  it('copies what has one channel', () => {
    const image = [
      [1, 2.5],
      [3, NaN],
    ];
    const copy = grayscale(image);
    expect(copy).toEqual(image);
    expect(copy[0]).not.toBe(image[0]);
    const bytes = { data: Uint8Array.of(1, 2, 3), shape: [3, 1, 1] };
    expect(grayscale(bytes)).toEqual({ data: Uint8Array.of(1, 2, 3), shape: [3, 1] });
    expect(grayscale(bytes).data.buffer).not.toBe(bytes.data.buffer);
  });

  it.each([
    [() => grayscale({ data: new Uint8Array(8), shape: [2, 2, 2] }), 'RangeError', 'ERR_IMAGE'],
    [() => grayscale({ data: new Uint8Array(20), shape: [2, 2, 5] }), 'RangeError', 'ERR_IMAGE'],
    [() => grayscale(7 as never), 'TypeError', 'ERR_IMAGE'],
    [() => grayscale([[1]], { weights: 'bt2020' as never }), 'RangeError', 'ERR_OPTION'],
    [() => grayscale([[1]], { weight: 'bt709' } as never), 'TypeError', 'ERR_OPTION'],
    [() => grayscale([[1]], 'bt709' as never), 'TypeError', 'ERR_OPTION'],
    [() => grayscale([[1]], { backend: 'cuda' as never }), 'RangeError', 'ERR_OPTION'],
    [() => grayscale(colours, { out: new Uint8Array(3) }), 'RangeError', 'ERR_OUT'],
    [() => grayscale(colours, { out: new Int8Array(2) }), 'TypeError', 'ERR_CONFLICT'],
    [() => grayscale(colours, { out: colours.data.subarray(2, 4) }), 'RangeError', 'ERR_OVERLAP'],
    [() => grayscale(colours, { out: 7 as never }), 'TypeError', 'ERR_OUT'],
  ])('refuses %s', (call, name, code) => {
    expect(call).toThrow(expect.objectContaining({ name, code }));
  });
});

const odd = [-1e300, -300, -0.5, 0, 0.5, 1.5, 2.5, 254.5, 255.5, 1e300, NaN, Infinity, -Infinity];

describe('normalize', () => {
  const row = (values: readonly number[]): NdArray => ({
    data: Float64Array.from(values),
    shape: [1, values.length],
  });

  it('clamps, of the number or of its magnitude', () => {
    const clamped = [0, 0, 0, 0, 0, 2, 2, 254, 255, 255, 0, 255, 0];
    expect(normalize(row(odd)).data).toEqual(Uint8ClampedArray.from(clamped));
    expect(normalize(row(odd), 'clamp').data).toEqual(Uint8ClampedArray.from(clamped));
    const magnitudes = [255, 255, 0, 0, 0, 2, 2, 254, 255, 255, 0, 255, 255];
    expect(normalize(row(odd), 'abs').data).toEqual(Uint8ClampedArray.from(magnitudes));
  });

  it('maps the range of finite numbers', () => {
    expect([...normalize(row([-1, 0, 1]), 'minmax').data]).toEqual([0, 128, 255]);
    expect([...normalize(row([7, NaN, 9, Infinity, -Infinity, 8.5]), 'minmax').data]).toEqual([
      0, 0, 255, 255, 0, 191,
    ]);
    expect([...normalize(row([-1.7e308, 0, 1.7e308]), 'minmax').data]).toEqual([0, 128, 255]);
    expect([...normalize(row([5, 5, NaN]), 'minmax').data]).toEqual([0, 0, 0]);
    expect([...normalize(row([NaN, Infinity]), 'minmax').data]).toEqual([0, 0]);
    expect([...normalize(row([5e-324, 0, 1e-323]), 'minmax').data]).toEqual([128, 0, 255]);
  });

  it('gives containers of the same kind, from every type and layout', () => {
    for (const dtype of dtypes) {
      for (const layout of layouts) {
        const image = filled([4, 5, 3], dtype, integers(2, 0, 127), layout);
        const { data, shape } = normalize(image);
        expect(data).toBeInstanceOf(Uint8ClampedArray);
        expect(shape).toEqual([4, 5, 3]);
        expect(Float64Array.from(data)).toEqual(valuesOf(image));
        const { data: range } = normalize(image, 'minmax');
        const values = valuesOf(image);
        const [least, greatest] = [Math.min(...values), Math.max(...values)];
        expect(Array.from(range)).toEqual(
          Array.from(values, (value) =>
            roundHalfEvenSaturate((255 * (value - least)) / (greatest - least), 'uint8'),
          ),
        );
      }
    }
    expect(normalize([[-3, 300]], 'abs')).toEqual([[3, 255]]);
    expectTypeOf(normalize([[1]])).toEqualTypeOf<number[][]>();
  });

  describe.each(backendsHere)('on %s', (backend) => {
    const ways = ['clamp', 'abs', 'minmax'] as const;

    it('gives the same bits as js, from and into any layout', () => {
      for (const dtype of dtypes) {
        const next = random(5);
        const wide = () => (dtype.startsWith('float') ? 400 * next() : Math.floor(900 * next()));
        for (const layout of layouts) {
          const image = filled([5, 37, 3], dtype, wide, layout);
          for (const how of ways) {
            const expected = normalize(image, how, { backend: 'js' });
            expect(normalize(image, how, { backend })).toEqual(expected);
            const out = filled([5, 37, 3], 'uint8clamped', () => 1, layout);
            expect(normalize(image, how, { backend, out })).toBe(out);
            expect(valuesOf(out)).toEqual(valuesOf(expected));
            expect(toImageData(image, how, { backend })).toEqual(toImageData(image, how, { backend: 'js' }));
          }
        }
      }
    });

    it('only clamps alpha, whatever the type', () => {
      for (const dtype of ['float32', 'float64', 'int16', 'int32'] as const) {
        const { data } = filled([3, 11, 4], dtype, integers(6, -300, 300));
        const image = { data, width: 11, height: 3 };
        for (const how of ways) {
          const alpha = normalize(image, how, { backend }).data.filter((_, n) => n % 4 === 3);
          const clamped = data.filter((_, n) => n % 4 === 3);
          expect([...alpha]).toEqual(Array.from(clamped, (value) => roundHalfEvenSaturate(value, 'uint8')));
          expect(normalize(image, how, { backend })).toEqual(normalize(image, how, { backend: 'js' }));
        }
      }
    });

    it('reads and writes resident images', () => {
      using image = allocate([40, 53], 'float32', { backend });
      const next = random(8);
      image.data.set(Array.from({ length: 40 * 53 }, () => 1e6 * next()));
      using out = allocate([40, 53, 4], 'uint8clamped', { backend });
      const { data } = toImageData({ data: image.data.slice(), shape: [40, 53] }, 'minmax', {
        backend: 'js',
      });
      toImageData(image, 'minmax', { backend, out });
      expect([...out.data]).toEqual([...data]);
    });

    it('makes ranges that are tiny, huge, or next to each other 0 to 255', () => {
      for (const data of [
        Float32Array.of(1, 1 + 2 ** -23),
        Float32Array.of(-3e38, 3e38),
        Float32Array.of(1e-45, 0),
        Float64Array.of(1e-320, 2e-320),
        Uint32Array.of(2 ** 32 - 2, 2 ** 32 - 1),
      ]) {
        const { data: bytes } = normalize({ data, shape: [1, 2] }, 'minmax', { backend });
        expect([...bytes].sort()).toEqual([0, 255]);
      }
    });
  });

  it('gives rows of numbers, and bytes of either type', () => {
    const out = [[0, 0]];
    expect(normalize([[-3, 300]], 'abs', { out })).toBe(out);
    expect(out).toEqual([[3, 255]]);
    const bytes = new Uint8Array(2);
    expect(normalize([[2.5, NaN]], 'clamp', { out: bytes })).toBe(bytes);
    expect(bytes).toEqual(Uint8Array.of(2, 0));
    const container = { data: new Uint8Array(8), width: 2, height: 1, channels: 4 };
    expect(toImageData([[9, 1e9]], 'clamp', { out: container })).toBe(container);
    expect(container.data).toEqual(Uint8Array.of(9, 9, 9, 255, 255, 255, 255, 255));
  });

  it('only clamps alpha', () => {
    const pixels = { data: Float32Array.of(-10, 0, 10, 255, -20, 0, 20, 300), width: 2, height: 1 };
    expect([...normalize(pixels, 'minmax').data]).toEqual([64, 128, 191, 255, 0, 128, 255, 255]);
    const shown = normalize({ ...pixels, data: Float32Array.of(1, 1, 1, -9, 2, 2, 2, 3) }, 'abs');
    expect([...shown.data]).toEqual([1, 1, 1, 0, 2, 2, 2, 3]);
  });

  it('makes a gradient of a picture a picture', () => {
    const picture = {
      data: new Uint8ClampedArray(4 * 30).map((_, n) => (n % 4 === 3 ? 255 : (n * 7) % 256)),
      width: 6,
      height: 5,
    };
    const shown = normalize(sobel(picture, { output: 'magnitude' }), 'minmax');
    expect(shown).toMatchObject({ width: 6, height: 5, channels: 4 });
    expect(shown.data.filter((_, n) => n % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
    expect(Math.max(...shown.data.filter((_, n) => n % 4 !== 3))).toBe(255);
  });

  it.each([
    [() => normalize([[1]], 'max' as never), 'RangeError', 'ERR_OPTION'],
    [() => normalize([[1]], 2 as never), 'TypeError', 'ERR_OPTION'],
    [() => normalize(new Float32Array(4) as never), 'TypeError', 'ERR_IMAGE'],
    [() => normalize([[1]], 'abs', { weights: 'bt709' } as never), 'TypeError', 'ERR_OPTION'],
    [() => normalize([[1]], 'abs', { out: new Uint8Array(2) }), 'RangeError', 'ERR_OUT'],
    [() => normalize([[1]], 'abs', { out: new Int8Array(1) }), 'TypeError', 'ERR_CONFLICT'],
    [() => normalize(colours, 'abs', { out: colours.data }), 'RangeError', 'ERR_OVERLAP'],
    [() => toImageData([[1]], 'abs', { out: new Uint8Array(1) }), 'RangeError', 'ERR_OUT'],
  ])('refuses %s', (call, name, code) => {
    expect(call).toThrow(expect.objectContaining({ name, code }));
  });
});

describe('toImageData', () => {
  it('makes four channels of one, three and four', () => {
    const gray = toImageData({ data: Uint8Array.of(9, 200), shape: [2, 1] });
    expect(gray).toEqual({
      data: Uint8ClampedArray.of(9, 9, 9, 255, 200, 200, 200, 255),
      width: 1,
      height: 2,
      channels: 4,
    });
    const color = toImageData({ data: Float32Array.of(1.5, 2.5, 900), shape: [1, 1, 3] });
    expect([...color.data]).toEqual([2, 2, 255, 255]);
    const clear = toImageData(
      { data: Float32Array.of(-1, 0, 1, 128, 2, 3, 4, 0), shape: [1, 2, 4] },
      'minmax',
    );
    expect([...clear.data]).toEqual([0, 51, 102, 128, 153, 204, 255, 0]);
    expect([...toImageData([[-4, 2]], 'abs').data]).toEqual([4, 4, 4, 255, 2, 2, 2, 255]);
  });

  it('takes what filters give', () => {
    const image = { data: new Uint8Array(12).fill(7), width: 2, height: 2, channels: 3 };
    expect([...toImageData(gaussianBlur(image)).data]).toEqual(
      Array.from({ length: 16 }, (_, n) => (n % 4 === 3 ? 255 : 7)),
    );
  });

  it.each([2, 5])('refuses %i channels', (channels) => {
    const image = { data: new Uint8Array(channels), shape: [1, 1, channels] };
    expect(() => toImageData(image)).toThrow(
      expect.objectContaining({ name: 'RangeError', code: 'ERR_IMAGE' }),
    );
  });
});
