import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DType, grayscale, kernels, type PixelImage } from 'convolve-wasm';
import type { HTTPRequest, Page } from 'puppeteer-core';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { generate, isGenerated } from '../../demo/playground/src/picture/generate.ts';
import { sampleNames } from '../../demo/playground/src/picture/samples.ts';
import { axeFaults } from './axe.ts';
import { afterResult, inBrowsers, phone, waitForResult } from './browsers.ts';
import { alerts, button, expectResult, field, typeInto, waitForAlert } from './results.ts';

const part = 'section.picture';
const menu = `${part} select`;

const folder = await mkdtemp(join(tmpdir(), 'pictures-'));
afterAll(() => rm(folder, { recursive: true }));

/** A file for the test, and its path. */
async function file(name: string, content: Uint8Array | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** Colours that differ from pixel to pixel; every fourth pixel is transparent where `alpha` is wanted. */
function pattern(width: number, height: number, alpha = false): PixelImage<Uint8ClampedArray> {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let at = 0; at < width * height; at++) {
    const isClear = alpha && at % 4 === 3;
    data.set(isClear ? [0, 0, 0, 0] : [(37 * at) % 256, (91 * at) % 256, (11 * at) % 256, 255], 4 * at);
  }
  return { data, width, height, channels: 4 };
}

function png({ data, width, height }: PixelImage): Promise<Buffer> {
  return sharp(data as Uint8ClampedArray, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}

const small = pattern(20, 12);
const smallPng = await png(small);

/** The first bytes of a PNG file of this size, without any pixels. */
function pngHead(width: number, height: number): Buffer {
  const head = Buffer.from(smallPng.subarray(0, 33));
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

function samplePixels(
  name: Parameters<typeof generate>[0],
  sidePx: number,
  dtype: DType = 'uint8clamped',
): PixelImage {
  const image = generate(name, sidePx);
  return dtype === 'float32' ? image : { ...image, data: Uint8ClampedArray.from(image.data) };
}

async function choose(page: Page, path: string): Promise<void> {
  const input = (await page.$(`${part} input[type="file"]`))!;
  await input.uploadFile(path);
}

/** Drops a file somewhere on the page, or pastes it. */
async function hand(
  page: Page,
  kind: 'drop' | 'paste',
  bytes: Uint8Array,
  type: string,
  count = 1,
): Promise<void> {
  await page.evaluate(
    (kind, bytes, type, count) => {
      const data = new DataTransfer();
      for (let file = 0; file < count; file++)
        data.items.add(new File([new Uint8Array(bytes)], 'handed', { type }));
      const name = kind === 'drop' ? 'dataTransfer' : 'clipboardData';
      const tell = (type: string) => {
        const event = new Event(type, { bubbles: true, cancelable: true });
        Object.defineProperty(event, name, { value: data });
        document.querySelector('footer')!.dispatchEvent(event);
        return event.defaultPrevented;
      };
      if (kind === 'drop' && !tell('dragover')) throw new Error('the page takes no drops');
      if (!tell(kind)) throw new Error('the browser would leave the page');
    },
    kind,
    [...bytes],
    type,
    count,
  );
}

inBrowsers((open) => {
  it('shows each computed sample, at the size of the slider', async () => {
    const page = await open('#side=32');
    for (const name of sampleNames.filter(isGenerated)) {
      await afterResult(page, () => page.select(menu, name));
      const dtype = name === 'holes' ? 'float32' : 'uint8clamped';
      await expectResult(page, samplePixels(name, 32, dtype), kernels.sobelX());
      // A picture of floats stays one.
      if (name === 'holes') await (await page.$$(menu))[1]!.select('uint8clamped');
    }
    expect(await page.$eval(`${part} fieldset`, (set) => (set as HTMLFieldSetElement).disabled)).toBe(true);
  });

  it('shows photographs', async () => {
    const page = await open('#side=64');
    await afterResult(page, () => page.select(menu, 'ascent'));
    const shape = await page.$eval('canvas[data-view="result"]', (view) => ({
      ...(view as HTMLCanvasElement).dataset,
    }));
    expect(await page.title()).toContain('Photograph: stairs');
    expect(shape.view).toBe('result');
  });

  it('changes the size by keys on the slider, and by a number', async () => {
    const page = await open('#picture=zone&side=64');
    await (await field(page, part, 'Size')).focus();
    await afterResult(page, () => page.keyboard.press('ArrowLeft'));
    await expectResult(page, samplePixels('zone', 54), kernels.sobelX());
    expect(await (await field(page, part, 'Size')).evaluate((slider) => slider.ariaValueText)).toBe(
      '54 pixels',
    );
    await afterResult(page, async () => typeInto(await field(page, part, 'Longest side'), '33'));
    await expectResult(page, samplePixels('zone', 33), kernels.sobelX());
    await typeInto(await field(page, part, 'Longest side'), '5000');
    await waitForAlert(page, 'Longest side is at most 2048.');
  });

  it('says which sample has one size', async () => {
    const page = await open('#picture=steps&side=64');
    const isDisabled = async (label: string) =>
      (await field(page, part, label)).evaluate(({ disabled }) => disabled);
    expect(await page.$eval('.picture-size', (size) => size.textContent)).toContain(
      'This sample always has 100 x 100 pixels.',
    );
    expect([await isDisabled('Size'), await isDisabled('Longest side')]).toEqual([true, true]);
    await expectResult(page, samplePixels('steps', 100), kernels.sobelX());
    await afterResult(page, () => page.select(menu, 'zone'));
    expect([await isDisabled('Size'), await isDisabled('Longest side')]).toEqual([false, false]);
  });

  it('takes nothing of a size that is too large', async () => {
    const page = await open('#picture=zone&side=64');
    const side = await field(page, part, 'Longest side');
    await typeInto(side, '99999');
    await waitForAlert(page, 'Longest side is at most 2048.');
    expect(await side.evaluate(({ value }) => value)).toBe('99999');
    await page.waitForFunction(() => location.hash === '#picture=zone&side=64');
    await waitForResult(page);
    await expectResult(page, samplePixels('zone', 64), kernels.sobelX());
  });

  it('takes a drop in every tab, and says that one of two files is shown', async () => {
    const page = await open('#tab=tutorial');
    await page.waitForSelector('.tutorial');
    await hand(page, 'drop', smallPng, 'image/png', 2);
    await page.waitForFunction(() =>
      document
        .querySelector('section.picture [role="status"]')
        ?.textContent.includes('The page shows one picture: the other file is not taken.'),
    );
    await waitForResult(page);
    await expectResult(page, grayscale(small), kernels.sobelX());
  });

  it('converts the elements: int8 halves the brightness', async () => {
    const page = await open('#picture=zone&side=24');
    await (await page.$$(menu))[1]!.select('int8');
    await page.waitForFunction(() => document.body.textContent.includes('so brightness is halved'));
    await waitForResult(page);
    const image = generate('zone', 24);
    const halves = { ...image, data: Int8Array.from(image.data, (value) => value >> 1) };
    await expectResult(page, halves, kernels.sobelX());
  });

  it('opens a file, gray and in colour', async () => {
    const page = await open();
    await afterResult(page, async () => choose(page, await file('small.png', smallPng)));
    await expectResult(page, grayscale(small), kernels.sobelX());
    expect(await page.$eval(menu, (select) => (select as HTMLSelectElement).selectedOptions[0]!.text)).toBe(
      'small.png',
    );
    await afterResult(page, async () => (await field(page, part, 'Colour')).click());
    await expectResult(page, small, kernels.sobelX());
    await (await field(page, part, 'Colour')).focus();
    await afterResult(page, () => page.keyboard.press('ArrowLeft'));
    await expectResult(page, grayscale(small), kernels.sobelX());
    expect(await axeFaults(page, part)).toEqual([]);
  });

  it('says that a link does not carry a large picture', async () => {
    const page = await open();
    const noise = generate('noise', 64);
    const large = {
      ...pattern(64, 64),
      data: Uint8ClampedArray.from({ length: 4 * 64 * 64 }, (_, at) =>
        at % 4 === 3 ? 255 : noise.data[at >> 2]!,
      ),
    };
    const bytes = await png(large);
    expect(bytes.length).toBeGreaterThan(6 * 1024);
    await afterResult(page, async () => choose(page, await file('large.png', bytes)));
    await page.waitForFunction(() =>
      document.querySelector('section.picture')!.textContent.includes('This picture is too large for a link'),
    );
    await expectResult(page, grayscale(large), kernels.sobelX());
  });

  it('keeps the alpha of a picture in colour, and lays a gray one on white', async () => {
    const page = await open('#kernel=1');
    const clear = pattern(9, 7, true);
    await afterResult(page, async () => choose(page, await file('clear.png', await png(clear))));
    const onWhite = clear.data.map((value, at) => (clear.data[at - (at % 4) + 3] === 0 ? 255 : value));
    await expectResult(page, grayscale({ ...clear, data: onWhite }), [[1]]);
    await afterResult(page, async () => (await field(page, part, 'Colour')).click());
    await expectResult(page, clear, [[1]]);
  });

  it.each(['drop', 'paste'] as const)('takes a %s anywhere on the page', async (kind) => {
    const page = await open();
    await afterResult(page, () => hand(page, kind, smallPng, 'image/png'));
    await expectResult(page, grayscale(small), kernels.sobelX());
  });

  it('says where to drop while a picture is over the page', async () => {
    const page = await open();
    const tell = (type: string, to: 'body' | null = null) =>
      page.evaluate(
        (type, to) => {
          const data = new DataTransfer();
          data.items.add(new File([], 'picture.png', { type: 'image/png' }));
          const event = new Event(type, { bubbles: true, cancelable: true });
          Object.defineProperty(event, 'dataTransfer', { value: data });
          Object.defineProperty(event, 'relatedTarget', { value: to && document.querySelector(to) });
          document.querySelector('footer')!.dispatchEvent(event);
        },
        type,
        to,
      );
    const waitForPlace = (isThere: boolean) =>
      page.waitForFunction((is) => (document.querySelector('.drop-here') !== null) === is, {}, isThere);
    await tell('dragover');
    await waitForPlace(true);
    await tell('dragleave');
    await waitForPlace(false);
    await tell('dragover');
    await waitForPlace(true);
    // Into an element of the page.
    await tell('dragleave', 'body');
    await page.evaluate(() => new Promise(requestAnimationFrame));
    await waitForPlace(true);
    await tell('drop');
    await waitForPlace(false);
    await waitForAlert(page, 'The file is empty.');
  });

  it('shows what was chosen last, though a file opens later', async () => {
    const page = await open('#side=24');
    const path = await file('late.png', smallPng);
    const broken = await file('late-broken.png', smallPng.subarray(0, 60));
    for (const late of [path, broken]) {
      await page.evaluate(() => {
        const original = createImageBitmap;
        const opening = globalThis as unknown as { isHeld: boolean; release: () => void };
        opening.isHeld = false;
        globalThis.createImageBitmap = (async (blob: Blob) => {
          globalThis.createImageBitmap = original;
          opening.isHeld = true;
          await new Promise<void>((resolve) => {
            opening.release = resolve;
          });
          return original(blob);
        }) as typeof createImageBitmap;
      });
      await choose(page, late);
      await page.waitForFunction(() => (globalThis as unknown as { isHeld: boolean }).isHeld);
      await afterResult(page, () => page.select(menu, 'zone'));
      await page.evaluate(() => (globalThis as unknown as { release: () => void }).release());
      // Opens nothing: its sentence comes after all that the file before would bring.
      await choose(page, await file('empty.png', ''));
      await waitForAlert(page, 'The file is empty.');
      expect((await alerts(page)).join()).not.toContain('not a picture');
      expect(await page.$eval(menu, (select) => (select as HTMLSelectElement).value)).toBe('zone');
      await page.select(menu, 'edge');
      await waitForResult(page);
    }
  });

  it('opens the file button by keys', async () => {
    const page = await open();
    await (await button(page, part, 'Open a file')).focus();
    await page.evaluate(() => {
      const input = document.querySelector<HTMLInputElement>('section.picture input[type="file"]')!;
      input.click = () => {
        document.title = 'opened';
      };
    });
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.title === 'opened');
  });

  it('takes a picture of 1 x 1', async () => {
    const page = await open();
    const dot = pattern(1, 1);
    await afterResult(page, async () => choose(page, await file('dot.png', await png(dot))));
    await expectResult(page, grayscale(dot), kernels.sobelX());
  });

  it('says why it does not take a file, and keeps the picture', async () => {
    const page = await open('#picture=zone&side=24');
    const bad: readonly (readonly [name: string, content: Uint8Array | string, sentence: string])[] = [
      ['notes.txt', 'These are no pixels.\n', 'The file is not a picture that this browser can read.'],
      ['empty.png', '', 'The file is empty.'],
      ['broken.png', smallPng.subarray(0, 60), 'The file is not a picture that this browser can read.'],
      [
        'huge.png',
        pngHead(10_000, 10_000),
        'This picture has 100 megapixels; the playground takes up to 50.',
      ],
      [
        'drawing.svg',
        '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
        'The file is a drawing (SVG)',
      ],
      ['photo.heic', heicHead(640, 480), 'This browser cannot read HEIC pictures.'],
    ];
    for (const [name, content, sentence] of bad) {
      await choose(page, await file(name, content));
      await waitForAlert(page, sentence);
      expect((await alerts(page)).join()).toContain('The picture stays as it was.');
      await expectResult(page, samplePixels('zone', 24), kernels.sobelX());
    }
    expect(await axeFaults(page, part)).toEqual([]);
    await hand(page, 'drop', Buffer.from('text'), 'text/plain');
    await waitForAlert(page, 'The file is not a picture');
    await afterResult(page, () => page.select(menu, 'edge'));
    expect(await alerts(page)).toEqual([]);
  });

  it('loads a picture by its address, if its server lets it', async () => {
    const page = await open('', { expected: [/pictures\.example|CORS|Cross-Origin|ERR_FAILED|404/i] });
    await answer(page, (request) => {
      const { pathname } = new URL(request.url());
      const headers = pathname.startsWith('/closed') ? {} : { 'access-control-allow-origin': '*' };
      const status = pathname === '/missing.png' ? 404 : 200;
      return { status, headers, contentType: 'image/png', body: smallPng };
    });
    await page.click(`${part} summary`);
    const address = await field(page, part, 'Address');
    const load = async (text: string) => {
      await typeInto(address, text);
      await page.keyboard.press('Enter');
    };
    await load('small.png');
    await waitForAlert(page, 'The address of a picture begins with https://.');
    await load('https://pictures.example/missing.png');
    await waitForAlert(page, 'its server answered 404');
    await load('https://pictures.example/closed.png');
    await waitForAlert(page, 'does not let other pages read it');
    await typeInto(address, 'https://pictures.example/small.png');
    await afterResult(page, async () => (await button(page, part, 'Load')).click());
    await expectResult(page, grayscale(small), kernels.sobelX());
    expect(await alerts(page)).toEqual([]);
    // A picture, or a link to one, that is dragged from another page.
    await afterResult(page, () => page.select(menu, 'edge'));
    await afterResult(page, () =>
      page.evaluate(() => {
        const data = new DataTransfer();
        data.setData('text/uri-list', 'https://pictures.example/small.png\r\nhttps://other.example/');
        const event = new Event('drop', { bubbles: true, cancelable: true });
        Object.defineProperty(event, 'dataTransfer', { value: data });
        document.body.dispatchEvent(event);
        if (!event.defaultPrevented) throw new Error('the browser would leave the page');
      }),
    );
    await expectResult(page, grayscale(small), kernels.sobelX());
  });

  it('says in place of the result that the picture of a link cannot be loaded', async () => {
    const page = await open('#picture=https://pictures.invalid/small.png', {
      isEarly: true,
      expected: [/./],
    });
    await waitForResult(page, 'failed');
    await waitForAlert(page, 'The picture could not be loaded.');
    await page.select(menu, 'edge');
    await waitForResult(page);
    expect(await alerts(page)).toEqual([]);
  });

  it('fits a phone', async () => {
    const page = await open('#picture=text', { viewport: phone, scheme: 'dark' });
    await page.click(`${part} summary`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await axeFaults(page, part)).toEqual([]);
  });
});

type Answer = Parameters<HTTPRequest['respond']>[0];

/** Answers in place of the server of pictures. */
async function answer(page: Page, answerOf: (request: HTTPRequest) => Answer): Promise<void> {
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (new URL(request.url()).hostname === 'pictures.example') void request.respond(answerOf(request));
    else void request.continue();
  });
}

/** The boxes that a HEIC file begins with, as far as its size (ISO/IEC 14496-12 and 23008-12). */
function heicHead(width: number, height: number): Uint8Array {
  const word = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const box = (type: string, ...content: Uint8Array[]): Buffer => {
    const bytes = Buffer.concat(content);
    return Buffer.concat([word(8 + bytes.length), Buffer.from(type), bytes]);
  };
  const version = word(0);
  const size = box('ispe', version, word(width), word(height));
  const properties = box('iprp', box('ipco', size));
  return Buffer.concat([
    box('ftyp', Buffer.from('heic'), version, Buffer.from('heic')),
    box('meta', version, properties),
  ]);
}
