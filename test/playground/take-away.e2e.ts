import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convolve2d, type Kernel } from 'convolve-wasm';
import type { ElementHandle } from 'puppeteer-core';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { loadPicture } from '../../demo/playground/src/engine/pictures.ts';
import { rasterOf } from '../../demo/playground/src/engine/raster.ts';
import { sceneOf } from '../../demo/playground/src/engine/scene.ts';
import { generate } from '../../demo/playground/src/picture/generate.ts';
import { decodeState } from '../../demo/playground/src/state/address.ts';
import { callOf } from '../../demo/playground/src/take-away/call.ts';
import { javascript } from '../../demo/playground/src/take-away/javascript.ts';
import { opencv } from '../../demo/playground/src/take-away/opencv.ts';
import { scipy } from '../../demo/playground/src/take-away/scipy.ts';
import { typescript } from '../../demo/playground/src/take-away/typescript.ts';
import { axeFaults } from './axe.ts';
import { afterResult, inBrowsers } from './browsers.ts';
import { choose, control, copied, record, saved, savedArray } from './recorded.ts';

const hash = '#picture=noise&side=24&kernel=1,2,1;0,-3,-1&mode=full&boundary=wrap';
const { state } = decodeState(hash.slice(1));

inBrowsers((open) => {
  it('copies a link that opens the same state', async () => {
    const page = await open('#picture=noise&side=24', { before: record });
    await afterResult(page, () => choose(page, 'keyboard', 'Mode', 'full'));
    const link = await copied(page, 'Copy link', 'keyboard');
    expect(new URL(link).hash).toBe('#picture=noise&side=24&mode=full');
    await page.waitForFunction(
      (link) => document.querySelector<HTMLInputElement>('.take-away input')!.value === link,
      {},
      link,
    );
    const result = await savedArray(page, 'Result as .npy');
    expect(await page.$eval('.take-away [role=status]', (status) => status.textContent)).toBe(
      'result.npy is saved.',
    );
    expect(await axeFaults(page)).toEqual([]);
    const again = await open(new URL(link).hash, { before: record });
    expect(await savedArray(again, 'Result as .npy')).toEqual(result);
  });

  it('saves the result, the picture and the kernel', async () => {
    const page = await open(hash, { before: record });
    const scene = sceneOf(state);
    const image = await loadPicture(scene.picture);
    const result = convolve2d(image, scene.kernel as Kernel, scene.options);

    const numbers = await savedArray(page, 'Result as .npy');
    expect(numbers.shape).toEqual([25, 26]);
    expect(Array.from(numbers.data)).toEqual(Array.from(result.data));

    const png = await saved(page, 'Result as PNG', 'pointer');
    expect(png.name).toBe('result.png');
    expect(await pixelsOf(png.bytes)).toEqual([...rasterOf(result, 'auto').rgba]);

    const picture = await saved(page, 'Picture as PNG', 'keyboard');
    const gray = Array.from(image.data, (value) => [value, value, value, 255]).flat();
    expect(await pixelsOf(picture.bytes)).toEqual(gray);
    const pictureNumbers = await savedArray(page, 'Picture as .npy');
    expect(Array.from(pictureNumbers.data)).toEqual(Array.from(image.data));

    const json = await saved(page, 'Kernel as JSON', 'pointer');
    expect(JSON.parse(Buffer.from(json.bytes).toString())).toEqual(scene.kernel);
    const kernel = await savedArray(page, 'Kernel as .npy');
    expect(kernel).toEqual({ data: Float64Array.of(1, 2, 1, 0, -3, -1), shape: [2, 3] });
  });

  it('gives the code of the state in each language', async () => {
    const page = await open(hash, { before: record });
    const call = callOf(state, [24, 24]);
    const codes = { JavaScript: javascript, TypeScript: typescript, SciPy: scipy, OpenCV: opencv };
    await (await control(page, 'JavaScript')).focus();
    for (const [language, generate] of Object.entries(codes)) {
      expect(await copied(page, 'Copy code', 'pointer')).toBe(generate(call));
      expect(await page.$eval('.code', (code) => code.getAttribute('aria-label'))).toBe(
        `Code in ${language}`,
      );
      await (await control(page, language)).focus();
      await page.keyboard.press('ArrowRight');
    }
    await (await control(page, 'SciPy')).click();
    await page.waitForFunction(() =>
      document.querySelector<HTMLTextAreaElement>('.code')!.value.includes('signal.convolve2d'),
    );
  });

  it('says that a large picture is not in the link', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'take-away-'));
    const file = join(folder, 'noise.png');
    const noise = Uint8Array.from(generate('noise', 100).data);
    await sharp(noise, { raw: { width: 100, height: 100, channels: 1 } })
      .png()
      .toFile(file);
    expect(statSync(file).size).toBeGreaterThan(6 * 1024);
    const page = await open('#mode=valid', { before: record });
    const input = await page.$('input[type=file]');
    await afterResult(page, () => (input as ElementHandle<HTMLInputElement>).uploadFile(file));
    rmSync(folder, { recursive: true });
    await control(page, 'Link to all but the picture');
    expect(await page.$eval('.take-away', (panel) => panel.textContent)).toContain(
      'Your picture is too large for a link: who opens it sees a sample instead.',
    );
    expect(new URL(await copied(page, 'Copy link')).hash).toBe('#mode=valid');
  });

  it('gives HTML for other pages', async () => {
    const page = await open(hash, { before: record });
    await (await page.$('.take-away summary'))!.click();
    const html = await copied(page, 'Copy HTML', 'keyboard');
    const source = await page.evaluate((html) => {
      const holder = document.createElement('template');
      holder.innerHTML = html;
      return holder.content.querySelector('iframe')!.src;
    }, html);
    expect(source).toBe(`${page.url().split('#')[0]}?embed${hash}`);
  });

  it('selects the text where the browser lets no page copy', async () => {
    const page = await open(hash, { before: refuseToCopy });
    await (await control(page, 'Link to all that you see')).evaluate((field) => {
      (field.parentElement!.querySelector('button') as HTMLButtonElement).click();
    });
    await page.waitForFunction(() =>
      document.querySelector('.take-away [role=status]')!.textContent!.includes('copy it by keyboard'),
    );
    expect(await page.evaluate(() => getSelection()!.toString() || selectedIn())).toBe(page.url());
  });
});

function refuseToCopy(): void {
  Object.defineProperty(navigator, 'clipboard', { value: undefined });
  Object.assign(globalThis, {
    selectedIn() {
      const { value, selectionStart, selectionEnd } = document.activeElement as HTMLInputElement;
      return value.slice(selectionStart!, selectionEnd!);
    },
  });
}
declare function selectedIn(): string;

async function pixelsOf(png: Uint8Array): Promise<number[]> {
  return [...(await sharp(png).toColourspace('srgb').ensureAlpha().raw().toBuffer())];
}
