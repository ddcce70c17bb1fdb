import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filterNames } from '../../src/cli/filter-names.ts';
import { integers } from '../support/random.ts';
import { run } from './run.ts';

const [width, height] = [300, 700];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convolve-wasm-stream-'));
  for (const channels of [1, 2, 3, 4] as const) {
    for (const wide of [false, true]) {
      const next = integers(channels, 0, wide ? 65535 : 255);
      const values = Array.from({ length: width * height * channels }, next);
      const data = wide ? Uint16Array.from(values) : Uint8Array.from(values);
      const space = channels < 3 ? (wide ? 'grey16' : 'b-w') : wide ? 'rgb16' : 'srgb';
      const picture = sharp(data, { raw: { width, height, channels } }).toColourspace(space);
      await picture.tiff({ compression: 'none' }).toFile(join(folder, `${nameOf(channels, wide)}.tif`));
    }
  }
  await sharp(join(folder, '3.tif')).jpeg().toFile(join(folder, 'photo.jpg'));
  await sharp(join(folder, '3.tif'))
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toFile(join(folder, 'turned.jpg'));
  const opaque = sharp(join(folder, '3.tif')).ensureAlpha();
  await opaque.png().toFile(join(folder, 'opaque.png'));
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const nameOf = (channels: number, wide: boolean) => `${channels}${wide ? '-16' : ''}`;
const kernel = '[[1,2,0],[0,-1,3],[0.5,0,0]]';

/** Filters a picture with and without `--stream`. Returns both files. */
async function both(...args: string[]): Promise<[whole: Buffer, streamed: Buffer]> {
  const extension = args.includes('jpg') ? 'jpg' : 'png';
  const given = args.filter((arg) => arg !== 'jpg');
  const files: Buffer[] = [];
  for (const flags of [[], ['--stream']]) {
    const out = join(folder, `out.${extension}`);
    const { code, stderr } = await run(folder, 'filter', ...given, ...flags, '-f', '-o', out);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^\S+ -> /) });
    files.push(await readFile(out));
  }
  const left = (await readdir(folder)).filter((name) => name.startsWith('.'));
  expect(left).toEqual([]);
  return files as [Buffer, Buffer];
}

describe('a streamed picture is that of the command without --stream, to the byte', () => {
  it.each(filterNames)('by the filter %s', async (name) => {
    const [whole, streamed] = await both(name, '3.tif');
    expect(streamed.equals(whole)).toBe(true);
  });

  const kinds = [1, 2, 3, 4].flatMap((channels) => [nameOf(channels, false), nameOf(channels, true)]);
  it.each(kinds)('with the samples of %s.tif', async (name) => {
    for (const show of ['clamp', 'abs', 'minmax']) {
      for (const gray of [[], ['--gray']]) {
        const [whole, streamed] = await both('-k', kernel, `${name}.tif`, '--show', show, ...gray);
        expect(streamed.equals(whole)).toBe(true);
      }
    }
  });

  it.each([
    ['alpha of a blur', ['box-blur', '4.tif']],
    ['alpha that is opaque everywhere', ['gaussian-blur', 'opaque.png']],
    ['gray with alpha, blurred', ['gaussian-blur', '2.tif', '--sigma', '4']],
    ['a wide Gaussian', ['gaussian-blur', '1.tif', '--sigma', '30']],
    ['rows that wrap round', ['-k', kernel, '3.tif', '--boundary', 'wrap']],
    ['another size', ['-k', kernel, '3.tif', '--mode', 'full', '--stride', '2,3']],
    ['correlation', ['-k', kernel, '1.tif', '--operation', 'correlate2d']],
    ['JPEG, to JPEG', ['sharpen', 'photo.jpg', '--quality', '70', 'jpg']],
    ['a kernel that is larger than the picture', ['box-blur', '1.tif', '--size', '1501']],
  ])('for %s', async (_, args) => {
    const [whole, streamed] = await both(...args);
    expect(streamed.equals(whole)).toBe(true);
  });
});

it('goes to a folder, which is made, and to standard output', async () => {
  const into = ['filter', 'edges', '1.tif', '3.tif', '--stream', '-o', 'new/', '--format', 'png'];
  expect((await run(folder, ...into)).stderr).toBe('1.tif -> new/1.png\n3.tif -> new/3.png\n');
  const [whole] = await both('edges', '1.tif');
  expect((await readFile(join(folder, 'new/1.png'))).equals(whole)).toBe(true);
  const { stdout, code } = await run(
    folder,
    'filter',
    'edges',
    '1.tif',
    '--stream',
    '-o',
    '-',
    '--format',
    'png',
  );
  expect(code).toBe(0);
  expect(stdout.length).toBeGreaterThan(1000);
});

it.each([
  ['a picture that is turned', 'turned.jpg', 'EXIF'],
  ['a file that is missing', 'none.png', 'no file'],
])('refuses %s', async (_, name, message) => {
  const { code, stderr } = await run(folder, 'filter', 'edges', name, '--stream', '-o', 'refused.png');
  expect(code).toBe(1);
  expect(stderr).toContain(message);
  expect(await readdir(folder)).not.toContain('refused.png');
});

it('refuses wrong options, and leaves nothing', async () => {
  const { code } = await run(
    folder,
    'filter',
    'box-blur',
    '1.tif',
    '--size',
    '0',
    '--stream',
    '-o',
    'refused.png',
  );
  expect(code).toBe(2);
  expect((await readdir(folder)).filter((name) => name.startsWith('.') || name === 'refused.png')).toEqual(
    [],
  );
});

it('does not replace a file that was made meanwhile', async () => {
  const { stderr, code } = await run(folder, 'filter', 'edges', '1.tif', '--stream', '-o', '3.tif');
  expect(code).toBe(2);
  expect(stderr).toContain('exists');
});
