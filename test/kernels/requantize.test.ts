import { describe, expect, it } from 'vitest';
import { integers } from '../support/random.ts';
import { Bench, Matrix, modules, type RawModule } from './module.ts';
import {
  type Ending,
  ended,
  putEnding,
  type ResultType,
  results,
  type Scaling,
  type SumType,
  scratch,
} from './sums.ts';

/*
 * How sums become results, for sums of any value: a row is given in two parts, whose elements a kernel adds up to the sums that
 * are wanted.
 */

/** The results of sums of 16 bits: of high bytes times 2^8 and low bytes. */
function finishShort(module: RawModule, sums: readonly number[], ending: Ending): number[] {
  const count = sums.length;
  const bench = new Bench(module.memory);
  const bytes = [...sums.map((sum) => (sum >> 8) & 0xff), ...sums.map((sum) => sum & 0xff)];
  const source = bench.putLast(Uint8Array, bytes);
  const staged = new Matrix(bench, Int16Array, 1, 2 * count, 1);
  const offsets = bench.put(Int32Array, [0, 2 * count]);
  const taps = bench.put(Int16Array, [256, 1]);
  const between = scratch(bench, 2 * count);
  const table = putEnding(bench, ending);
  return finished(bench, ending, count, [...staged.regions, between], (destination) => {
    module.exports.shortDirect_u8!(
      ...[source, 0, 2 * count, 0, 0, 0, 0, 0],
      ...[staged.address, staged.pitchBytes, 1, offsets, taps, 2, 0],
      ...[between.address, table, destination, 0, 1, count],
    );
  });
}

/** The results of sums of 32 bits: of upper halves times 2^16, in four products, and lower halves. */
function finishLong(module: RawModule, sums: readonly number[], ending: Ending): number[] {
  const count = sums.length;
  const bench = new Bench(module.memory);
  const low = Int16Array.from(sums);
  const high = sums.map((sum, i) => (sum - low[i]!) / 2 ** 16);
  // The greatest 2^15 sums would need an upper half of 32768; none of them is asked for.
  const source = bench.putLast(Int16Array, [...high, ...low]);
  const staged = new Matrix(bench, Int16Array, 2, 2 * count, 1);
  const pairs = scratch(bench, 8 * count);
  const offsets = bench.put(Int32Array, [0, 0, 0, 0, 4 * count]);
  const upper = [16384, 0, 0, 16384];
  const taps = bench.put(Int16Array, [...upper, ...upper, ...upper, ...upper, 1, 0, 0, 1]);
  const between = scratch(bench, 8 * count);
  const table = putEnding(bench, ending);
  return finished(bench, ending, count, [...staged.regions, pairs, between], (destination) => {
    module.exports.dotDirect_i16!(
      ...[source, 0, 1, 2 * count, 0, 0, 0, 0, 0],
      ...[staged.address, staged.pitchBytes, pairs.address, 1, offsets, taps, 5, 0],
      ...[between.address, table, destination, 0, 1, count],
    );
  });
}

function finished(
  bench: Bench,
  { result }: Ending,
  count: number,
  regions: readonly { address: number; bytes: number }[],
  kernel: (destination: number) => void,
): number[] {
  const { array } = results[result];
  const destination = bench.room(count * array.BYTES_PER_ELEMENT, array.BYTES_PER_ELEMENT);
  const own = { address: destination, bytes: count * array.BYTES_PER_ELEMENT };
  expect(bench.strays([...regions, own], () => kernel(destination))).toBe(false);
  return bench.read(array, destination, count);
}

/** The sums that became something else than they should have, in words. */
function wrong(sums: readonly number[], values: readonly number[], ending: Ending): string[] {
  return sums.flatMap((sum, i) => {
    const expected = ended(sum, ending);
    const { scaling, divisor } = ending;
    return Object.is(values[i], expected)
      ? []
      : [`${sum} by ${scaling} of ${divisor}: ${values[i]}, not ${expected}`];
  });
}

/** Every tail of a vector follows. */
const tails = Array.from({ length: 34 }, (_, i) => i + 1);
const resultTypes = Object.keys(results) as ResultType[];

interface Scaled {
  readonly scaling: Scaling;
  readonly divisor: number;
}
const unscaled: Scaled = { scaling: 'none', divisor: 1 };
const shifts: readonly Scaled[] = [
  { scaling: 'shift6', divisor: 2 ** 6 },
  { scaling: 'shift8', divisor: 2 ** 8 },
];
const powers: readonly Scaled[] = [2, 2 ** 7, 2 ** 16].map((divisor) => ({ scaling: 'multiply', divisor }));
const odd: readonly Scaled[] = [3, 9, 49, 225, 255, 1023].map((divisor) => ({
  scaling: 'multiply',
  divisor,
}));
const any: readonly Scaled[] = [3, 6, 100, 441, 1000, 65534].map((divisor) => ({
  scaling: 'divide',
  divisor,
}));

/** Integers are divided by anything; floats by powers of two, by which their quotients are exact. */
function scaledBy(sums: SumType, result: ResultType): readonly Scaled[] {
  if (result === 'f32') return [unscaled, ...powers];
  return [unscaled, ...(sums === 'int32' ? [] : shifts), ...powers, ...odd, ...any];
}

describe.each(modules)('$name', (module) => {
  describe.each(['int16', 'uint16'] as const)('sums of %s', (sums) => {
    const [least, greatest] = sums === 'int16' ? [-32768, 32767] : [0, 65535];

    it.each(resultTypes)('all of them, to %s', (result) => {
      for (const scaled of scaledBy(sums, result)) {
        const ending = { sums, result, ...scaled };
        // Half of what a shift divides by has to fit too.
        const most = scaled.scaling.startsWith('shift') ? greatest - scaled.divisor / 2 : greatest;
        // Not a multiple of a vector.
        const length = 8195;
        for (let first = least; first <= most; first += length) {
          const some = Array.from({ length: Math.min(length, most - first + 1) }, (_, i) => first + i);
          expect(wrong(some, finishShort(module, some, ending), ending)).toEqual([]);
        }
      }
    });

    it.each(resultTypes)('every tail, to %s', (result) => {
      const next = integers(1, least, greatest - 128);
      for (const scaled of scaledBy(sums, result)) {
        const ending = { sums, result, ...scaled };
        for (const length of tails) {
          const some = [greatest - 128, least, ...Array.from({ length }, next)].slice(0, length);
          expect(wrong(some, finishShort(module, some, ending), ending), `${length} sums`).toEqual([]);
        }
      }
    });
  });

  describe('sums of int32', () => {
    it.each(resultTypes)('at the extremes and beside halves, to %s', (result) => {
      for (const scaled of scaledBy('int32', result)) {
        const ending = { sums: 'int32', result, ...scaled } as const;
        const all = notable(scaled, result);
        expect(wrong(all, finishLong(module, all, ending), ending)).toEqual([]);
        for (const length of tails) {
          const some = all.slice(-length);
          expect(wrong(some, finishLong(module, some, ending), ending), `${length} sums`).toEqual([]);
        }
      }
    });
  });
});

/** Sums whose quotients lie beside a half or a bound of a result, as far as these are rounded as exact ones. */
function notable({ scaling, divisor }: Scaled, result: ResultType): number[] {
  const most =
    divisor === 1
      ? result === 'f32'
        ? 2 ** 24
        : 2 ** 31 - 2 ** 16
      : scaling === 'multiply' && divisor % 2 === 1
        ? 2 ** 22 - 1
        : 2 ** 23;
  const bounds = [0, 1, 2, 127, 128, 254, 255, 256, 32766, 32767, 32768, 65534, 65535, 65536];
  const next = integers(divisor, 0, Math.floor(most / divisor) - 1);
  const random = integers(divisor + 1, -most, most);
  const quotients = [...bounds, Math.floor(most / divisor) - 1, ...Array.from({ length: 500 }, next)];
  const halves = quotients.flatMap((quotient) => {
    const half = Math.floor((quotient + 0.5) * divisor);
    return [half - 1, half, half + 1, half + 2, quotient * divisor];
  });
  const sums = [...halves, ...halves.map((sum) => -sum), most, -most, ...Array.from({ length: 99 }, random)];
  return sums.filter((sum) => Math.abs(sum) <= most);
}
