import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { NdArray } from '../../src/base/types.ts';
import { parseNpy } from '../../src/cli/npy.ts';
import { correlate2d } from '../../src/index.ts';

/** As scripts/npy.py wrote it. */
function file(name: string): Buffer {
  return readFileSync(new URL(`npy/${name}.npy`, import.meta.url));
}

/** The elements row by row, as the library reads the array. */
function elements(array: NdArray): number[] {
  return [...correlate2d(array, [[1]], { dtype: 'float64' }).data];
}

const upTo11 = Array.from({ length: 12 }, (_, at) => at);

it.each([
  ['u1', Uint8Array],
  ['i1', Int8Array],
  ['little-u2', Uint16Array],
  ['little-i2', Int16Array],
  ['little-u4', Uint32Array],
  ['little-i4', Int32Array],
  ['little-u8', Float64Array],
  ['little-i8', Float64Array],
  ['little-f4', Float32Array],
  ['little-f8', Float64Array],
  ['big-u2', Uint16Array],
  ['big-i4', Int32Array],
  ['big-i8', Float64Array],
  ['big-f4', Float32Array],
  ['big-f8', Float64Array],
  ['by-columns', Float64Array],
  ['format-2', Float32Array],
  ['format-3', Float32Array],
])('reads %s', (name, array) => {
  const read = parseNpy(file(name));
  expect(read.data).toBeInstanceOf(array);
  expect(read.shape).toEqual([3, 4]);
  expect(elements(read)).toEqual(upTo11);
});

it.each(['channels', 'channels-by-columns'])('reads %s', (name) => {
  const read = parseNpy(file(name));
  expect(read.shape).toEqual([2, 2, 3]);
  expect(elements(read)).toEqual(upTo11);
});

it('reads booleans as 0 and 1', () => {
  expect([...parseNpy(file('booleans')).data]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
});

it('reads what is no number, too', () => {
  expect([...parseNpy(file('special')).data]).toEqual([Number.NaN, Infinity, -Infinity, -0]);
});

it('reads bytes that do not start at the beginning of their buffer', () => {
  const bytes = file('little-f8');
  const shifted = new Uint8Array(bytes.length + 3).subarray(3);
  shifted.set(bytes);
  expect(elements(parseNpy(shifted))).toEqual(upTo11);
});

it.each([
  ['refused-complex', /type "c8"/],
  ['refused-half', /type "f2" are not supported; save them as float32/],
  ['refused-text', /type "U2"/],
  ['refused-record', /not plain numbers/],
  ['refused-one-axis', /2 or 3 axes, got 1/],
  ['refused-large', /9007199254740993 is beyond/],
])('refuses %s', (name, message) => {
  expect(() => parseNpy(file(name))).toThrow(message);
});

it('refuses a file that is cut short, anywhere', () => {
  const bytes = file('little-f8');
  for (let length = 0; length < bytes.length; length++) {
    expect(() => parseNpy(bytes.subarray(0, length)), `${length} bytes`).toThrow(
      /^(not a file that numpy\.save wrote|the header is not one that numpy\.save writes|cut short)/,
    );
  }
});

it('refuses a format that is not known', () => {
  const bytes = Uint8Array.from(file('little-f8'));
  bytes[6] = 4;
  expect(() => parseNpy(bytes)).toThrow('format 4');
});
