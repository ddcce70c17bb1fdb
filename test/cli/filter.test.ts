import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filterNames } from '../../src/cli/filter-names.ts';
import * as api from '../../src/index.ts';
import { oracle, roundHalfEvenSaturate } from '../conformance/oracle.ts';
import { integers } from '../support/random.ts';
import { run, samples } from './run.ts';

const [width, height] = [7, 5];
const edgeKernel = '[[-1,-1,-1],[-1,8,-1],[-1,-1,-1]]';
const skewKernel = [
  [0, 0, 0],
  [0, 0, 1],
  [0, 0, 0],
];
let folder: string;

/** The same samples each time. */
function noise(channels: number, greatest: number): number[] {
  return Array.from({ length: width * height * channels }, integers(channels, 0, greatest));
}

function picture(channels: 1 | 2 | 3 | 4, wide = false): Sharp {
  const values = noise(channels, wide ? 65535 : 255);
  const data = wide ? Uint16Array.from(values) : Uint8Array.from(values);
  const space = channels < 3 ? (wide ? 'grey16' : 'b-w') : wide ? 'rgb16' : 'srgb';
  return sharp(data, { raw: { width, height, channels } }).toColourspace(space);
}

/** What the definition of convolution makes of the noise, as samples. */
function expected(
  channels: number,
  kernel: number[][],
  options: Omit<Parameters<typeof oracle>[2], 'operation'>,
  wide = false,
): number[] {
  const values = noise(channels, wide ? 65535 : 255);
  const at = (i: number, j: number, c: number) => values[(i * width + j) * channels + c]!;
  const grid = { rows: height, cols: width, channels, at };
  const { values: sums } = oracle(grid, kernel, { operation: 'convolve2d', ...options });
  return [...sums].map((sum) => roundHalfEvenSaturate(sum, wide ? 'uint16' : 'uint8'));
}

/** A new folder with pictures in it. */
async function place(): Promise<string> {
  const here = await mkdtemp(join(folder, 'case-'));
  await picture(1).png().toFile(join(here, 'gray.png'));
  await picture(3).png().toFile(join(here, 'colours.png'));
  return here;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convolve-wasm-filter-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a kernel', () => {
  it('convolves with zeros around, by padding', async () => {
    const here = await place();
    const args = ['--kernel', edgeKernel, 'gray.png', '--gray', '--padding', '2', '-o', 'edges.png'];
    expect(await run(here, 'filter', ...args)).toEqual({
      code: 0,
      stdout: '',
      stderr: 'gray.png -> edges.png\n',
    });
    expect(await samples(join(here, 'edges.png'))).toEqual({
      values: expected(1, JSON.parse(edgeKernel), { padding: 2 }),
      width: width + 2,
      height: height + 2,
      channels: 1,
      depth: 'uchar',
      space: 'b-w',
    });
  });

  it('convolves by itself to the size of the picture, mirrored beyond its edges', async () => {
    const here = await place();
    await run(here, 'filter', '--kernel', '[[1,2,0],[0,0,3]]', 'colours.png', '-o', 'out.png');
    const { values } = await samples(join(here, 'out.png'));
    expect(values).toEqual(
      expected(
        3,
        [
          [1, 2, 0],
          [0, 0, 3],
        ],
        { mode: 'same', boundary: 'reflect' },
      ),
    );
  });

  it.each([
    ['convolve2d', [], { operation: 'convolve2d' as const }],
    ['correlate2d', ['--operation', 'correlate2d'], { operation: 'correlate2d' as const }],
  ])('is flipped or not: %s', async (_name, args, options) => {
    const here = await place();
    await run(here, 'filter', '-k', JSON.stringify(skewKernel), 'gray.png', '-o', 'out.png', ...args);
    const { values } = await samples(join(here, 'out.png'));
    expect(values).toEqual(expected(1, skewKernel, { mode: 'same', boundary: 'reflect', ...options }));
  });

  it('takes every option of the library', async () => {
    const here = await place();
    const given =
      '--boundary edge,fill --fillvalue 9 --padding 1,2,3,4 --stride 1,2 --dilation 2 --delta -7 --backend js';
    const args = ['filter', '--kernel', '[[0.25,0.5],[0.125,0.125]]', 'gray.png', '-o', 'out.png'];
    expect((await run(here, ...args, ...given.split(' '))).stderr).toBe('gray.png -> out.png\n');
    const options = {
      boundary: ['edge', 'fill'] as const,
      fillvalue: 9,
      padding: [
        [1, 2],
        [3, 4],
      ] as const,
      stride: [1, 2] as const,
      dilation: 2,
      delta: -7,
    };
    const { values } = await samples(join(here, 'out.png'));
    expect(values).toEqual(
      expected(
        1,
        [
          [0.25, 0.5],
          [0.125, 0.125],
        ],
        options,
      ),
    );
  });

  it('is divided by its sum with --normalize', async () => {
    const here = await place();
    await run(here, 'filter', '--kernel', '[[1,2,1],[2,2,0]]', '--normalize', 'gray.png', '-o', 'out.png');
    const eighths = [
      [0.125, 0.25, 0.125],
      [0.25, 0.25, 0],
    ];
    const { values } = await samples(join(here, 'out.png'));
    expect(values).toEqual(expected(1, eighths, { mode: 'same', boundary: 'reflect' }));
  });

  it('comes from a file of any kind', async () => {
    const here = await place();
    await writeFile(join(here, 'kernel.csv'), '0,1,2,3\n4,5,6,7\n8,9,10,11\n');
    await writeFile(join(here, 'kernel.json'), '[[0,1,2,3],[4,5,6,7],[8,9,10,11]]');
    await writeFile(join(here, 'kernel.npy'), await readFile(new URL('npy/by-columns.npy', import.meta.url)));
    const results: unknown[] = [];
    for (const file of ['kernel.csv', 'kernel.json', 'kernel.npy']) {
      await run(here, 'filter', '--kernel', file, '--normalize', 'gray.png', '-o', `${file}.png`);
      results.push((await samples(join(here, `${file}.png`))).values);
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it.each([
    ['clamp', (sum: number) => sum],
    ['abs', Math.abs],
  ])('shows signs as --show says: %s', async (show, of) => {
    const here = await place();
    await run(
      here,
      'filter',
      '-k',
      '[[1,-1]]',
      'gray.png',
      '--boundary',
      'edge',
      '--show',
      show,
      '-o',
      'out.png',
    );
    const image = { data: Float32Array.from(noise(1, 255)), shape: [height, width] };
    const sums = api.convolve2d(image, [[1, -1]], { mode: 'same', boundary: 'edge' }).data;
    expect([...sums].some((sum) => sum < 0)).toBe(true);
    const { values } = await samples(join(here, 'out.png'));
    expect(values).toEqual([...sums].map((sum) => roundHalfEvenSaturate(of(sum), 'uint8')));
  });

  it('stretches with --show minmax, of 16 bits too', async () => {
    const here = await place();
    await picture(1, true).png().toFile(join(here, 'wide.png'));
    for (const name of ['gray', 'wide']) {
      await run(here, 'filter', '-k', '[[1,-1]]', `${name}.png`, '--show', 'minmax', '-o', `${name}-out.png`);
      const { values, depth } = await samples(join(here, `${name}-out.png`));
      expect([Math.min(...values), Math.max(...values), depth]).toEqual([0, 255, 'uchar']);
    }
  });
});

describe('a filter by name', () => {
  const image = { data: Uint8Array.from(noise(3, 255)), width, height, channels: 3 };
  const dtype = 'uint8' as const;
  const output = 'magnitude' as const;

  it.each([
    ['gaussian-blur --sigma 2,1', () => api.gaussianBlur(image, { sigma: [2, 1] })],
    ['gaussianBlur --size 3', () => api.gaussianBlur(image, { size: 3 })],
    ['blur', () => api.gaussianBlur(image)],
    ['box-blur --size 1,5', () => api.boxBlur(image, { size: [1, 5] })],
    ['motion-blur --length 5 --angle 90', () => api.motionBlur(image, { length: 5, angle: Math.PI / 2 })],
    ['sharpen', () => api.sharpen(image)],
    [
      'unsharp-mask --sigma 1 --amount 2 --threshold 3',
      () => api.unsharpMask(image, { sigma: 1, amount: 2, threshold: 3 }),
    ],
    ['emboss', () => api.emboss(image)],
    ['edges --boundary edge', () => api.edges(image, { boundary: 'edge' })],
    // What has a sign, or is greater than a byte, is shown so that something can be seen.
    ['sobel --size 5', () => api.normalize(api.sobel(image, { size: 5, output }), 'minmax')],
    ['scharr', () => api.normalize(api.scharr(image, { output }), 'minmax')],
    ['scharr --show clamp', () => api.scharr(image, { output, dtype })],
    ['prewitt --backend js', () => api.normalize(api.prewitt(image, { output }), 'minmax')],
    ['laplacian --size 3', () => api.normalize(api.laplacian(image, { size: 3 }), 'abs')],
    [
      'laplacian-of-gaussian --sigma 1.5',
      () => api.normalize(api.laplacianOfGaussian(image, { sigma: 1.5 }), 'minmax'),
    ],
  ])('gives what the library gives: %s', async (words, call) => {
    const here = await place();
    const [name, ...options] = words.split(' ');
    const { stderr } = await run(here, 'filter', name!, 'colours.png', '-o', 'out.png', ...options);
    expect(stderr).toBe('colours.png -> out.png\n');
    expect((await samples(join(here, 'out.png'))).values).toEqual([...call().data]);
  });

  it('is one of those that the help lists', async () => {
    const { code, stdout } = await run(folder, 'filter', '--help');
    expect(code).toBe(0);
    for (const name of filterNames) expect(stdout).toContain(name);
    expect(stdout).toMatch(/Examples:\n {2}convolve-wasm filter/);
  });
});

describe('pictures', () => {
  const same = ['filter', '--kernel', '[[1]]'];

  it.each([
    ['gray', 1, false],
    ['gray with alpha', 2, false],
    ['colours', 3, false],
    ['colours with alpha', 4, false],
    ['gray of 16 bits', 1, true],
    ['gray with alpha of 16 bits', 2, true],
    ['colours of 16 bits', 3, true],
    ['colours with alpha of 16 bits', 4, true],
  ] as const)('stay what they are, in PNG and TIFF: %s', async (_name, channels, wide) => {
    const here = await place();
    for (const format of ['png', 'tiff'] as const) {
      const made = picture(channels, wide);
      // By itself sharp compresses TIFF as JPEG does.
      const lossless = format === 'png' ? made.png() : made.tiff({ compression: 'lzw' });
      await lossless.toFile(join(here, `in.${format}`));
      await run(here, ...same, `in.${format}`, '-o', `out.${format}`);
      const before = await samples(join(here, `in.${format}`));
      expect(before.values).toEqual(noise(channels, wide ? 65535 : 255));
      expect(await samples(join(here, `out.${format}`))).toEqual(before);
    }
  });

  it('of 16 bits are filtered as such', async () => {
    const here = await place();
    await picture(3, true).png().toFile(join(here, 'wide.png'));
    await run(here, 'filter', '--kernel', '[[0.5,0.25]]', 'wide.png', '-o', 'out.png');
    const { values } = await samples(join(here, 'out.png'));
    expect(values).toEqual(expected(3, [[0.5, 0.25]], { mode: 'same', boundary: 'reflect' }, true));
  });

  it('go from every format to every other', async () => {
    const here = await place();
    const flat = sharp({ create: { width: 16, height: 16, channels: 3, background: '#804020' } });
    // sharp calls AVIF by the container that it shares with HEIC.
    const formats = { png: 'png', jpg: 'jpeg', webp: 'webp', tif: 'tiff', gif: 'gif', avif: 'heif' } as const;
    for (const [extension, format] of Object.entries(formats)) {
      await flat.toFormat(format === 'heif' ? 'avif' : format).toFile(join(here, `flat.${extension}`));
    }
    for (const [from, to] of [
      ['png', 'jpg'],
      ['jpg', 'webp'],
      ['webp', 'tif'],
      ['tif', 'gif'],
      ['gif', 'avif'],
      ['avif', 'png'],
    ] as const) {
      const { stderr } = await run(here, 'filter', 'box', `flat.${from}`, '-o', `${from}.${to}`);
      expect(stderr).toBe(`flat.${from} -> ${from}.${to}\n`);
      expect((await sharp(join(here, `${from}.${to}`)).metadata()).format).toBe(formats[to]);
      const { values, channels } = await samples(join(here, `${from}.${to}`));
      // GIF is read with alpha; JPEG, WebP and AVIF lose a little.
      const colour = [0x80, 0x40, 0x20, 255];
      for (const [at, value] of values.entries())
        expect(Math.abs(value - colour[at % channels]!)).toBeLessThan(4);
    }
  });

  it('are turned upright as EXIF says', async () => {
    const here = await place();
    await picture(3).withMetadata({ orientation: 6 }).png().toFile(join(here, 'turned.png'));
    await run(here, ...same, 'turned.png', '-o', 'out.png');
    const out = await samples(join(here, 'out.png'));
    expect([out.width, out.height]).toEqual([height, width]);
    const lowerLeft = (height - 1) * width * 3;
    expect(out.values.slice(0, 3)).toEqual(noise(3, 255).slice(lowerLeft, lowerLeft + 3));
  });

  it.each([
    [2, false],
    [4, false],
    [4, true],
  ] as const)(
    'keep their alpha, unless it is filtered, too: %i channels, 16 bits %s',
    async (channels, wide) => {
      const here = await place();
      await picture(channels, wide).png().toFile(join(here, 'in.png'));
      const [same, ...kernel] = ['in.png', '-k', '[[0.5,0.25]]', '--boundary', 'edge', '--mode', 'same'];
      await run(here, 'filter', same!, ...kernel, '-o', 'kept.png');
      await run(here, 'filter', same!, ...kernel, '--alpha', 'filter', '-o', 'filtered.png');
      const options = { mode: 'same', boundary: 'edge' } as const;
      const filtered = expected(channels, [[0.5, 0.25]], options, wide);
      const before = noise(channels, wide ? 65535 : 255);
      const isAlpha = (at: number) => at % channels === channels - 1;
      const kept = filtered.map((value, at) => (isAlpha(at) ? before[at] : value));
      expect((await samples(join(here, 'kept.png'))).values).toEqual(kept);
      expect((await samples(join(here, 'filtered.png'))).values).toEqual(filtered);
    },
  );

  it('keep their alpha whatever is shown', async () => {
    const here = await place();
    await picture(4).png().toFile(join(here, 'in.png'));
    const alpha = noise(4, 255).filter((_, at) => at % 4 === 3);
    for (const args of [['sobel'], ['-k', '[[1,-1]]', '--show', 'abs'], ['laplacian', '--show', 'minmax']]) {
      await run(here, 'filter', ...args, 'in.png', '-o', 'out.png', '--force');
      const { values } = await samples(join(here, 'out.png'));
      expect(
        values.filter((_, at) => at % 4 === 3),
        args.join(' '),
      ).toEqual(alpha);
    }
  });

  it('turn gray with --gray, without alpha', async () => {
    const here = await place();
    for (const channels of [2, 4] as const) {
      await picture(channels)
        .png()
        .toFile(join(here, `in${channels}.png`));
      await run(here, ...same, `in${channels}.png`, '--gray', '-o', `out${channels}.png`);
    }
    const gray = await samples(join(here, 'out2.png'));
    expect(gray).toMatchObject({ channels: 1, values: noise(2, 255).filter((_, at) => at % 2 === 0) });
    const image = { data: Uint8Array.from(noise(4, 255)), width, height, channels: 4 };
    const colours = await samples(join(here, 'out4.png'));
    expect(colours).toMatchObject({ channels: 1, values: [...api.grayscale(image).data] });
  });
});

describe('several pictures', () => {
  it('go into a folder by their names; a broken one is told, the others are done', async () => {
    const here = await place();
    await writeFile(join(here, 'broken.png'), 'not a picture');
    const face = await readFile(new URL('../../demo/images/face.jpg', import.meta.url));
    await writeFile(join(here, 'short.jpg'), face.subarray(0, face.length / 2));
    await mkdir(join(here, 'folder.png'));
    const inputs = ['*.png', 'short.jpg', 'missing.tif', 'folder.png', 'none-*.webp'];
    const { code, stdout, stderr } = await run(here, 'filter', 'edges', ...inputs, '-o', 'out/');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^convolve-wasm: cannot read "broken\.png": .*unsupported image format/),
      'colours.png -> out/colours.png',
      'gray.png -> out/gray.png',
      expect.stringMatching(/^convolve-wasm: cannot read "short\.jpg": .*premature end/),
      'convolve-wasm: there is no file "missing.tif"',
      expect.stringMatching(/^convolve-wasm: there are no pictures in the folder "folder\.png"/),
      'convolve-wasm: no file matches "none-*.webp"',
      'convolve-wasm: 5 of 7 failed',
    ]);
    expect((await readdir(join(here, 'out'))).sort()).toEqual(['colours.png', 'gray.png']);
  });

  it('take another format, and say nothing with --quiet', async () => {
    const here = await place();
    const args = ['filter', 'edges', 'gray.png', 'colours.png', '-o', 'out', '--format', 'webp', '--quiet'];
    expect(await run(here, ...args)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await readdir(join(here, 'out'))).sort()).toEqual(['colours.webp', 'gray.webp']);
  });

  it('are each done once', async () => {
    const here = await place();
    const { stderr } = await run(here, 'filter', 'edges', 'gray.png', '*.png', 'gray.png', '-o', 'out/');
    expect(stderr).toBe('gray.png -> out/gray.png\ncolours.png -> out/colours.png\n');
  });

  it('leave no folder behind where nothing was done', async () => {
    const here = await place();
    const wrong = await run(here, 'filter', 'blur', '--sigma', '-1', 'gray.png', 'colours.png', '-o', 'out/');
    const missing = await run(here, 'filter', 'blur', 'none.png', 'nil.png', '-o', 'out/');
    expect([wrong.code, missing.code, existsSync(join(here, 'out'))]).toEqual([2, 1, false]);
  });

  it('are done but for those that an option does not suit', async () => {
    const here = await place();
    await picture(4).png().toFile(join(here, 'transparent.png'));
    const args = ['filter', 'sobel', '--alpha', 'premultiply', 'gray.png', 'transparent.png', '-o', 'out/'];
    const { code, stderr } = await run(here, ...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^gray\.png -> out\/gray\.png\nconvolve-wasm: "transparent\.png": "alpha" expected/,
    );
    expect(await readdir(join(here, 'out'))).toEqual(['gray.png']);
  });

  /** Where pictures go that lie in folders, or differ only in their format. */
  async function named(inputs: readonly string[], args: readonly string[], patterns = inputs) {
    const here = await mkdtemp(join(folder, 'case-'));
    for (const input of inputs) {
      await mkdir(dirname(join(here, input)), { recursive: true });
      await picture(3).toFile(join(here, input));
    }
    const ended = await run(here, 'filter', 'edges', ...patterns, '-o', 'out', ...args);
    const lines = ended.stderr.trimEnd().split('\n');
    const written = existsSync(join(here, 'out'))
      ? await readdir(join(here, 'out'), { recursive: true })
      : [];
    return { ...ended, lines, written };
  }

  it('of one name keep their folders, below the one that holds all', async () => {
    const inputs = ['all/a/1.png', 'all/b/1.png', 'all/b/c/2.png'];
    const { code, lines, written } = await named(inputs, [], ['all/**/*.png']);
    expect(code).toBe(0);
    expect(lines).toEqual([
      'all/a/1.png -> out/a/1.png',
      'all/b/1.png -> out/b/1.png',
      'all/b/c/2.png -> out/b/c/2.png',
    ]);
    expect(written).toContain('b/c/2.png');
  });

  it('of several names lie side by side, wherever they came from', async () => {
    const { lines } = await named(['a/1.png', 'b/c/2.png'], [], ['**/*.png']);
    expect(lines).toEqual(['a/1.png -> out/1.png', 'b/c/2.png -> out/2.png']);
  });

  it('that differ only in their format keep it in their names', async () => {
    const inputs = ['1.jpg', '1.png', '2.png'];
    expect((await named(inputs, ['--format', 'webp'])).lines).toEqual([
      '1.jpg -> out/1.jpg.webp',
      '1.png -> out/1.png.webp',
      '2.png -> out/2.webp',
    ]);
  });

  it('are refused where two would still become one file', async () => {
    const inputs = ['1.jpg', '1.png', '1.jpg.png'];
    const { code, stderr, written } = await named(inputs, ['--format', 'webp']);
    expect({ code, stderr, written }).toEqual({
      code: 2,
      stderr: 'convolve-wasm: "1.jpg" and "1.jpg.png" would become one file in "out"\n',
      written: [],
    });
  });
});

describe('files that exist', () => {
  it('are left alone, before any work', async () => {
    const here = await place();
    await mkdir(join(here, 'out'));
    await writeFile(join(here, 'out/gray.png'), 'mine');
    const { code, stderr } = await run(here, 'filter', 'edges', 'colours.png', 'gray.png', '-o', 'out');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'convolve-wasm: "out/gray.png" exists; --force overwrites it\n',
    });
    expect(await readdir(join(here, 'out'))).toEqual(['gray.png']);
    expect(await readFile(join(here, 'out/gray.png'), 'utf8')).toBe('mine');
  });

  it('are overwritten with --force, also by what was made of them', async () => {
    const here = await place();
    expect((await run(here, 'filter', '-k', '[[0.5]]', 'gray.png', '-o', 'gray.png', '--force')).code).toBe(
      0,
    );
    expect((await samples(join(here, 'gray.png'))).values).toEqual(expected(1, [[0.5]], { mode: 'same' }));
    expect((await readdir(here)).sort()).toEqual(['colours.png', 'gray.png']);
  });
});

describe('what cannot be written', () => {
  it('is an output folder that is a file', async () => {
    const here = await place();
    await writeFile(join(here, 'file'), 'mine');
    const several = await run(here, 'filter', 'edges', 'gray.png', 'colours.png', '-o', 'file');
    expect(several).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'convolve-wasm: the output "file" is a file; several pictures need a folder, whose name ends in /\n',
    });
    const below = await run(here, 'filter', 'edges', 'gray.png', '-o', 'file/out.png');
    expect(below).toMatchObject({ code: 2, stderr: expect.stringContaining('"file" is no folder') });
    const slash = await run(here, 'filter', 'edges', 'gray.png', '-o', 'file/');
    expect(slash).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot make the folder "file"'),
    });
    expect(await readFile(join(here, 'file'), 'utf8')).toBe('mine');
  });

  // Root may write wherever modes forbid it, but not even root makes files among the kernel's.
  it.runIf(process.platform === 'linux')('is a file in a folder that takes none', async () => {
    const here = await place();
    const { code, stderr } = await run(here, 'filter', 'edges', 'gray.png', '-o', '/proc/out.png');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^convolve-wasm: "gray\.png": cannot write "\/proc\/out\.png": E\w+: .*\n$/);
  });

  it.skipIf(process.getuid?.() === 0)('is a file in a read-only folder', async () => {
    const here = await place();
    await mkdir(join(here, 'locked'));
    await chmod(join(here, 'locked'), 0o555);
    const { code, stderr } = await run(here, 'filter', 'edges', 'gray.png', '-o', 'locked/out.png');
    expect(code).toBe(1);
    expect(stderr).toMatch(/cannot write "locked\/out\.png": EACCES/);
  });

  it('is a name that is too long, of which nothing is left behind', async () => {
    const here = await place();
    const name = `${'x'.repeat(300)}.png`;
    const { code, stderr } = await run(here, 'filter', 'edges', 'gray.png', '-o', name);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^convolve-wasm: .*ENAMETOOLONG.*\n$/);
    expect((await readdir(here)).sort()).toEqual(['colours.png', 'gray.png']);
  });
});

describe('wrong usage is refused in one line, and nothing is done', () => {
  const out = ['-o', 'out.png'];
  it.each([
    ['no command', ['fliter', 'edges', 'gray.png', ...out], /unknown command 'fliter'.*filter/],
    ['no filter', ['filter', ...out], /no filter: give a name/],
    [
      'an unknown filter',
      ['filter', 'edge', 'gray.png', ...out],
      /no filter "edge"; there are gaussian-blur/,
    ],
    [
      'a filter and a kernel',
      ['filter', 'edges', 'gray.png', '-k', '[[1]]', ...out],
      /either the filter "edges"/,
    ],
    ['no picture', ['filter', 'edges', ...out], /no pictures: name files/],
    ['no output', ['filter', 'edges', 'gray.png'], /no output: -o names/],
    ['an unknown option', ['filter', 'edges', 'gray.png', '--frames', ...out], /unknown option '--frames'/],
    ['an unknown format', ['filter', 'edges', 'gray.png', '-o', 'out.bmp'], /should end in one of \.png/],
    [
      'an unknown --format',
      ['filter', 'edges', 'gray.png', '-o', 'out/', '--format', 'bmp'],
      /--format takes one of png, jpg, .*, gif, avif$/m,
    ],
    ['no format', ['filter', 'edges', 'gray.png', '-o', 'out'], /a folder ends in \//],
    ['a missing folder', ['filter', 'edges', 'gray.png', '-o', 'no/out.png'], /there is no folder "no"/],
    [
      'a file for two',
      ['filter', 'edges', 'gray.png', 'colours.png', ...out],
      /several pictures need a folder/,
    ],
    [
      'a kernel that is none',
      ['filter', '-k', '[[1', 'gray.png', ...out],
      /--kernel: expected rows of numbers/,
    ],
    ['a ragged kernel', ['filter', '-k', '[[1],[2,3]]', 'gray.png', ...out], /rows of equal length/],
    [
      'a missing kernel',
      ['filter', '-k', 'none.csv', 'gray.png', ...out],
      /--kernel: there is no file "none\.csv"/,
    ],
    [
      'a picture as kernel',
      ['filter', '-k', 'gray.png', 'gray.png', ...out],
      /expected rows of numbers such as \[\[1, 2\], \[3, 4\]\], or a file of numbers \(\.json, \.csv/,
    ],
    ['another mode', ['filter', '-k', '[[1]]', '--mode', 'some', 'gray.png', ...out], /full, same, valid/],
    [
      'a stride of 0',
      ['filter', '-k', '[[1]]', '--stride', '0', 'gray.png', ...out],
      /whole numbers from 1 on/,
    ],
    [
      'mode and padding',
      ['filter', '-k', '[[1]]', '--mode', 'full', '--padding', '1', 'gray.png', ...out],
      /either/,
    ],
    [
      'an option of kernels',
      ['filter', 'edges', '--stride', '2', 'gray.png', ...out],
      /--stride goes with a --kernel/,
    ],
    [
      'an option of others',
      ['filter', 'edges', '--sigma', '2', 'gray.png', ...out],
      /--sigma is not for edges/,
    ],
    ['a sigma of -1', ['filter', 'blur', '--sigma', '-1', 'gray.png', ...out], /at least 0, got -1/],
    ['a quality of 0', ['filter', 'edges', '--quality', '0', 'gray.png', ...out], /from 1 to 100/],
  ])('%s', async (_name, args, message) => {
    const here = await place();
    const { code, stdout, stderr } = await run(here, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^convolve-wasm: .*\n$/);
    expect(stderr).toMatch(message);
    expect((await readdir(here)).sort()).toEqual(['colours.png', 'gray.png']);
  });

  it('but a kernel larger than the picture is the fault of the picture', async () => {
    const here = await place();
    const wide = JSON.stringify([Array.from({ length: width + 1 }, () => 1)]);
    const { code, stderr } = await run(here, 'filter', '-k', wide, '--mode', 'valid', 'gray.png', ...out);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^convolve-wasm: "gray\.png": .*\n$/);
  });
});
