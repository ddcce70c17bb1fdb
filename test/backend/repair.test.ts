import { describe, expect, it } from 'vitest';
import type { ConvolveOptions, DType } from '../../src/base/types.ts';
import { convolve2d, correlate2d, explain, sepConvolve2d } from '../../src/index.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { repairOf } from '../../src/plan/repair.ts';
import { greatestCommonDivisor } from '../../src/problem/fractions.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { integers, random } from '../support/random.ts';

/* Integer results of approximate sums, of which those next to a tie are computed again: the same as of exact or float64 sums. */

function roundHalfEven(numerator: number, divisor: number): number {
  const below = Math.floor(numerator / divisor);
  const twice = 2 * (numerator - below * divisor);
  return below + Number(twice > divisor || (twice === divisor && below % 2 !== 0));
}

/** Weights that sum to `total`, and are no fractions of a common divisor. */
function weights(rows: number, columns: number, total: number): { data: Float64Array; shape: number[] } {
  const next = random(rows * 31 + columns);
  const data = Float64Array.from({ length: rows * columns }, next);
  const sum = data.reduce((a, b) => a + b);
  return { data: data.map((weight) => (weight / sum) * total), shape: [rows, columns] };
}

const [rows, columns] = [150, 210];
const next = integers(5, 0, 255);
const noise = Uint8Array.from({ length: rows * columns }, next);
/** With taps that sum to 1/2, results of an odd constant are ties wherever rounding errors do not move them. */
const flat = new Uint8Array(rows * columns).fill(101);
const half = noise.slice();
half.set(flat.subarray(0, 97 * columns), 20 * columns);
const images = { noise, flat, half };

/** As the definition has it: one sum after the other, in float64. */
function directSums(
  data: ArrayLike<number>,
  { data: taps, shape }: ReturnType<typeof weights>,
  [low, high]: readonly [number, number],
): number[] {
  const [height, width] = shape as [number, number];
  const results: number[] = [];
  for (let row = 0; row + height <= rows; row++) {
    for (let column = 0; column + width <= columns; column++) {
      let sum = 0;
      for (let u = 0; u < height; u++) {
        for (let v = 0; v < width; v++) {
          sum += taps[u * width + v]! * data[(row + u) * columns + column + v]!;
        }
      }
      results.push(Math.min(Math.max(roundHalfEven(sum, 1), low), high));
    }
  }
  return results;
}

describe.each(backendNames)('%s', (backend) => {
  const test = it.skipIf(mayBeMissing(backend));

  test('every fraction n/d with d up to 64 is rounded as exact arithmetic does', () => {
    // Elements of int8 are not taken by integer arithmetic, so that these are divided or repaired.
    const pixels = Int8Array.from({ length: 2 * 128 }, integers(7, -128, 127));
    const image = { data: pixels, shape: [2, 128] };
    for (let d = 2; d <= 64; d++) {
      for (let n = 1; n <= d / 2; n++) {
        if (greatestCommonDivisor(n, d) > 1) continue;
        const kernel = [[n], [d - n]];
        const options = { mode: 'valid', dtype: 'int8', normalize: true, backend } as const;
        const { data } = correlate2d(image, kernel, options);
        const expected = Int8Array.from({ length: 128 }, (_, x) =>
          roundHalfEven(n * pixels[x]! + (d - n) * pixels[128 + x]!, d),
        );
        expect(data, `${n}/${d}`).toEqual(expected);
      }
    }
  });

  test.each(['noise', 'flat', 'half'] as const)('%s: sums in float64 decide, in every type', (name) => {
    const image = { data: images[name], shape: [rows, columns] };
    for (const [size, dtype, range] of [
      [[3, 3], 'uint8', [0, 255]],
      [[5, 5], 'uint8', [0, 255]],
      [[5, 4], 'int16', [-32768, 32767]],
      [[2, 3], 'int8', [-128, 127]],
    ] as const) {
      const kernel = weights(size[0], size[1], 0.5);
      const options = { mode: 'valid', dtype, backend } as const;
      const expected = directSums(image.data, kernel, range);
      expect([...correlate2d(image, kernel, options).data]).toEqual(expected);
      expect([...correlate2d(image, kernel, { ...options, method: 'direct' }).data]).toEqual(expected);
    }
  });

  test.each(['noise', 'flat', 'half'] as const)('%s: two passes in float64 decide', (name) => {
    const image = { data: images[name], shape: [rows, columns] };
    const column = weights(9, 1, 1).data;
    const row = weights(1, 7, 0.5).data;
    for (const boundary of ['reflect', 'fill', 'wrap'] as const) {
      for (const channels of [1, 3]) {
        const shaped = { data: image.data, shape: channels === 1 ? [rows, columns] : [rows, columns / 3, 3] };
        const options = { mode: 'same', dtype: 'uint8', boundary, fillvalue: 7 } as const;
        const expected = sepConvolve2d(shaped, column, row, { ...options, backend: 'js' }).data;
        expect(sepConvolve2d(shaped, column, row, { ...options, backend }).data).toEqual(expected);
      }
    }
  });

  test('strips that follow strips full of ties are all there, in tall images', () => {
    // Many strips of ties, then noise, then ties again.
    const tall = [2400, columns] as const;
    const data = new Uint8Array(tall[0] * columns).fill(101);
    data.set(noise, 700 * columns);
    const image = { data, shape: [...tall] };
    const kernel = weights(5, 5, 0.5);
    const options = { mode: 'same', boundary: 'reflect', dtype: 'uint8' } as const;
    const expected = correlate2d(image, kernel, { ...options, backend: 'js' }).data;
    const fresh = correlate2d(image, kernel, { ...options, backend });
    expect(Buffer.compare(fresh.data, expected)).toBe(0);
    const out = new Uint8Array(data.length).fill(7);
    correlate2d(image, kernel, { ...options, backend, out });
    expect(Buffer.compare(out, expected)).toBe(0);
    const { plan } = explain(image, kernel, { ...options, operation: 'correlate2d', backend });
    expect(tall[0] / (plan as Plan).strip.outputRows).toBeGreaterThan(8);
  });

  test('sums of a large kernel that are next to a tie are read from the image again', () => {
    for (const data of [noise, flat, half]) {
      const image = { data, shape: [rows, columns] };
      for (const more of [{}, { stride: 2 }, { boundary: 'fill', fillvalue: 101 }] as ConvolveOptions[]) {
        const options = { mode: 'same', boundary: 'wrap', dtype: 'int32', backend, ...more } as const;
        const kernel = weights(31, 29, 0.5);
        const expected = convolve2d(image, kernel, { ...options, method: 'direct' }).data;
        expect(convolve2d(image, kernel, { ...options, method: 'fft' }).data).toEqual(expected);
      }
    }
  });
});

describe('plans whose results are repaired', () => {
  const planOf = (kernel: object, image: DType, dtype: DType, backend: 'js' | 'wasm') => {
    const shape = { shape: [200, 300], dtype: image };
    return explain(shape, kernel as never, { mode: 'same', dtype, backend }).plan as unknown as Plan;
  };

  it.skipIf(mayBeMissing('wasm'))('are for integers of 8 and 16 bits, where margins are small', () => {
    const repairedOf = (...given: Parameters<typeof planOf>) => repairOf(planOf(...given)) !== null;
    const five = weights(5, 5, 1);
    expect(repairedOf(five, 'uint8', 'uint8', 'wasm')).toBe(true);
    expect(repairedOf(five, 'int8', 'int16', 'wasm')).toBe(true);
    expect(repairedOf(weights(5, 5, 2 ** -8), 'uint16', 'uint8', 'wasm')).toBe(true);
    // A sum of 16 bits has too few bits left in float32 to tell on which side of a tie it is.
    expect(repairedOf(five, 'uint16', 'uint16', 'wasm')).toBe(false);
    expect(repairedOf(five, 'uint8', 'int32', 'wasm')).toBe(false);
    expect(repairedOf(five, 'float32', 'uint8', 'wasm')).toBe(false);
    expect(repairedOf(five, 'uint8', 'uint8', 'js')).toBe(false);
  });

  it.skipIf(mayBeMissing('wasm'))('have margins that contain the errors of rounded taps', () => {
    const kernel = weights(5, 5, 1);
    const plan = planOf(kernel, 'uint8', 'uint8', 'wasm') as Plan & {
      kernels: { taps: Float64Array; initial: number; requantize: { divisor: number } }[];
    };
    const [{ taps, initial, requantize }] = plan.kernels as [(typeof plan.kernels)[number]];
    const [margin] = repairOf(plan)!.margins as [number];
    // The worst image has 255 where taps were rounded down, and 0 elsewhere; or the other way round.
    const rest = kernel.data
      .slice()
      .reverse()
      .map((tap, i) => tap - taps[i]! / requantize.divisor);
    for (const sign of [1, -1]) {
      const worst = rest.reduce((sum, each) => sum + (each * sign > 0 ? 255 * each : 0), 0);
      expect(Math.abs(worst - initial / requantize.divisor)).toBeLessThanOrEqual(margin);
      expect(Math.abs(worst - initial / requantize.divisor)).toBeGreaterThan(0.9 * margin);
    }
    expect(margin).toBeLessThan(0.01);
  });
});

describe.each(backendNames)('a fill value that float32 does not hold, %s', (backend) => {
  it.skipIf(mayBeMissing(backend)).each([0.1, 0.3, 2.3])('%s', (fillvalue) => {
    // 5 * 0.1 is a tie in float64, and none where 0.1 is rounded to float32 first.
    const data = new Uint8Array(300 * 400);
    const image = { data, shape: [300, 400] };
    const taps = [
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 5],
    ];
    const options = { mode: 'full', fillvalue, dtype: 'uint8' } as const;
    const reference = convolve2d(image, taps, { ...options, backend: 'js' });
    expect(convolve2d(image, taps, { ...options, backend }).data).toEqual(reference.data);
    const lists = [Array.of(0.5, 0.3, 0.2), Array.of(0, 0, 5)] as const;
    const passes = sepConvolve2d(image, ...lists, { ...options, backend: 'js' });
    expect(sepConvolve2d(image, ...lists, { ...options, backend }).data).toEqual(passes.data);
  });
});
