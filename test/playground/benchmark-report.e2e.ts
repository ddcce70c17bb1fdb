import { expect, it } from 'vitest';
import { cells } from '../../bench/cells/cells.ts';
import { faultsByAnswer } from '../../bench/measure/check.ts';
import { offeredCells } from '../../demo/playground/src/benchmark/cells.ts';
import { loopsSeconds } from '../../demo/playground/src/benchmark/forecast.ts';
import { packageContenders } from '../../demo/playground/src/benchmark/package.ts';
import type { Row } from '../../demo/playground/src/benchmark/protocol.ts';
import { browserName, inOrder, lineOf, markdownOf } from '../../demo/playground/src/benchmark/report.ts';
import { version } from '../../package.json';

const times = (median: number) => ({
  samples: 3,
  least: median / 2,
  p25: median / 2,
  median,
  p75: 2 * median,
  greatest: 2 * median,
});

const rows: readonly Row[] = [
  { contender: 'stackblur-canvas', state: 'timed', timesMs: times(60), differenceFromExact: 6.94 },
  { contender: 'wasm, resident', state: 'timed', timesMs: times(0.5) },
  { contender: 'wasm', state: 'timed', timesMs: times(1.25) },
  { contender: 'opencv', state: 'unavailable', reason: 'it has no stride' },
  { contender: 'js', state: 'timed', timesMs: times(10) },
  { contender: 'wasm-relaxed', state: 'wrong', fault: 'off by 3, more than the bound 1' },
  { contender: 'loops', state: 'skipped', secondsACall: 158.2 },
];

it("offers cells of the package's benchmark, and calls them what they are", () => {
  for (const { name, picture, kernel } of offeredCells) {
    const cell = cells[name]!(false);
    if ('filter' in cell) throw new Error(`${name} is no convolution`);
    const [height, width, channels = 1] = cell.image.shape;
    expect(picture).toMatch(new RegExp(`^${width} x ${height} `));
    expect(picture.endsWith('RGBA')).toBe(channels === 4);
    const size = /(\d+) x (\d+)/.exec(kernel);
    if (size) expect([Number(size[1]), Number(size[2])]).toEqual(cell.kernel.shape);
    else expect(kernel).toMatch(/sigma|Sobel/);
  }
});

it('writes a table with what was measured, and why the others were not', () => {
  expect(
    markdownOf([{ name: 'seed', rows }], { browser: 'Firefox 140', cores: 8, date: '2026-11-30' }),
  ).toBe(`convolve-wasm ${version} in Firefox 140, 8 cores, 2026-11-30

| cell | contender | median ms | middle half, ms | against JavaScript | note |
| --- | --- | --- | --- | --- | --- |
| \`seed\`: 100 x 100 float64, 10 x 10 of SciPy's tutorial | loops of the tutorials |  |  |  | skipped: would take 158 s a call |
| \`seed\`: 100 x 100 float64, 10 x 10 of SciPy's tutorial | convolve-wasm, JavaScript | 10.0 | 5.00 to 20.0 | as fast |  |
| \`seed\`: 100 x 100 float64, 10 x 10 of SciPy's tutorial | convolve-wasm, WebAssembly | 1.25 | 0.625 to 2.50 | 8.00 times faster |  |
| \`seed\`: 100 x 100 float64, 10 x 10 of SciPy's tutorial | convolve-wasm, WebAssembly, resident | 0.500 | 0.250 to 1.00 | 20.0 times faster |  |
| \`seed\`: 100 x 100 float64, 10 x 10 of SciPy's tutorial | convolve-wasm, relaxed SIMD |  |  |  | wrong answer, not timed: off by 3, more than the bound 1 |
| \`seed\`: 100 x 100 float64, 10 x 10 of SciPy's tutorial | opencv.js |  |  |  | did not take part: it has no stride |
| \`seed\`: 100 x 100 float64, 10 x 10 of SciPy's tutorial | stackblur-canvas | 60.0 | 30.0 to 120 | 6.00 times slower | no exact Gaussian: up to 6.9 of 255 off |
`);
});

it('has no ratio where JavaScript was not timed', () => {
  const [, resident] = rows;
  expect(lineOf(resident!, [resident!]).ratio).toBe('');
  expect(inOrder(rows).map(({ contender }) => contender)).toHaveLength(rows.length);
});

it('notices a wrong answer of whoever takes part', async () => {
  const cell = cells.seed!(false);
  if ('filter' in cell) throw new Error('seed is a convolution');
  for (const contender of packageContenders(cell)) {
    const { answer } = await contender.once();
    const one = { row: contender.row, variant: contender.variant, answer };
    expect([...faultsByAnswer(cell, [one])]).toEqual([]);
    // The first corner, which is always looked at.
    answer[0] = answer[0]! + 0.001;
    expect(faultsByAnswer(cell, [one]).get(one)).toMatch(/off by 0\.00/);
  }
});

it('forecasts more time for larger kernels', async () => {
  const seconds = async (name: string) => {
    const cell = cells[name]!(false);
    return 'filter' in cell ? 0 : loopsSeconds(cell);
  };
  // Nearly 6000 times as many products: far apart on any machine.
  expect(await seconds('rgba-sigma-10')).toBeGreaterThan(10 * (await seconds('f32-3')));
});

it.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
    'Chrome 141',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
    'Edge 141',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    'Safari 18',
  ],
])('reads the name of the browser from %s', (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});
