import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { axeFaults } from './axe.ts';
import { afterResult, inBrowsers, waitForResult } from './browsers.ts';
import { canvasPixels } from './pixels.ts';
import { alerts, button, waitForAlert } from './results.ts';

const part = 'section.picture';
const menu = `${part} select`;

interface Cameras {
  /** The streams that the page asked for. */
  streams: MediaStream[];
  /** Lets what `hold` holds go on. */
  release: () => void;
  /** How many calls are held. */
  held: number;
  /** Where the pictures came from that the page asked its workers to show. */
  sources: string[];
  /** While it is true, workers get no calls. */
  isSilent: boolean;
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

/** Runs in the page, before its scripts: its workers' calls can be watched, and kept from them. */
function watchWorkers(): void {
  const cameras = globalThis as unknown as Cameras;
  cameras.sources = [];
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (this: Worker, ...message: unknown[]) {
    const scene = (message[0] as { argumentList?: [{ value?: { picture?: { source: { from: string } } } }] })
      .argumentList?.[0]?.value;
    if (scene?.picture) cameras.sources.push(scene.picture.source.from);
    if (!cameras.isSilent) Reflect.apply(postMessage, this, message);
  };
}

const sources = (page: Page) => page.evaluate(() => (globalThis as unknown as Cameras).sources);

/** From now on calls of the camera, or of what encodes pictures, wait. */
function hold(page: Page, what: 'getUserMedia' | 'toBlob'): Promise<void> {
  return page.evaluate((what) => {
    const cameras = globalThis as unknown as Cameras;
    cameras.held = 0;
    const released = new Promise<void>((resolve) => {
      cameras.release = resolve;
    });
    if (what === 'getUserMedia') {
      const { mediaDevices } = navigator;
      const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = async (constraints) => {
        cameras.held++;
        await released;
        return getUserMedia(constraints);
      };
    } else {
      const { toBlob } = HTMLCanvasElement.prototype;
      HTMLCanvasElement.prototype.toBlob = function (callback) {
        cameras.held++;
        void released.then(() => toBlob.call(this, callback));
      };
    }
  }, what);
}

async function waitUntilHeld(page: Page): Promise<void> {
  await page.waitForFunction(() => (globalThis as unknown as Cameras).held > 0);
}

const release = (page: Page) => page.evaluate(() => (globalThis as unknown as Cameras).release());

async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

async function start(page: Page): Promise<void> {
  await (await button(page, part, 'Start the camera')).click();
}

async function waitForButton(page: Page, text: string): Promise<void> {
  await page.waitForFunction(
    (text) => [...document.querySelectorAll('button')].some(({ textContent }) => textContent === text),
    {},
    text,
  );
}

const shownName = (page: Page) =>
  page.$eval(menu, (select) => (select as HTMLSelectElement).selectedOptions[0]!.text);

/** Waits for so many results more. */
async function frames(page: Page, count: number): Promise<void> {
  await page.evaluate(
    (count) =>
      new Promise<void>((resolve) => {
        const { dataset } = document.documentElement;
        const wanted = Number(dataset.results ?? 0) + count;
        const look = () => (Number(dataset.results) >= wanted ? resolve() : requestAnimationFrame(look));
        look();
      }),
    count,
  );
}

inBrowsers((open, name) => {
  it.each(['pointer', 'keys'])(
    'shows results of the camera live, started and stopped by %s',
    async (device) => {
      const page = await open('#side=160', { before: remember });
      await page.evaluate(watchWorkers);
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

      // Another kernel takes part at once, with a frame: there is no other picture.
      await page.select('.kernel-menu select', 'box');
      await frames(page, 3);
      expect(new Set(await sources(page))).toEqual(new Set(['frame']));

      await press('Stop and keep this picture');
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
      document.querySelector('section.picture')!.textContent.includes('Stop and keep this picture'),
    );
    await frames(page, 2);
    await page.select(menu, 'zone');
    await waitForTracks(page, 'ended');
    await (await button(page, part, 'Start the camera')).click();
    await page.waitForFunction(() =>
      document.querySelector('section.picture')!.textContent.includes('Stop and keep this picture'),
    );
    await frames(page, 2);
    await hide(page);
    await waitForTracks(page, 'ended');
    await page.waitForFunction(() =>
      document.querySelector('section.picture')!.textContent.includes('Start the camera'),
    );
    expect(await tracks(page)).toEqual(['ended', 'ended']);
  });

  it('stops the camera when another tab of the page is shown', async () => {
    const page = await open('#side=64', { before: remember });
    await start(page);
    await frames(page, 2);
    await page.locator('header ::-p-text(Benchmark)').click();
    await waitForTracks(page, 'ended');
    await page.waitForSelector('.benchmark form');
    await page.locator('header ::-p-text(Play)').click();
    await waitForButton(page, 'Start the camera');
    await page.waitForSelector(part);
    await page.waitForFunction(
      (menu) => document.querySelector<HTMLSelectElement>(menu)!.selectedOptions[0]!.text !== 'Camera',
      {},
      menu,
    );
    expect(await shownName(page)).toBe('Camera picture');
  });

  // Firefox hands no events to tracks that a script dispatches.
  it.runIf(name === 'Chromium')(
    'says that the camera was disconnected, and keeps its last frame',
    async () => {
      const page = await open('#side=64', { before: remember });
      await start(page);
      await frames(page, 2);
      await page.evaluate(() => {
        const [stream] = (globalThis as unknown as Cameras).streams;
        stream!.getVideoTracks()[0]!.dispatchEvent(new Event('ended'));
      });
      await waitForAlert(page, 'The camera was disconnected. The picture stays as it was.');
      await waitForButton(page, 'Start the camera');
      expect(await shownName(page)).toBe('Camera picture');
      expect(await tracks(page)).toEqual(['ended']);
    },
  );

  it.each([
    ['another picture is chosen', (page: Page) => page.select(menu, 'zone')],
    ['the page is hidden', hide],
    ['another tab is shown', (page: Page) => page.locator('header ::-p-text(Tutorial)').click()],
  ])('gives the camera back if meanwhile %s', async (_, change) => {
    const page = await open('#picture=zone&side=24', { before: remember });
    await hold(page, 'getUserMedia');
    await page.select(menu, 'edge');
    await start(page);
    await waitUntilHeld(page);
    await change(page);
    await release(page);
    await page.waitForFunction(() => (globalThis as unknown as Cameras).streams.length === 1);
    await waitForTracks(page, 'ended');
    expect(await page.title()).not.toContain('Camera');
  });

  it('keeps a picture that is chosen while the last frame is stored', async () => {
    const page = await open('#side=64', { before: remember });
    await start(page);
    await frames(page, 2);
    await hold(page, 'toBlob');
    await (await button(page, part, 'Stop and keep this picture')).click();
    await waitUntilHeld(page);
    await page.select(menu, 'zone');
    await release(page);
    await waitForTracks(page, 'ended');
    await waitForButton(page, 'Start the camera');
    await waitForResult(page);
    expect(await page.$eval(menu, (select) => (select as HTMLSelectElement).value)).toBe('zone');
  });

  it('shows no frame of a call that was stopped, until it is started again or changed', async () => {
    const page = await open('#side=64', { before: watchWorkers });
    await start(page);
    await frames(page, 2);
    const count = async () => (await sources(page)).length;
    const silence = (is: boolean) =>
      page.evaluate((is) => {
        (globalThis as unknown as Cameras).isSilent = is;
      }, is);
    const stopLate = async () => {
      await silence(true);
      await page.locator('.look ::-p-aria([name="Stop"][role="button"])').click();
      await waitForAlert(page, 'Stopped.');
      await silence(false);
      const before = await count();
      // Time for several frames.
      await page.evaluate(async () => {
        for (let frame = 0; frame < 30; frame++) await new Promise(requestAnimationFrame);
      });
      expect(await count()).toBe(before);
    };
    await stopLate();
    await page.locator('.look ::-p-aria([name="Start again"][role="button"])').click();
    await frames(page, 3);
    expect(await alerts(page)).toEqual([]);
    await stopLate();
    await page.select('.kernel-menu select', 'box');
    await frames(page, 3);
    expect(await alerts(page)).toEqual([]);
  });

  it('goes on where the browser does not tell of frames', async () => {
    const page = await open('#side=64');
    await page.evaluate(() => {
      HTMLVideoElement.prototype.requestVideoFrameCallback = () => 0;
    });
    await start(page);
    await frames(page, 5);
  });

  it('starts and stops in a frame, too', async () => {
    const page = await open('?embed#picture=camera&side=64', { isEarly: true, before: remember });
    await waitForAlert(page, 'The camera is off. Start it to see its picture.');
    await (await button(page, '.embed', 'Start the camera')).click();
    await waitForButton(page, 'Stop and keep this picture');
    await frames(page, 3);
    expect(await alerts(page)).toEqual([]);
    expect(await axeFaults(page)).toEqual([]);
    await (await button(page, '.embed', 'Stop and keep this picture')).click();
    await waitForTracks(page, 'ended');
    await waitForButton(page, 'Start the camera');
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    });
    await (await button(page, '.embed', 'Start the camera')).click();
    await waitForAlert(page, 'This page may not use the camera.');
  });

  it('offers no code of a frame for the camera', async () => {
    const page = await open('#side=64');
    await page.click('.take-away summary ::-p-text(Show it in a page of your own)');
    const text = () => page.$eval('.take-away', ({ textContent }) => textContent);
    expect(await page.$('.take-away textarea')).not.toBeNull();
    await start(page);
    await frames(page, 1);
    expect(await text()).toContain('Few pages give the camera to their frames.');
    expect(await text()).not.toContain('HTML that shows');
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
