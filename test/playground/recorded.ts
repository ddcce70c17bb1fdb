import type { ElementHandle, Page } from 'puppeteer-core';
import { parseNpy } from '../../src/cli/npy.ts';

/* What the page copies and saves; and controls by their labels. */

interface Recorded {
  readonly copied: string[];
  readonly saved: { readonly name: string; readonly blob: Blob }[];
}

type Recording = typeof globalThis & { recorded: Recorded };

/** For `before` of `open`: keeps what the page copies, and files that it saves, in place of the clipboard and the disk. */
export function record(): void {
  const recorded: Recorded = { copied: [], saved: [] };
  (globalThis as Recording).recorded = recorded;
  const blobs = new Map<string, Blob>();
  const { createObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    const address = createObjectURL.call(URL, blob);
    blobs.set(address, blob as Blob);
    return address;
  };
  HTMLAnchorElement.prototype.click = function () {
    recorded.saved.push({ name: this.download, blob: blobs.get(this.href)! });
  };
  Object.defineProperty(navigator, 'clipboard', {
    value: { writeText: async (text: string) => recorded.copied.push(text) },
  });
}

/** Presses a button that copies. */
export async function copied(page: Page, button: string, way: Way | 'script' = 'script'): Promise<string> {
  const before = await page.evaluate(() => (globalThis as Recording).recorded.copied.length);
  await press(page, button, way);
  const text = await page.waitForFunction(
    (before) => (globalThis as Recording).recorded.copied[before],
    {},
    before,
  );
  return text.jsonValue() as Promise<string>;
}

/** Presses a button that saves a file. */
export async function saved(
  page: Page,
  button: string,
  way: Way | 'script' = 'script',
): Promise<{ name: string; bytes: Uint8Array }> {
  const before = await page.evaluate(() => (globalThis as Recording).recorded.saved.length);
  await press(page, button, way);
  await page.waitForFunction(
    (before) => (globalThis as Recording).recorded.saved.length > before,
    {},
    before,
  );
  const { name, base64 } = await page.evaluate(async (before) => {
    const { name, blob } = (globalThis as Recording).recorded.saved[before]!;
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let letters = '';
    for (let at = 0; at < bytes.length; at += 8192) {
      letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
    }
    return { name, base64: btoa(letters) };
  }, before);
  return { name, bytes: new Uint8Array(Buffer.from(base64, 'base64')) };
}

export async function savedArray(page: Page, button: string) {
  return parseNpy((await saved(page, button)).bytes);
}

/** A script presses buttons where the page does not scroll to them, which shows, and starts, more of it. */
async function press(page: Page, text: string, way: Way | 'script'): Promise<void> {
  const button = await byText(page, 'button', text);
  if (way === 'script') return button.evaluate((element) => element.click());
  if (way === 'pointer') return button.click();
  await button.focus();
  await page.keyboard.press('Enter');
}

/** The first element of a kind with this text. */
export async function byText(
  page: Page,
  selector: string,
  text: string,
): Promise<ElementHandle<HTMLElement>> {
  const handle = await page.waitForFunction(
    (selector, text) =>
      [...document.querySelectorAll<HTMLElement>(selector)].find(
        (element) => element.textContent?.trim() === text,
      ),
    {},
    selector,
    text,
  );
  return handle.asElement() as ElementHandle<HTMLElement>;
}

/** The control with this label, within the group that has this legend. */
export async function control(
  page: Page,
  label: string,
  legend = '',
): Promise<ElementHandle<HTMLInputElement | HTMLSelectElement>> {
  const handle = await page.waitForFunction(
    (text, legend) =>
      [...document.querySelectorAll<HTMLLabelElement>('.options label, .take-away label')].find(
        (label) =>
          label.textContent?.trim() === text &&
          (legend === '' || label.closest('fieldset')?.querySelector('legend')?.textContent === legend),
      )?.control,
    {},
    label,
    legend,
  );
  return handle.asElement() as ElementHandle<HTMLInputElement | HTMLSelectElement>;
}

export type Way = 'keyboard' | 'pointer';

export async function choose(page: Page, way: Way, label: string, name: string, legend = ''): Promise<void> {
  const select = await control(page, label, legend);
  if (way === 'pointer') {
    await select.select(name);
    return;
  }
  await select.focus();
  const steps = await select.evaluate((element, name) => {
    const names = [...(element as HTMLSelectElement).options].map((option) => option.value);
    return names.indexOf(name) - names.indexOf(element.value);
  }, name);
  for (let step = 0; step < Math.abs(steps); step++) {
    await page.keyboard.press(steps > 0 ? 'ArrowDown' : 'ArrowUp');
  }
}

export async function write(page: Page, way: Way, label: string, text: string, legend = ''): Promise<void> {
  const input = await control(page, label, legend);
  if (way === 'pointer') {
    await input.click({ count: 3 });
  } else {
    await input.focus();
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
  }
  await page.keyboard.type(text);
}

export async function toggle(page: Page, way: Way, label: string, legend = ''): Promise<void> {
  const box = await control(page, label, legend);
  if (way === 'pointer') return box.click();
  await box.focus();
  await page.keyboard.press(' ');
}

export async function unfold(page: Page, way: Way, title: string): Promise<void> {
  const summary = await byText(page, 'summary', title);
  if (way === 'pointer') return summary.click();
  await summary.focus();
  await page.keyboard.press('Enter');
}
