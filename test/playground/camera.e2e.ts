import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { axeFaults } from './axe.ts';
import { afterResult, inBrowsers } from './browsers.ts';
import { canvasPixels } from './pixels.ts';
import { alerts, button, waitForAlert } from './results.ts';

const part = 'section.picture';
const menu = `${part} select`;

interface Cameras {
  /** The streams that the page asked for. */
  streams: MediaStream[];
}

/** Runs in the page, before its scripts: remembers the streams that it gets. */
function remember(): void {
  const given: MediaStream[] = [];
  (globalThis as unknown as Cameras).streams = given;
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints);
    given.push(stream);
    return stream;
  };
}

/** The states of all tracks that the page got: `live` or `ended`. */
function tracks(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    (globalThis as unknown as Cameras).streams.flatMap((stream) =>
      stream.getTracks().map(({ readyState }) => readyState),
    ),
  );
}

async function waitForTracks(page: Page, state: string): Promise<void> {
  await page.waitForFunction(
    (state) =>
      (globalThis as unknown as Cameras).streams.every((stream) =>
        stream.getTracks().every(({ readyState }) => readyState === state),
      ),
    {},
    state,
  );
}

/** Waits for so many results more. */
async function frames(page: Page, count: number): Promise<void> {
  await page.evaluate(
    (count) =>
      new Promise<void>((resolve) => {
        const { dataset } = document.documentElement;
        const wanted = Number(dataset.results) + count;
        const look = () => (Number(dataset.results) >= wanted ? resolve() : requestAnimationFrame(look));
        look();
      }),
    count,
  );
}

inBrowsers((open) => {
  it.each(['pointer', 'keys'])(
    'shows results of the camera live, started and stopped by %s',
    async (device) => {
      const page = await open('#side=160', { before: remember });
      const press = async (text: string) => {
        const found = await button(page, part, text);
        if (device === 'pointer') return found.click();
        await found.focus();
        return page.keyboard.press('Enter');
      };
      await press('Start the camera');
      await page.waitForFunction(
        (menu) => document.querySelector<HTMLSelectElement>(menu)!.selectedOptions[0]!.text === 'Camera',
        {},
        menu,
      );
      await frames(page, 3);
      const before = await canvasPixels(page, 'canvas[data-view="result"]');
      await frames(page, 5);
      const after = await canvasPixels(page, 'canvas[data-view="result"]');
      expect(Buffer.compare(Buffer.from(after.rgba), Buffer.from(before.rgba))).not.toBe(0);
      expect(await page.$eval(part, ({ textContent }) => textContent)).toMatch(/\d+ frames per second/);
      expect(await axeFaults(page, part)).toEqual([]);

      // Another kernel takes part at once.
      await page.select('.kernel-menu select', 'box');
      await frames(page, 3);

      await press('Stop the camera');
      await waitForTracks(page, 'ended');
      await page.waitForFunction(
        (menu) =>
          document.querySelector<HTMLSelectElement>(menu)!.selectedOptions[0]!.text === 'Camera picture',
        {},
        menu,
      );
      expect(await tracks(page)).toEqual(['ended']);
      // The last frame is a picture like any other.
      await afterResult(page, () => page.select('.kernel-menu select', 'emboss'));
      await (await button(page, part, 'Start the camera')).click();
      await frames(page, 2);
      expect(await tracks(page)).toEqual(['ended', 'live']);
    },
  );

  it('stops the camera when another picture is chosen, and when the page is hidden', async () => {
    const page = await open('#side=160', { before: remember });
    await (await button(page, part, 'Start the camera')).click();
    await page.waitForFunction(() =>
      document.querySelector('section.picture')!.textContent.includes('Stop the camera'),
    );
    await frames(page, 2);
    await page.select(menu, 'zone');
    await waitForTracks(page, 'ended');
    await (await button(page, part, 'Start the camera')).click();
    await page.waitForFunction(() =>
      document.querySelector('section.picture')!.textContent.includes('Stop the camera'),
    );
    await frames(page, 2);
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await waitForTracks(page, 'ended');
    await page.waitForFunction(() =>
      document.querySelector('section.picture')!.textContent.includes('Start the camera'),
    );
    expect(await tracks(page)).toEqual(['ended', 'ended']);
  });

  it.each([
    ['NotAllowedError', 'This page may not use the camera.'],
    ['NotFoundError', 'No camera was found.'],
    ['NotReadableError', 'Another program may be using it.'],
  ])('says why there is no camera: %s', async (name, sentence) => {
    const page = await open('#picture=zone&side=24');
    await page.evaluate((name) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name));
    }, name);
    await (await button(page, part, 'Start the camera')).click();
    await waitForAlert(page, `${sentence.replace(/\.$/, '')}`);
    expect((await alerts(page))[0]).toContain('The picture stays as it was.');
    expect(await page.$eval(menu, (select) => (select as HTMLSelectElement).value)).toBe('zone');
  });

  it('waits for a click where a link names the camera', async () => {
    const page = await open('#picture=camera&side=160', { isEarly: true, before: remember });
    await waitForAlert(page, 'The camera is off. Start it to see its picture.');
    expect(await tracks(page)).toEqual([]);
    await (await button(page, part, 'Start the camera')).click();
    await page.waitForFunction(() => Number(document.documentElement.dataset.results) >= 3);
    expect(await alerts(page)).toEqual([]);
  });
});
