import { newBrowser } from './browser.ts';

/** Milliseconds from the start of the navigation. */
export interface FirstResult {
  readonly firstPaint: number;
  readonly firstResult: number;
}

/** Opens the page in a new browser. */
export async function measureFirstResult(address: string): Promise<FirstResult> {
  const browser = await newBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(address);
    await page.waitForFunction(() => performance.getEntriesByName('first-result').length > 0);
    const [firstPaint, firstResult] = await page.evaluate(() =>
      ['first-contentful-paint', 'first-result'].map(
        (name) => performance.getEntriesByName(name)[0]!.startTime,
      ),
    );
    return { firstPaint: firstPaint!, firstResult: firstResult! };
  } finally {
    await browser.close();
  }
}
