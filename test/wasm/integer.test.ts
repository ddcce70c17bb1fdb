import { describe, expect, it } from 'vitest';
import { allocate, gaussianBlur } from '../../src/index.ts';
import { oracle, roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { backendsHere } from '../support/backends.ts';
import { gridOf } from '../support/containers.ts';
import { integers } from '../support/random.ts';

const five = [1, 4, 6, 4, 1];
const kernel = five.map((down) => five.map((right) => (down * right) / 256));
const boundaries = ['fill', 'wrap', 'symm', 'reflect', 'edge'] as const;

/** Rows and columns: less than a vector, a vector, tiles and what is left. */
const sizes = [
  [5, 3],
  [1, 16],
  [9, 17],
  [12, 70],
] as const;

describe.each(backendsHere)('the Gaussian of 5 x 5 of bytes on %s', (backend) => {
  describe.each([1, 2, 3, 4])('of %i channels', (channels) => {
    it.each(boundaries)('is the exact sum, rounded half to even: %s', (boundary) => {
      for (const [rows, columns] of sizes) {
        const next = integers(rows + columns, 0, 31);
        // Multiples of 8 make many sums ties.
        const data = Uint8Array.from({ length: rows * columns * channels }, () => 8 * next());
        const image = { data, shape: [rows, columns, channels] };
        const fillvalue = 77;
        const options = { size: 5, boundary, fillvalue, precision: 'exact', backend } as const;
        const exact = oracle(gridOf(image), kernel, {
          operation: 'correlate2d',
          boundary,
          fillvalue,
          mode: 'same',
        });
        const expected = Uint8Array.from(exact.values, (value) => roundHalfEvenSaturate(value, 'uint8'));
        expect(gaussianBlur(image, options).data, `${rows} x ${columns}`).toEqual(expected);
        const resident = allocate(image.shape, 'uint8', { backend });
        resident.data.set(data);
        const out = allocate(image.shape, 'uint8', { backend });
        gaussianBlur(resident, { ...options, out });
        expect(Uint8Array.from(out.data), `resident, ${rows} x ${columns}`).toEqual(expected);
        resident.dispose();
        out.dispose();
      }
    });
  });
});
