import { convolve2d, correlate2d } from 'convolve-wasm';
import { expect, it } from 'vitest';
import { createEngine } from '../../demo/playground/src/engine/engine.ts';
import type { Picture, Scene } from '../../demo/playground/src/engine/protocol.ts';
import { rasterOf } from '../../demo/playground/src/engine/raster.ts';
import { generate } from '../../demo/playground/src/picture/generate.ts';

const image = generate('noise', 16);

function sceneOf(options: Scene['options'] = {}, changes: Partial<Scene> = {}): Scene {
  return {
    picture: { source: { from: 'sample', name: 'noise' }, maxSidePx: 16, isColour: false, dtype: 'float32' },
    operation: 'convolve2d',
    kernel: [[1, -1]],
    options: { mode: 'same', boundary: 'symm', ...options },
    colourMap: 'auto',
    ...changes,
  };
}

function engineThatCounts() {
  const loaded: Picture[] = [];
  const engine = createEngine(async (picture) => {
    loaded.push(picture);
    return generate('noise', picture.maxSidePx);
  });
  return { engine, loaded };
}

it("shows the package's results, and how it computed them", async () => {
  const { engine } = engineThatCounts();
  const { result, explanation, axes, info, milliseconds } = await engine.show(sceneOf({ stride: [2, 3] }));
  const expected = convolve2d(image, [[1, -1]], { mode: 'same', boundary: 'symm', stride: [2, 3] });
  expect(result.rgba).toEqual(rasterOf(expected, 'auto').rgba);
  expect([result.shape, result.dtype]).toEqual([[8, 6], 'float32']);
  expect([axes[0].results, axes[1].results]).toEqual([8, 6]);
  expect(explanation.method).toBe('direct');
  expect(info.backends[info.backend].available).toBe(true);
  expect(milliseconds).toBeGreaterThanOrEqual(0);
});

it('loads a picture once, and sends it again only where it looks different', async () => {
  const { engine, loaded } = engineThatCounts();
  expect((await engine.show(sceneOf())).picture).not.toBeNull();
  expect((await engine.show(sceneOf({}, { kernel: [[2, -1]] }))).picture).toBeNull();
  expect((await engine.show(sceneOf({ boundary: 'wrap' }))).picture).not.toBeNull();
  expect((await engine.show(sceneOf({ boundary: 'wrap', fillvalue: Number.NaN }))).picture).not.toBeNull();
  expect((await engine.show(sceneOf({ boundary: 'wrap', fillvalue: Number.NaN }))).picture).toBeNull();
  // Longer than the eighth of a side that is shown at least.
  const wide = sceneOf({ boundary: 'wrap', fillvalue: Number.NaN }, { kernel: [Array(9).fill(1)] });
  expect((await engine.show(wide)).picture).toMatchObject({ before: [2, 4], after: [2, 4] });
  expect(loaded).toHaveLength(1);
  const larger = sceneOf().picture;
  await engine.show(sceneOf({}, { picture: { ...larger, maxSidePx: 20 } }));
  expect(loaded).toHaveLength(2);
});

it('draws what the boundary rule gives around the picture', async () => {
  const { engine } = engineThatCounts();
  for (const boundary of ['fill', 'wrap', 'symm', 'reflect', 'edge'] as const) {
    const { picture } = await engine.show(sceneOf({ boundary, fillvalue: 255 }));
    const { before, after, low, high, rgba } = picture!;
    const padding = [
      [before[0], after[0]],
      [before[1], after[1]],
    ] as const;
    const continued = correlate2d(image, [[1]], { padding, boundary, fillvalue: 255 });
    const gray = Array.from(continued.data, (value) =>
      Math.round((255 * (Math.min(value, high) - low)) / (high - low)),
    );
    expect(Array.from({ length: gray.length }, (_, at) => rgba[4 * at])).toEqual(gray);
  }
});

it('writes to the pixels that it gets back', async () => {
  const { engine } = engineThatCounts();
  const first = await engine.show(sceneOf());
  const spare = first.result.rgba.buffer;
  const second = await engine.show(sceneOf(), { result: spare });
  expect(second.result.rgba.buffer).toBe(spare);
  const third = await engine.show(sceneOf({ mode: 'full' }), { result: spare });
  expect(third.result.rgba.buffer).not.toBe(spare);
});

it('passes on why the package refuses a call, and shows the next one', async () => {
  const { engine } = engineThatCounts();
  const tall = sceneOf({ mode: 'valid' }, { kernel: Array(20).fill([1]) });
  await expect(engine.show(tall)).rejects.toMatchObject({ code: 'ERR_SIZE' });
  await expect(engine.show(sceneOf({}, { kernel: [[]] }))).rejects.toMatchObject({ code: 'ERR_KERNEL' });
  const huge = sceneOf({ padding: [20_000, 20_000], mode: undefined });
  await expect(engine.show(huge)).rejects.toThrow('40016 x 40015');
  await expect(engine.probe([0, 0], 0)).rejects.toThrow('no result');
  await engine.show(sceneOf());
  expect((await engine.probe([0, 0], 0)).terms).toHaveLength(2);
});

it('times a call on each backend without changing what is shown', async () => {
  const { engine } = engineThatCounts();
  await engine.show(sceneOf());
  const before = await engine.probe([3, 3], 0);
  for (const backend of ['js', 'wasm'] as const) {
    expect(await engine.time(sceneOf({ boundary: 'wrap' }), backend)).toBeGreaterThan(0);
  }
  expect(await engine.probe([3, 3], 0)).toEqual(before);
  // The package knows backends by their names, so it gets the name.
  await expect(engine.time(sceneOf(), 'abacus' as 'js')).rejects.toThrow(/"backend".*"abacus"/);
});
