import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gray } from '../../demo/gray.ts';
import { readRgb } from '../../demo/photo.ts';

const root = new URL('../../', import.meta.url);
const [width, height] = [7, 5];
const rgb = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * 37) % 256);
const picture = () => sharp(rgb, { raw: { width, height, channels: 3 } });
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convolve-wasm-demo-'));
});
afterAll(() => rm(folder, { recursive: true }));

test("gray has the bytes of OpenCV's cvtColor", async () => {
  const golden: { gray: number[][] } = JSON.parse(
    await readFile(new URL('../golden/opencv.json', import.meta.url), 'utf8'),
  );
  const pixels = Uint8Array.from(golden.gray.flatMap((sample) => sample.slice(0, 3)));
  expect([...gray(pixels)]).toEqual(golden.gray.map((sample) => sample[3]));
});

describe('a photograph becomes 8-bit RGB', () => {
  const level = (at: number) => rgb[Math.floor(at / 3)]!;
  const repeated = rgb.subarray(0, width * height * 3).map((_, at) => level(at));
  const onePlane = () => sharp(rgb.slice(0, width * height), { raw: { width, height, channels: 1 } });

  test.for([
    ['plain', picture().png(), rgb],
    ['with alpha, which is dropped', picture().ensureAlpha(0.25).png(), rgb],
    ['of 16 bits', picture().toColourspace('rgb16').png(), rgb],
    ['in gray', onePlane().toColourspace('b-w').png(), repeated],
    ['in gray of 16 bits', onePlane().toColourspace('grey16').png(), repeated],
  ] as const)('%s', async ([name, file, bytes]) => {
    const path = join(folder, `${name}.png`);
    await file.toFile(path);
    expect(await readRgb(path)).toEqual({ data: Buffer.from(bytes), width, height });
  });

  test('in CMYK', async () => {
    const path = join(folder, 'cmyk.jpg');
    await picture().toColourspace('cmyk').jpeg().toFile(path);
    expect((await readRgb(path)).data).toHaveLength(rgb.length);
  });

  test('turned upright as EXIF says', async () => {
    const path = join(folder, 'turned.png');
    await picture().withMetadata({ orientation: 6 }).png().toFile(path);
    const upright = await readRgb(path);
    expect([upright.width, upright.height]).toEqual([height, width]);
    const lowerLeft = (height - 1) * width * 3;
    expect([...upright.data.subarray(0, 3)]).toEqual([...rgb.subarray(lowerLeft, lowerLeft + 3)]);
  });
});

// The demo imports the package by its name, that is, from dist/: these need `npm run build`.
describe.skipIf(!existsSync(new URL('dist/index.js', root)))(
  'the demo as a process',
  { timeout: 60_000 },
  () => {
    test('draws every picture, in the right size', async () => {
      const out = join(folder, 'out');
      const photo = join(folder, 'photo.png');
      await picture().png().toFile(photo);
      const { code, stdout, stderr } = await demo(photo, '--out', out);

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/equal those of SciPy/);
      expect(stdout).toMatch(/flips the kernel/);
      expect(stdout).toMatch(/second result is the negative of the first/);
      expect(stdout).toMatch(/│ +js │/);

      const sizes = (await readdir(out)).sort().map(async (name) => {
        expect(stdout).toContain(join(out, name));
        const { width, height } = await sharp(join(out, name)).metadata();
        return [name, width, height];
      });
      expect(await Promise.all(sizes)).toEqual([
        ['edges-stride-2.png', 5, 4],
        ['edges.png', 9, 7],
        ['gray.png', 7, 5],
        ['scipy-kernel-01.png', 2724, 872],
        ['scipy-kernel-02.png', 2724, 872],
      ]);
    });

    test.concurrent.for([
      ['a missing file', ['none.png'], /cannot read the photograph ".*none\.png": ENOENT/],
      ['a file that is no picture', ['text.png'], /cannot read the photograph ".*text\.png": .*unsupported/],
      ['a picture cut short', ['short.jpg'], /cannot read the photograph ".*short\.jpg": .*premature end/],
      ['a folder', ['folder.png'], /cannot read the photograph ".*folder\.png": EISDIR/],
      ['two photographs', ['a.png', 'b.png'], /one photograph at a time/],
      ['an unknown option', ['--frames'], /Unknown option '--frames'/],
    ] as const)('%s is refused in one line', async ([name, args, message]) => {
      const here = await mkdtemp(join(folder, 'refused-'));
      const face = await readFile(new URL('demo/images/face.jpg', root));
      await writeFile(join(here, 'text.png'), 'not a picture');
      await writeFile(join(here, 'short.jpg'), face.subarray(0, face.length / 2));
      await mkdir(join(here, 'folder.png'));

      const out = join(here, 'out');
      const paths = args.map((arg) => (arg.startsWith('--') ? arg : join(here, arg)));
      const { code, stdout, stderr } = await demo(...paths, '--out', out);
      expect({ name, code, stdout, pictures: existsSync(out) }).toEqual({
        name,
        code: 1,
        stdout: '',
        pictures: false,
      });
      expect(stderr).toMatch(/^demo: .*\n$/);
      expect(stderr).toMatch(message);
    });
  },
);

function demo(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const command = ['--import', 'tsx', fileURLToPath(new URL('demo/main.ts', root)), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: fileURLToPath(root) }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}
