import { type Browser, chromium, type Page } from 'playwright-core';
import { build, type PreviewServer, preview } from 'vite';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { args, executablePath } from '../browser/chromium.ts';
import { exampleFolder } from './run.ts';

/** What a page read from its last canvas, and what it wrote next. */
export interface Kept {
  read: ImageData;
  written: ImageData;
}

declare global {
  var kept: Kept;
}

/**
 * Gives the tests of a file an example, built by Vite, as a page of a headless Chromium whose camera shows test pictures. What the
 * page reads from canvases and writes to them is kept as `kept`.
 */
export function useExample(): (name: string) => Promise<Page> {
  const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  const servers: PreviewServer[] = [];
  const errors: Error[] = [];
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: [...args, ...camera], headless: true });
  });
  afterEach(() => expect(errors.splice(0)).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await Promise.all(servers.map((server) => server.close()));
  });
  return async (name) => {
    const options = { root: exampleFolder(name), configFile: false, logLevel: 'error' } as const;
    await build(options);
    const server = await preview({ ...options, preview: { host: '127.0.0.1', port: 0 } });
    servers.push(server);
    const page = await browser.newPage({ viewport: { width: 800, height: 700 } });
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => errors.push(error));
    await page.addInitScript(keepPixels);
    await page.goto(server.resolvedUrls!.local[0]!);
    return page;
  };
}

function keepPixels(): void {
  let read: ImageData;
  const copy = ({ data, width }: ImageData) => new ImageData(new Uint8ClampedArray(data), width);
  for (const { prototype } of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
    const { getImageData, putImageData } = prototype;
    prototype.getImageData = function (...args: Parameters<typeof getImageData>) {
      const pixels = getImageData.apply(this, args);
      read = copy(pixels);
      return pixels;
    };
    prototype.putImageData = function (pixels: ImageData, ...place: [x: number, y: number]) {
      globalThis.kept = { read, written: copy(pixels) };
      Reflect.apply(putImageData, this, [pixels, ...place]);
    };
  }
}
