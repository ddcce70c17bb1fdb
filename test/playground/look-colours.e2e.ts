import { describe, expect, it } from 'vitest';
import { rasterOf } from '../../demo/playground/src/engine/raster.ts';
import { isSame } from '../../demo/playground/src/state/same.ts';

/** The colours of numbers in a row, as `#rrggbb`, followed by alpha where it is not ff. */
function coloursOf(values: readonly number[], map: 'auto' | 'gray' | 'diverging' | 'viridis' = 'auto') {
  const data = Float64Array.from(values);
  const raster = rasterOf({ data, width: values.length, height: 1, channels: 1 }, map);
  return { ...raster, texts: textsOf(raster.rgba) };
}

function textsOf(rgba: Uint8ClampedArray): string[] {
  return Array.from({ length: rgba.length / 4 }, (_, at) => {
    const digits = [...rgba.subarray(4 * at, 4 * at + 4)].map((byte) => byte.toString(16).padStart(2, '0'));
    return `#${digits.join('')}`.replace(/ff$/, '');
  });
}

describe('colours', () => {
  it('are gray from the lowest number to the highest where none is negative', () => {
    const { texts, low, high, colourMap } = coloursOf([1, 2, 3]);
    expect([texts, low, high, colourMap]).toEqual([['#000000', '#808080', '#ffffff'], 1, 3, 'gray']);
  });

  it('are blue, almost white for 0, and red, as far on both sides of 0, where one is negative', () => {
    const { texts, low, high, colourMap } = coloursOf([-1, 0, 2, -2]);
    expect([low, high, colourMap]).toEqual([-2, 2, 'diverging']);
    // The ends and the middle of ColorBrewer's RdBu.
    expect(texts[3]).toBe('#053061');
    expect(texts[1]).toBe('#f7f7f7');
    expect(texts[2]).toBe('#67001f');
  });

  it('are those of viridis, from dark violet to yellow', () => {
    expect(coloursOf([0, 1], 'viridis').texts).toEqual(['#440154', '#fde725']);
  });

  it('keep NaN apart, and give infinities the ends of the finite numbers', () => {
    const { texts, low, high, statistics } = coloursOf([NaN, Infinity, 0, 4, -Infinity], 'gray');
    expect([low, high]).toEqual([0, 4]);
    expect(texts).toEqual(['#ff3dff', '#ffffff', '#000000', '#ffffff', '#000000']);
    expect(statistics).toMatchObject({ lowest: 0, highest: 4, mean: 2, nanCount: 1, infinityCount: 2 });
  });

  it('are one where all numbers are the same, and there are none but NaN', () => {
    // The middle of the bar: black would look like the lowest of many.
    expect(coloursOf([7, 7]).texts).toEqual(['#808080', '#808080']);
    expect(coloursOf([7, Infinity]).texts).toEqual(['#808080', '#ffffff']);
    expect(coloursOf([0, 0], 'diverging').texts).toEqual(['#f7f7f7', '#f7f7f7']);
    expect(coloursOf([NaN]).texts).toEqual(['#ff3dff']);
  });

  it('of bytes are the bytes, but for zeros and ones', () => {
    const gray = rasterOf({ data: Uint8Array.of(3, 200), width: 2, height: 1, channels: 1 }, 'auto');
    expect([textsOf(gray.rgba), gray.low, gray.high]).toEqual([['#030303', '#c8c8c8'], 0, 255]);
    const ones = rasterOf({ data: Uint8Array.of(0, 1), width: 2, height: 1, channels: 1 }, 'auto');
    expect(textsOf(ones.rgba)).toEqual(['#000000', '#ffffff']);
    const zeros = rasterOf({ data: Uint8Array.of(0, 0), width: 2, height: 1, channels: 1 }, 'auto');
    expect([textsOf(zeros.rgba), zeros.high]).toEqual([['#000000', '#000000'], 1]);
    const data = Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 0x80);
    const colour = rasterOf({ data, width: 2, height: 1, channels: 4 }, 'auto');
    expect(textsOf(colour.rgba)).toEqual(['#010203', '#04050680']);
    expect(colour.statistics.isClear).toBe(true);
  });

  it('of pixels with float channels are clamped to bytes, or lie around 0', () => {
    const raster = (...data: number[]) =>
      rasterOf({ data: Float32Array.from(data), width: data.length / 4, height: 1, channels: 4 }, 'auto');
    expect(textsOf(raster(0, 254.6, 17.4, 255).rgba)).toEqual(['#00ff11']);
    const signed = raster(-100, 0, 100, 255, NaN, 0, 0, 255);
    const [middle, hole] = textsOf(signed.rgba);
    expect([middle, hole]).toEqual([expect.stringMatching(/^#00(7f|80)ff$/), '#ff3dff']);
    expect([signed.low, signed.high]).toEqual([-100, 100]);
  });

  it('are counted, number by number', () => {
    const { counts } = coloursOf([0, 0, 255, 128, NaN], 'gray');
    expect([counts[0]![0], counts[0]![128], counts[0]![255]]).toEqual([2, 1, 1]);
    expect(counts[0]!.reduce((sum, count) => sum + count, 0)).toBe(4);
  });

  it('are written to pixels that are handed back, if there are as many', () => {
    const image = { data: Float32Array.of(1, 2), width: 2, height: 1, channels: 1 };
    const spare = new ArrayBuffer(8);
    expect(rasterOf(image, 'auto', spare).rgba.buffer).toBe(spare);
    expect(rasterOf(image, 'auto', new ArrayBuffer(4)).rgba).toHaveLength(8);
  });
});

describe('plain data', () => {
  it('is the same where all numbers are, also NaN, infinities and -0', () => {
    const scene = (fillvalue: number) => ({ options: { fillvalue, stride: [1, 2] } });
    for (const value of [NaN, Infinity, -0, 1]) expect(isSame(scene(value), scene(value))).toBe(true);
    expect(isSame(scene(0), scene(-0))).toBe(false);
    expect(isSame(scene(NaN), scene(0))).toBe(false);
    expect(isSame({ a: undefined }, { b: undefined })).toBe(false);
    expect(isSame([1, 2], [1, 2, 3])).toBe(false);
    expect(isSame(new Date(0), new Date(0))).toBe(false);
  });
});
