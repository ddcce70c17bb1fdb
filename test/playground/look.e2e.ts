import { type ConvolveOptions, convolve2d, correlate2d } from 'convolve-wasm';
import { expect, it } from 'vitest';
import { rasterOf } from '../../demo/playground/src/engine/raster.ts';
import { generate } from '../../demo/playground/src/picture/generate.ts';
import { inBrowsers } from './browsers.ts';
import { byDefault, expectElements, kernel, kernelText, noise, noiseImage } from './look-page.ts';
import { shownResult, shownView } from './pixels.ts';

inBrowsers((open) => {
  it('shows results in gray, and in blue and red where some are negative', async () => {
    const page = await open(`#${noise}&kernel=1,2,1;2,4,2;1,2,1&normalize=yes`);
    const blur = [
      [1, 2, 1],
      [2, 4, 2],
      [1, 2, 1],
    ];
    expectElements(await shownResult(page), convolve2d(noiseImage, blur, { ...byDefault, normalize: true }));
    const signed = await open(`#${noise}&${kernelText}`);
    expectElements(await shownResult(signed), convolve2d(noiseImage, kernel, byDefault));
    expect(await signed.$eval('.views figure:last-child .ticks', (ticks) => ticks.textContent)).toContain(
      '0',
    );
  });

  it('gives NaN a colour of its own, and says how many there are', async () => {
    const page = await open('#picture=holes&side=32&elements=float32&kernel=1,1;1,1');
    const result = convolve2d(
      generate('holes', 32),
      [
        [1, 1],
        [1, 1],
      ],
      byDefault,
    );
    const count = result.data.filter(Number.isNaN).length;
    expect(count).toBeGreaterThan(0);
    expectElements(await shownResult(page), result);
    expect(await page.$eval('.views figure:last-child .range', (text) => text.textContent)).toContain(
      `${count} NaN`,
    );
  });

  it.each<[text: string, options: ConvolveOptions]>([
    ['mode=full', { mode: 'full' }],
    ['mode=valid', { mode: 'valid' }],
    ['stride=2,3&mode=full', { mode: 'full', stride: [2, 3] }],
    ['dilation=2,3', { dilation: [2, 3] }],
    [
      'mode=padding&padding=3,0;1,4',
      {
        mode: undefined,
        padding: [
          [3, 0],
          [1, 4],
        ],
      },
    ],
  ])('draws each result at its place in the picture: %s', async (text, options) => {
    const page = await open(`#${noise}&${kernelText}&${text}`);
    const { mode, ...others } = { ...byDefault, ...options };
    const result = convolve2d(noiseImage, kernel, mode ? { mode, ...others } : others);
    const view = await shownResult(page);
    expectElements(view, result);

    // A kernel with one 1 at its centre would copy the picture: so the results lie on its pixels.
    const [picture, shown] = await Promise.all(
      (['picture', 'result'] as const).map((name) =>
        page.$eval(`canvas[data-view="${name}"]`, (canvas) => {
          const { left, top, cellWidth } = (canvas as HTMLCanvasElement).dataset;
          return { left: Number(left), top: Number(top), cellWidth: Number(cellWidth) };
        }),
      ),
    );
    const [, strideX] = (options.stride ?? [1, 1]) as [number, number];
    expect(shown!.cellWidth).toBeCloseTo(strideX * picture!.cellWidth);
    // The window of the first result, in elements of the picture, and its centre as mode `same` has it.
    const [dilationY, dilationX] = (options.dilation ?? [1, 1]) as [number, number];
    const extent = [dilationY + 1, 2 * dilationX + 1] as const;
    const centre = extent.map((length) => length - 1 - Math.floor((length - 1) / 2)) as [number, number];
    const before = {
      full: [extent[0] - 1, extent[1] - 1],
      same: centre,
      valid: [0, 0],
      padding: [3, 1],
    }[mode ?? 'padding'];
    expect((shown!.top - picture!.top) / picture!.cellWidth).toBeCloseTo(centre[0] - before[0]!, 6);
    expect((shown!.left - picture!.left) / picture!.cellWidth).toBeCloseTo(centre[1] - before[1]!, 6);
  });

  it.each(['fill', 'wrap', 'symm', 'reflect', 'edge'] as const)(
    'draws the picture as the rule %s continues it',
    async (boundary) => {
      const page = await open(`#${noise}&${kernelText}&boundary=${boundary},${boundary}&fillvalue=100`);
      // An eighth of the side is shown, which is more than this kernel reaches.
      const border = 2;
      const padding = [
        [border, border],
        [border, border],
      ] as const;
      const continued = correlate2d(noiseImage, [[1]], { padding, boundary, fillvalue: 100 });
      const { low, high } = rasterOf(noiseImage, 'auto');
      const view = await shownView(page, 'picture');
      for (let row = -border; row < 16 + border; row++) {
        for (let column = -border; column < 16 + border; column++) {
          const isInside = row >= 0 && row < 16 && column >= 0 && column < 16;
          const value = continued.data[(row + border) * continued.width + column + border]!;
          const gray = Math.round((255 * (value - low)) / (high - low));
          const [red, , , alpha] = view.colourAt(row, column);
          // What is dimmed is rounded with its alpha, to steps of 1 / 0.45.
          expect(Math.abs(red! - gray), `[${row}, ${column}]`).toBeLessThanOrEqual(isInside ? 0 : 4);
          if (isInside) expect(alpha).toBe(255);
          else expect(alpha).toBeLessThan(160);
        }
      }
    },
  );

  it('draws the kernel as it is applied', async () => {
    const page = await open(`#${noise}&${kernelText}`);
    const data = Float64Array.from(kernel.flat()).reverse();
    expectElements(await shownView(page, 'kernel'), { data, width: 3, height: 2, channels: 1 });
  });
});
