import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, run } from './run.ts';

const flips = 'Convolution flips the kernel';
/** The ends of viridis: the colours of the least and the greatest value. */
const dark = [68, 1, 84];
const bright = [253, 231, 37];
/** The ends of RdBu_r, which shows numbers of both signs. */
const blue = [19, 75, 133];
const red = [140, 13, 37];
const white = [255, 255, 255];

/** Of src/cli/heatmap.ts: each pixel of the layout is two of the PNG. */
const zoom = 2;
const [left, top, side, panelWidth] = [62, 84, 300, 454];
/** What maps are lower by where something stands above a colour bar. */
const lift = 20;

let folder: string;
/** What the demo has printed. */
let ofDemo: Ended;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convolve-wasm-plot-'));
  ofDemo = await run(folder, 'plot', '--demo', '-o', 'demo.png');
});
afterAll(() => rm(folder, { recursive: true }));

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** The colour at a place of the layout. */
  at(x: number, y: number): number[];
}

async function pixels(name: string): Promise<Pixels> {
  const picture = sharp(join(folder, name)).removeAlpha().toColourspace('srgb');
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const at = (x: number, y: number) => {
    const from = (Math.round(y * zoom) * width + Math.round(x * zoom)) * 3;
    return [...data.subarray(from, from + 3)];
  };
  return { width, height, at };
}

/** The colour in the middle of a cell of a square map, the panels being counted from 0. */
function cell({ at }: Pixels, panel: number, row: number, column: number, size: number, lower = 0): number[] {
  const along = (index: number) => ((index + 0.5) * side) / size;
  return at(panel * panelWidth + left + along(column), top + lower + along(row));
}

/** How many pixels of a rectangle are dark: ink, where the ground is white. */
function ink({ at }: Pixels, x: number, y: number, width: number, height: number): number {
  let count = 0;
  for (let i = 0; i < height; i += 0.5) {
    for (let j = 0; j < width; j += 0.5) if (at(x + j, y + i)[0]! < 100) count++;
  }
  return count;
}

/** Whether two colours are a level of the colour map apart, or less. */
function isNear(one: number[], other: number[]): boolean {
  return one.every((level, at) => Math.abs(level - other[at]!) <= 4);
}

describe('a plot', () => {
  it("is SciPy's tutorial with --demo", async () => {
    const { code, stdout, stderr } = ofDemo;
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^-> demo\.png\n.*flips the kernel/);
    const plot = await pixels('demo.png');
    expect([plot.width, plot.height]).toEqual([3 * panelWidth * zoom, 470 * zoom]);

    // The kernel: -1 on the left, 1 on the right.
    expect([cell(plot, 0, 5, 4, 10), cell(plot, 0, 5, 5, 10)]).toEqual([blue, red]);
    // The image: a step at 40 in the upper half, at 60 in the lower one.
    expect([cell(plot, 1, 0, 39, 100), cell(plot, 1, 0, 40, 100)]).toEqual([bright, dark]);
    expect([cell(plot, 1, 99, 59, 100), cell(plot, 1, 99, 60, 100)]).toEqual([bright, dark]);
    // The result: greatest where the image steps down, since the kernel was flipped.
    expect([cell(plot, 2, 0, 40, 100), cell(plot, 2, 0, 0, 100)]).toEqual([bright, dark]);
    expect([cell(plot, 2, 99, 60, 100), cell(plot, 2, 99, 40, 100)]).toEqual([bright, dark]);
  });

  it('has titles, axes with labels, and colour bars with their greatest value on top', async () => {
    const plot = await pixels('demo.png');
    expect(ink(plot, 0, 10, 3 * panelWidth, 30)).toBeGreaterThan(500);
    for (const panel of [0, 1, 2]) {
      const x = panel * panelWidth;
      const bar = x + left + side + 21;
      const ends = [plot.at(bar, top + 1), plot.at(bar, top + side - 1)];
      const expected = panel === 0 ? [red, blue] : [bright, dark];
      expect(ends.every((end, at) => isNear(end, expected[at]!))).toBe(true);
      expect(ink(plot, x + left, top - 28, side, 20), `title ${panel}`).toBeGreaterThan(200);
      expect(ink(plot, x + left, top + side + 2, side, 40), `columns ${panel}`).toBeGreaterThan(200);
      expect(ink(plot, x, top, left - 2, side), `rows ${panel}`).toBeGreaterThan(200);
      expect(ink(plot, bar + 9, top - 5, 50, side + 10), `values ${panel}`).toBeGreaterThan(200);
      // Nothing is cut off at the right.
      expect(ink(plot, x + panelWidth - 4, top - 10, 4, side + 20), `right of ${panel}`).toBe(0);
    }
  });

  it('is the same as SVG, with its words', async () => {
    await run(folder, 'plot', '--demo', '-o', 'demo.svg');
    const svg = await readFile(join(folder, 'demo.svg'), 'utf8');
    const call = "convolve2d(image, kernel, { mode: 'same', boundary: 'symm' })";
    const words = [
      call,
      'kernel, 10 x 10',
      'image, 100 x 100',
      'result, 100 x 100',
      flips,
      '>row<',
      '>column<',
    ];
    for (const some of words) expect(svg).toContain(some);
    // Three maps and three colour bars.
    expect(svg.match(/<image /g)).toHaveLength(6);
  });

  it('of a correlation does not speak of flipping, and shows the other sign', async () => {
    const args = ['plot', '--demo', '--operation', 'correlate2d'];
    expect((await run(folder, ...args, '-o', 'correlated.png')).stderr).toBe('-> correlated.png\n');
    const plot = await pixels('correlated.png');
    // Kernels of even size are centred a column further to the left.
    expect([cell(plot, 2, 0, 39, 100), cell(plot, 2, 0, 0, 100)]).toEqual([dark, bright]);
    await run(folder, ...args, '-o', 'correlated.svg');
    const svg = await readFile(join(folder, 'correlated.svg'), 'utf8');
    expect(svg).toContain('correlate2d(image');
    expect(svg).not.toContain(flips);
  });

  it('has row 0 on top, column 0 on the left, and square cells', async () => {
    await writeFile(join(folder, 'corner.csv'), '9,0,0,0\n0,0,0,0\n');
    await run(folder, 'plot', 'corner.csv', '-k', '[[1]]', '-o', 'corner.png');
    const plot = await pixels('corner.png');
    for (const panel of [1, 2]) {
      // Two rows of four cells lie in the middle: above and below them is nothing.
      const places = [0.5, 1.5, 2.5, 3.5].map((row) =>
        plot.at(panel * panelWidth + left + 40, top + row * 75),
      );
      expect(places).toEqual([white, bright, dark, white]);
      expect(plot.at(panel * panelWidth + left + 110, top + 112)).toEqual(dark);
    }
  });

  it('takes numbers from every kind of file', async () => {
    await writeFile(join(folder, 'n.csv'), '0,1,2,3\n4,5,6,7\n8,9,10,11\n');
    await writeFile(join(folder, 'n.txt'), '0 1 2 3\n4 5 6 7\n8 9 10 11\n');
    await writeFile(join(folder, 'n.json'), '[[0,1,2,3],[4,5,6,7],[8,9,10,11]]');
    for (const [name, file] of [
      ['n.npy', 'little-f8'],
      ['columns.npy', 'by-columns'],
    ] as const) {
      await writeFile(join(folder, name), await readFile(new URL(`npy/${file}.npy`, import.meta.url)));
    }
    const plots: string[] = [];
    for (const name of ['n.csv', 'n.txt', 'n.json', 'n.npy', 'columns.npy']) {
      const { code, stderr } = await run(folder, 'plot', name, '-k', '[[1,2]]', '-o', `${name}.svg`);
      expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining(`-> ${name}.svg`) });
      plots.push(await readFile(join(folder, `${name}.svg`), 'utf8'));
    }
    expect(new Set(plots).size).toBe(1);
  });

  it('takes a photograph, in gray, with its own proportions', async () => {
    const face = fileURLToPath(new URL('../../demo/images/face.jpg', import.meta.url));
    const { code } = await run(folder, 'plot', face, '-k', '[[1,0,-1]]', '-o', 'face.svg');
    expect(code).toBe(0);
    const svg = await readFile(join(folder, 'face.svg'), 'utf8');
    expect(svg).toContain('image, 768 x 1024');
    expect(svg).toMatch(/<image [^>]*width="300" height="225"/);
  });

  it('marks what is not a number, and keeps the colours for what is', async () => {
    await writeFile(join(folder, 'nan.csv'), 'nan,0\n1,inf\n');
    await run(folder, 'plot', 'nan.csv', '-k', '[[1]]', '-o', 'nan.png');
    const plot = await pixels('nan.png');
    const colours = [0, 1, 2, 3].map((at) => cell(plot, 1, at >> 1, at % 2, 2, lift));
    expect(colours).toEqual([[200, 200, 200], dark, bright, bright]);
    // Infinity lies beyond the bar, which ends in a point.
    expect(plot.at(panelWidth + left + side + 21, top + lift - 6)).toEqual(bright);
    expect(plot.at(panelWidth + left + side + 21, top + lift + side + 6)).toEqual(white);
  });
});

describe('colours', () => {
  /** The texts of an SVG, in their order. */
  async function texts(...args: string[]): Promise<string[]> {
    const { code, stderr } = await run(folder, 'plot', ...args, '-o', 'texts.svg', '--force');
    expect(code, stderr).toBe(0);
    const svg = await readFile(join(folder, 'texts.svg'), 'utf8');
    return [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!);
  }

  beforeAll(async () => {
    await writeFile(join(folder, 'signs.csv'), '-2,0,4\n');
    const rows = Array.from({ length: 20 }, (_, row) => Array.from({ length: 200 }, (_, at) => row + at));
    await writeFile(join(folder, 'long.csv'), rows.join('\n'));
  });

  it('have 0 in the middle where results have both signs, and the limits that are named', async () => {
    const args = ['plot', 'signs.csv', '-k', '[[1]]', '--vmin', '-1', '--vmax', '1', '-o', 'signs.png'];
    await run(folder, ...args);
    const plot = await pixels('signs.png');
    // The map takes 300 x 100, the kernel, which is higher, 300 x 300.
    const colour = (panel: number, column: number) =>
      plot.at(panel * panelWidth + left + (column + 0.5) * 100, top + lift + 150);
    const middle = [242, 239, 238];
    expect(isNear(colour(1, 1), middle) && isNear(colour(2, 1), middle)).toBe(true);
    expect([colour(1, 2), colour(2, 0), colour(2, 2)]).toEqual([red, blue, red]);
    expect(colour(1, 0)).not.toEqual(blue);
  });

  it('are those of --cmap', async () => {
    await run(folder, 'plot', 'signs.csv', '-k', '[[1]]', '--cmap', 'gray', '-o', 'gray.png');
    const plot = await pixels('gray.png');
    const colours = [0, 2].map((column) => plot.at(2 * panelWidth + left + column * 100 + 50, top + 150));
    expect(colours).toEqual([
      [0, 0, 0],
      [255, 255, 255],
    ]);
  });

  it("leave out the strongest edges of a picture, and nobody's numbers", async () => {
    const rows = Array.from({ length: 100 }, (_, at) => [at === 50 ? 255 : 100 + (at % 7)]);
    const data = Uint8Array.from(rows.flat());
    const strip = sharp(data, { raw: { width: 100, height: 1, channels: 1 } }).toColourspace('b-w');
    await strip.png().toFile(join(folder, 'strip.png'));
    await writeFile(join(folder, 'strip.csv'), rows.join());
    const kernel = ['-k', '[[-1,1]]', '--operation', 'correlate2d'];
    const ofPicture = await texts('strip.png', ...kernel);
    const ofNumbers = await texts('strip.csv', ...kernel);
    expect(ofNumbers).toContain('−100');
    expect(ofPicture).not.toContain('−100');
    expect(await texts('strip.csv', ...kernel, '--percentile', '1,99')).not.toContain('−100');
    expect(await texts('strip.png', ...kernel, '--percentile', '0,100')).toContain('−100');
  });

  it('of one number have a bar with this number alone', async () => {
    const shown = await texts('signs.csv', '-k', '[[7,7],[7,7]]');
    const [from, to] = ['kernel, 2 x 2', 'image, 1 x 3'].map((title) => shown.indexOf(title));
    const numbers = shown.slice(from, to).filter((text) => /^[−\d.]+$/.test(text));
    // Two ticks for rows, two for columns.
    expect(numbers.sort()).toEqual(['0', '0', '1', '1', '7']);
  });

  it('of tiny numbers have short labels and a factor', async () => {
    await writeFile(join(folder, 'tiny.csv'), '0.000001,0.00012\n');
    const shown = await texts('tiny.csv', '-k', '[[0.5]]');
    expect(shown.filter((text) => text.startsWith('×'))).toEqual(['×10⁻⁴', '×10⁻⁵']);
    expect(Math.max(...shown.filter((text) => /^[−\d.]+$/.test(text)).map(({ length }) => length))).toBe(3);
  });

  it('make room for labels that have to be long', async () => {
    await writeFile(join(folder, 'offset.csv'), '10000,10000.0001\n');
    await run(folder, 'plot', 'offset.csv', '-k', '[[1]]', '-o', 'offset.png');
    const { width, at, height } = await pixels('offset.png');
    expect(width).toBeGreaterThan(3 * panelWidth * zoom);
    expect(ink({ width, height, at }, width / zoom - 4, 0, 4, height / zoom)).toBe(0);
  });

  it('of a long shape can be seen, beside a bar as high as the map', async () => {
    const shown = await texts('long.csv', '-k', '[[1,2]]');
    expect(shown).toContain('image, 20 x 200, not to scale');
    expect(shown).toContain('kernel, 1 x 2');
    const svg = await readFile(join(folder, 'texts.svg'), 'utf8');
    const images = [...svg.matchAll(/<image [^>]*width="(\d+)" height="(\d+)"/g)];
    expect(images.map(([, width, height]) => [Number(width), Number(height)])).toEqual([
      [300, 150],
      [14, 150],
      [300, 60],
      [14, 60],
      [300, 60],
      [14, 60],
    ]);
  });
});

describe('a title', () => {
  it('keeps the letters of Europe in a PNG', async () => {
    const title = 'Łódź, Ελλάδα, Київ, Việt Nam: 3 × 10⁻⁴ ≤ €';
    const { stderr } = await run(folder, 'plot', '--demo', '--title', title, '-o', 'europe.png');
    expect(stderr).toMatch(/^-> europe\.png\nConvolution flips/);
  });

  it('gets smaller where it is long, and is cut where it could not be read', async () => {
    const sizeOf = async (title: string) => {
      await run(folder, 'plot', '--demo', '--title', title, '-o', 'long.svg', '--force');
      const svg = await readFile(join(folder, 'long.svg'), 'utf8');
      const [, size, shown] = /<text[^>]*font-size="(\d+)px"[^>]*>(word[^<]*)</.exec(svg)!;
      return [Number(size), shown!.endsWith('…')];
    };
    expect(await sizeOf('word '.repeat(10))).toEqual([18, false]);
    expect(await sizeOf('word '.repeat(30))).toEqual([14, false]);
    expect(await sizeOf('word '.repeat(100))).toEqual([11, true]);
  });

  it('that needs other fonts is told of; an SVG keeps it', async () => {
    const args = ['plot', '--demo', '--title', '日本 1', '-o'];
    expect((await run(folder, ...args, 'japan.png')).stderr).toMatch(
      /^-> japan\.png\nThe font of PNG plots lacks 日 本: this computer's fonts draw them, if they have them\. An SVG keeps them\.\nConvolution flips/,
    );
    expect((await run(folder, ...args, 'japan.svg')).stderr).toMatch(/^-> japan\.svg\nConvolution flips/);
    expect(await readFile(join(folder, 'japan.svg'), 'utf8')).toContain('日本 1');
  });
});

describe('plot refuses', () => {
  it.each([
    ['neither image nor demo', ['-k', '[[1]]', '-o', 'x.png'], 2, /either an image or --demo/],
    ['both', ['n.csv', '--demo', '-o', 'x.png'], 2, /either an image or --demo/],
    ['no kernel', ['n.csv', '-o', 'x.png'], 2, /takes a --kernel/],
    [
      'an unknown colour map',
      ['--demo', '--cmap', 'jet', '-o', 'x.png'],
      2,
      /choices are viridis, viridis_r/,
    ],
    ['percentiles in the wrong order', ['--demo', '--percentile', '99,1', '-o', 'x.png'], 2, /low,high/],
    ['limits in the wrong order', ['--demo', '--vmin', '60', '-o', 'x.png'], 2, /from 60 to 50/],
    ['no output', ['--demo'], 2, /'-o, --output <file>' not specified/],
    ['another format', ['--demo', '-o', 'x.jpg'], 2, /should end in \.png or \.svg/],
    ['a missing folder', ['--demo', '-o', 'no/x.png'], 2, /there is no folder "no"/],
    ['a file that exists', ['--demo', '-o', 'exists.svg'], 2, /"exists\.svg" exists; --force overwrites it/],
    ['a missing image', ['none.csv', '-k', '[[1]]', '-o', 'x.png'], 1, /there is no file "none\.csv"$/m],
    [
      'words',
      ['words.csv', '-k', '[[1]]', '-o', 'x.png'],
      1,
      /"words\.csv": expected a number, got "a" in row 1/,
    ],
    ['channels', ['channels.npy', '-k', '[[1]]', '-o', 'x.png'], 1, /"channels\.npy": it has 3 channels/],
    [
      'a broken picture',
      ['words.png', '-k', '[[1]]', '-o', 'x.png'],
      1,
      /cannot read "words\.png": .*unsupported/,
    ],
  ] as const)('%s', async (_name, args, code, message) => {
    const here = await mkdtemp(join(folder, 'refused-'));
    await writeFile(join(here, 'words.csv'), 'a,b\n');
    await writeFile(join(here, 'words.png'), 'a,b\n');
    await writeFile(join(here, 'n.csv'), '1,2\n');
    await writeFile(join(here, 'exists.svg'), 'mine');
    const channels = await readFile(new URL('npy/channels.npy', import.meta.url));
    await writeFile(join(here, 'channels.npy'), channels);
    const ended = await run(here, 'plot', ...args);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(/^convolve-wasm: .*\n$/);
    expect(ended.stderr).toMatch(message);
    expect(await readFile(join(here, 'exists.svg'), 'utf8')).toBe('mine');
  });
});
