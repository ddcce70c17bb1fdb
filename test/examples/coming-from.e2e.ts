import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import matlab from './golden/matlab.json' with { type: 'json' };
import numpy from './golden/numpy.json' with { type: 'json' };
import scipy from './golden/scipy.json' with { type: 'json' };
import { exampleFolder, face, greatestDifference } from './run.ts';

// biome-ignore lint/suspicious/noExplicitAny: functions of many libraries
type Functions = Record<string, (...args: any[]) => any>;

function load(library: string, file: string): Promise<Functions> {
  return import(pathToFileURL(join(exampleFolder('coming-from'), library, file)).href);
}

interface Photo {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

let opaque: Photo;
/** From clear on the left to opaque. */
let faded: Photo;
beforeAll(async () => {
  const part = sharp(face).extract({ left: 400, top: 200, width: 480, height: 360 }).resize(160, 120);
  const data = new Uint8ClampedArray(await part.ensureAlpha().raw().toBuffer());
  const clear = data.map((value, n) => (n % 4 === 3 ? Math.min(255, ((n >> 2) % 160) * 4) : value));
  opaque = { data, width: 160, height: 120 };
  faded = { data: clear, width: 160, height: 120 };
});

const copyOf = ({ data, width, height }: Photo): Photo => ({ data: data.slice(), width, height });

/** All numbers of a result, whatever holds them. */
// biome-ignore lint/suspicious/noExplicitAny: results of many libraries
function numbersOf(result: any): ArrayLike<number> {
  return Array.isArray(result) ? result.flat(Number.POSITIVE_INFINITY) : (result.data ?? result.bitmap.data);
}

/** A function of both sides, what it is called with, made anew for each call, and how far its results may be apart. */
type Pair = readonly [name: string, within: number, args: () => readonly unknown[]];

function comparePairs(library: string, pairs: readonly Pair[]): void {
  describe(library, () => {
    let before: Functions;
    let after: Functions;
    beforeAll(async () => {
      [before, after] = await Promise.all([load(library, 'before.js'), load(library, 'after.js')]);
    });

    it('has the same functions before and after, and all are compared', () => {
      const names = [...new Set(pairs.map(([name]) => name))].sort();
      expect([Object.keys(before).sort(), Object.keys(after).sort()]).toEqual([names, names]);
    });

    it.each(pairs.map(([name, within, args]) => ({ name, within, args })))(
      '$name: at most $within apart',
      ({ name, within, args }) => {
        const [there, here] = [before, after].map((side) => numbersOf(side[name]!(...args())));
        expect(greatestDifference(there!, here!)).toBeLessThanOrEqual(within);
        expect(new Set(Array.from(here!)).size).toBeGreaterThan(10);
      },
    );
  });
}

comparePairs('stackblur', [
  ['blur', 6, () => [copyOf(opaque), 5]],
  ['blur', 6, () => [copyOf(opaque), 20]],
  ['blurColours', 6, () => [copyOf(faded), 5]],
]);

it('stackblur-canvas brightens what is half transparent; this package does not', async () => {
  const [before, after] = await Promise.all([load('stackblur', 'before.js'), load('stackblur', 'after.js')]);
  const colour = [200, 100, 50, 128];
  const even = () => ({
    data: Uint8ClampedArray.from({ length: 4 * 40 * 30 }, (_, n) => colour[n % 4]!),
    width: 40,
    height: 30,
  });
  const [there, here] = [before, after].map((side) => side.blur!(even(), 5).data.subarray(0, 4));
  expect([[...there], [...here]]).toEqual([[255, 255, 199, 128], colour]);
});

const gray16 = () => ({
  data: Uint16Array.from({ length: 160 * 120 }, (_, n) => opaque.data[4 * n]! * 257),
  width: 160,
  height: 120,
});
comparePairs('glur', [
  ['blur', 10, () => [copyOf(opaque), 2]],
  ['blur', 10, () => [copyOf(faded), 8]],
  ['blurGray16', 2000, () => [gray16(), 5]],
]);

const { Jimp } = (await import(
  pathToFileURL(join(exampleFolder('coming-from'), '../node_modules/jimp/dist/esm/index.js')).href
)) as { Jimp: { fromBitmap(photo: Photo): unknown } };
comparePairs('jimp', [
  ['sharpen', 0, () => [Jimp.fromBitmap(copyOf(faded))]],
  ['emboss', 0, () => [Jimp.fromBitmap(copyOf(faded))]],
  ['gaussian', 25, () => [Jimp.fromBitmap(copyOf(opaque)), 2]],
  ['blur', 2, () => [Jimp.fromBitmap(copyOf(faded)), 5]],
]);

comparePairs('opencv-js', [
  ['gaussian', 1, () => [faded, 2]],
  ['sharpen', 0, () => [faded]],
  ['sobelAcross', 0, () => [opaque]],
  ['mean', 1, () => [faded, 5]],
]);

const rows = Array.from({ length: 9 }, (_, i) =>
  Array.from({ length: 12 }, (_, j) => (i * i * 5 + j * 7) % 31),
);
const cube = { data: Float32Array.from({ length: 9 * 12 * 3 }, (_, n) => (n * n) % 37), shape: [9, 12, 3] };
const even = [
  [1, 2, -1, 3],
  [0, 3, 4, 1],
  [-2, 1, 5, 7],
];
const odd = even.map((row) => row.slice(0, 3));
comparePairs('tfjs', [
  ['valid', 0, () => [rows, even]],
  ['padded', 0, () => [rows, odd]],
  ['same', 0, () => [rows, even]],
  ['sameStride2', 0, () => [rows, even]],
  ['depthwise', 0, () => [cube, even]],
]);

/** What `before` gave, in another language: golden/python.py and golden/matlab.m wrote it. */
type Golden = Readonly<
  Record<string, { readonly args: readonly unknown[]; readonly result: readonly unknown[] }>
>;

const ofMatlab: Golden = Object.fromEntries(
  Object.entries(matlab.results).map(([name, result]) => [name, { args: matlab.args, result }]),
);

describe.each([
  ['scipy', scipy as Golden],
  ['numpy', numpy as Golden],
  ['matlab', ofMatlab],
])('%s', (library, golden) => {
  let after: Functions;
  beforeAll(async () => {
    after = await load(library, 'after.js');
  });

  it('has the same functions before and after', () => {
    expect(Object.keys(after).sort()).toEqual(Object.keys(golden).sort());
  });

  it.each(Object.entries(golden))('%s', (name, { args, result }) => {
    expect(greatestDifference(numbersOf(after[name]!(...args)), numbersOf(result))).toBeLessThan(1e-9);
  });
});
