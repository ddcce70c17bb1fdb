import { convolve2d } from 'convolve-wasm';
import { expect, it } from 'vitest';
import { inBrowsers, waitForResult } from './browsers.ts';
import { byDefault, expectElements, kernel, kernelText, noise, noiseImage, press } from './look-page.ts';
import { shownResult } from './pixels.ts';

inBrowsers((open) => {
  it('stops a call that takes long, and starts again', async () => {
    const page = await open(`#${noise}&${kernelText}`, {
      isEarly: true,
      // The first worker never gets its call, as if it computed for ever.
      before: () => {
        const { postMessage } = Worker.prototype;
        const silent = new WeakSet<Worker>();
        let isFirst = true;
        Worker.prototype.postMessage = function (this: Worker, ...message: unknown[]) {
          if (isFirst) silent.add(this);
          isFirst = false;
          if (!silent.has(this)) Reflect.apply(postMessage, this, message);
        };
      },
    });
    await press(page, 'Stop');
    await page.waitForFunction(() =>
      document.querySelector('.look [role=alert]')?.textContent?.includes('Stopped.'),
    );
    await press(page, 'Start again');
    await waitForResult(page);
    expect(await page.$('.look [role=alert]')).toBeNull();
    expectElements(await shownResult(page), convolve2d(noiseImage, kernel, byDefault));
  });

  it('says it when the worker does not start', async () => {
    const page = await open(`#${noise}&${kernelText}`, {
      isEarly: true,
      expected: [/broken/],
      before: () => {
        const Original = Worker;
        let isFirst = true;
        globalThis.Worker = class extends Original {
          constructor(address: string | URL, options?: WorkerOptions) {
            super(isFirst ? 'data:text/javascript,throw new Error("broken")' : address, options);
            isFirst = false;
          }
        };
      },
    });
    await waitForResult(page, 'failed');
    expect(await page.$eval('.look [role=alert]', (alert) => alert.textContent)).toContain('could not start');
    await press(page, 'Start again');
    await waitForResult(page);
    expectElements(await shownResult(page), convolve2d(noiseImage, kernel, byDefault));
  });
});
