import { describe, expect, it } from 'vitest';
import { allocate, convolve2d, explain, prepare, sepConvolve2d } from '../../src/index.ts';
import { random } from '../support/random.ts';

/* Faults that were found by using the package, and must not come back. */

const noise = (length: number, seed = 1) => {
  const next = random(seed);
  return new Float32Array(length).map(() => next() - 0.5);
};
const square = (size: number, seed?: number) => ({ data: noise(size * size, seed), shape: [size, size] });
const where = (values: Float32Array, test: (value: number) => boolean) =>
  [...values].map((value) => test(value));

describe.each(['js', 'wasm'] as const)('%s', (backend) => {
  it('takes a tap that float32 cannot hold as an infinity, by auto as by direct sums', () => {
    const kernel = square(31, 2);
    const taps = Float64Array.from(kernel.data);
    taps[7] = 1e39;
    const image = { data: new Float32Array(100 * 100), shape: [100, 100] };
    const run = (method: 'auto' | 'direct') =>
      convolve2d(image, { data: taps, shape: [31, 31] }, { mode: 'same', backend, method }).data;
    expect(where(run('auto'), Number.isNaN)).toEqual(where(run('direct'), Number.isNaN));
    expect(run('auto').some(Number.isNaN)).toBe(true);
  });

  it('does not factor a kernel whose elements float32 cannot hold', () => {
    const image = { data: new Float32Array(200 * 200).fill(1e-30), shape: [200, 200] };
    const taps = new Array(5).fill(1e30);
    const run = (method: 'auto' | 'direct') =>
      sepConvolve2d(image, taps, taps, { mode: 'same', backend, method }).data;
    expect(run('auto')).toEqual(run('direct'));
    expect(() => sepConvolve2d(image, taps, taps, { backend, method: 'separable' })).toThrow(
      expect.objectContaining({ name: 'RangeError', code: 'ERR_METHOD' }),
    );
  });

  it('explains a bank of different sizes as a whole', () => {
    const image = square(200);
    const bank = [{ data: Float32Array.of(1), shape: [1, 1] }, square(41, 2)];
    const whole = explain(image, bank, { mode: 'same', backend });
    const parts = bank.map((kernel) => explain(image, kernel, { mode: 'same', backend }));
    expect(whole.method).toBe(parts[1]!.method);
    expect(whole.errorBound).toBe(parts[1]!.errorBound);
    expect(whole.estimatedMilliseconds).toBeCloseTo(
      parts[0]!.estimatedMilliseconds + parts[1]!.estimatedMilliseconds,
    );
  });

  it('refuses where it explains a refusal: a method that cannot serve every channel', () => {
    const image = { data: new Float32Array(2 * 2 * 2).map((_, i) => (i % 2 ? i ** 3 : 1)), shape: [2, 2, 2] };
    const options = { mode: 'valid', backend, method: 'separable' } as const;
    const refusal = expect.objectContaining({ code: 'ERR_METHOD' });
    expect(() => convolve2d(image, square(9), options)).toThrow(refusal);
    expect(() => explain(image, square(9), options)).toThrow(refusal);
  });

  it('returns a copy of a plan', () => {
    const convolver = prepare(square(5), { shape: [20, 20], mode: 'same', backend });
    const expected = convolver.run(square(20));
    const { plan } = convolver.explain() as {
      plan: { strip: { outputRows: number }; output: { columns: number } };
    };
    plan.strip.outputRows = 0;
    plan.output.columns = 2;
    expect(convolver.run(square(20))).toEqual(expected);
    convolver.dispose();
  });

  it('explains calls that go through floats', () => {
    const swapped = { data: Float64Array.of(1, NaN, 3, 1), shape: [1, 1, 4] };
    const bank = [[[0, 0, 0, 0, 1]], [[1, 2, 3, 4, 5]]];
    const staged = { mode: 'valid', method: 'fft', alpha: 'premultiply', nan: 'ignore', backend } as const;
    expect(convolve2d(swapped, bank, staged)).toHaveLength(2);
    expect(explain(swapped, bank, staged).method).toBe('fft');
    const beyond = { mode: 'same', fillvalue: NaN, nan: 'ignore', method: 'fft', backend } as const;
    const kernel = Array.from({ length: 5 }, () => [1, 2, 3, 4, 5]);
    expect(convolve2d(square(20), kernel, beyond).shape).toEqual([20, 20]);
    expect(explain(square(20), kernel, beyond).method).toBe('fft');
  });

  it('refuses a bank with a hole in its outs', () => {
    const outs = [new Float32Array(16), undefined] as never;
    expect(() => convolve2d(square(4), [[[1]], [[2]]], { out: outs, backend })).toThrow(
      expect.objectContaining({ name: 'TypeError', code: 'ERR_OUT' }),
    );
  });
});

it('keeps resident images apart from plans when memory could not grow', () => {
  const convolver = prepare(square(7), { shape: [64, 64], mode: 'same', backend: 'wasm' });
  const tooWide = { shape: [2, 2e8], mode: 'same', backend: 'wasm', method: 'direct' } as const;
  expect(() => prepare(square(7), tooWide)).toThrow(expect.objectContaining({ code: 'ERR_MEMORY' }));
  const images = Array.from({ length: 20 }, () => allocate([64, 64], 'float32', { backend: 'wasm' }));
  for (const image of images) image.data.fill(42);
  convolver.run(square(64));
  for (const image of images) expect(image.data.every((value) => value === 42)).toBe(true);
  for (const image of images) image.dispose();
  convolver.dispose();
});

it('refuses freed memory, even if something else uses it by now', () => {
  const image = allocate([8, 8], 'float32', { backend: 'wasm' });
  const { data } = image;
  image.dispose();
  const refusal = expect.objectContaining({ name: 'TypeError', code: 'ERR_DISPOSED' });
  expect(() => convolve2d({ data, shape: [8, 8] }, [[1]])).toThrow(refusal);
  expect(() => convolve2d(square(8), [[1]], { out: data })).toThrow(refusal);
});
