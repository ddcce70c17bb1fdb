import { describe, expect, it } from 'vitest';
import type { DType } from '../../src/base/types.ts';
import { decoding, encoding } from '../../src/call/srgb.ts';
import { pointwise } from '../../src/js/pointwise.ts';
import { Bench, floats, lengths, modules } from './module.ts';

/* IEC 61966-2-1. */
const decoded = (u: number) => (u <= 0.04045 ? u / 12.92 : ((u + 0.055) / 1.055) ** 2.4);
const encoded = (u: number) => (u <= 0.0031308 ? 12.92 * u : 1.055 * u ** (1 / 2.4) - 0.055);
const directions = [
  { name: 'decode', curve: decoded, room: decoding },
  { name: 'encode', curve: encoded, room: encoding },
] as const;

/** The greatest error, relative to white: see docs/semantics.md. */
const bounds = { f32: 2 ** -20, f64: 2 ** -45 };

describe.each(modules)('srgb of $name', (module) => {
  for (const { suffix, array, lanes } of floats) {
    const dtype = suffix === 'f32' ? 'float32' : 'float64';
    for (const { name, curve, room } of directions) {
      /** What the kernel and `js` make of values, which must be the same bits. */
      const run = (values: readonly number[], white: DType, hasAlpha: boolean, misalignment = 0) => {
        const transfer = room(pointwise, dtype, white).elements;
        const bench = new Bench(module.memory);
        const table = bench.put(array, Array.from(transfer.data));
        const address = bench.put(array, values, misalignment);
        const result = bench.run(array, address, values.length, () => {
          module.exports[`${name}_${suffix}`]!(address, values.length, hasAlpha ? 1 : 0, table);
        });
        expect(result.stray).toBe(false);
        const data = new array(new ArrayBuffer(array.BYTES_PER_ELEMENT * values.length), 0, values.length);
        data.set(values);
        pointwise[name]({ data: data as Float32Array, dtype, at: 0 }, values.length, hasAlpha, transfer);
        expect(result.values).toEqual(Array.from(data as unknown as Float32Array));
        return result.values;
      };

      it(`${name}_${suffix} follows the curve of every 16-bit number`, () => {
        const values = Array.from({ length: 65536 }, (_, i) => i);
        const results = run(values, 'uint16', false);
        let greatest = 0;
        for (const i of values)
          greatest = Math.max(greatest, Math.abs(results[i]! / 65535 - curve(i / 65535)));
        expect(greatest).toBeLessThan(bounds[suffix]);
        expect(greatest).toBeGreaterThan(0);
      });

      it(`${name}_${suffix} keeps alpha, at every length and misalignment`, () => {
        for (const count of lengths(lanes)) {
          for (const misalignment of [0, 4]) {
            const values = Array.from({ length: 4 * count }, (_, i) => (i * 37) % 256);
            const results = run(values, 'uint8', true, misalignment);
            for (const [i, value] of results.entries()) {
              if (i % 4 === 3) expect(value).toBe(values[i]);
              else expect(Math.abs(value / 255 - curve(values[i]! / 255))).toBeLessThan(bounds[suffix]);
            }
            const gray = values.slice(0, count);
            expect(run(gray, 'uint8', false, misalignment)).toEqual(
              run([...gray, 0], 'uint8', false).slice(0, count),
            );
          }
        }
      });

      it(`${name}_${suffix} clamps, and keeps NaN`, () => {
        const results = run([-1, 2, NaN, Infinity, -Infinity, 0, 1], 'float32', false);
        expect(results.map((value) => Math.round(value * 1e6) / 1e6)).toEqual([0, 1, NaN, 1, 0, 0, 1]);
      });
    }

    it(`${suffix}: every byte and every 16-bit number comes back`, () => {
      for (const [white, count] of [
        ['uint8', 256],
        ['uint16', 65536],
      ] as const) {
        const data = new array(new ArrayBuffer(array.BYTES_PER_ELEMENT * count), 0, count);
        data.set(Array.from({ length: count }, (_, i) => i));
        const elements = { data: data as Float32Array, dtype, at: 0 } as const;
        pointwise.decode(elements, count, false, decoding(pointwise, dtype, white).elements);
        pointwise.encode(elements, count, false, encoding(pointwise, dtype, white).elements);
        const back = Array.from(data as unknown as Float32Array, Math.round);
        expect(back.filter((value, i) => value !== i)).toEqual([]);
      }
    });

    it(`${suffix} reads nothing beyond the last element`, () => {
      const bench = new Bench(module.memory);
      const table = bench.put(array, Array.from(decoding(pointwise, dtype, 'uint8').elements.data));
      for (const count of lengths(lanes)) {
        const address = bench.putLast(array, new Array<number>(count).fill(1));
        module.exports[`decode_${suffix}`]!(address, count, 0, table);
        module.exports[`encode_${suffix}`]!(address, count, count % 4 === 0 ? 1 : 0, table);
      }
    });
  }
});
