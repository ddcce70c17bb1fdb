import type { Page } from 'playwright-core';

/** What a page consists of, as it is served. */
export interface Outline {
  /** The addresses that it links to. */
  readonly links: readonly string[];
  /** What its addresses may have behind the `#`. */
  readonly anchors: readonly string[];
  readonly headings: readonly { readonly level: number; readonly words: string }[];
}

/** Reads pages without showing them, in the browser, which knows HTML. */
export function outlines(page: Page, addresses: readonly string[]): Promise<Outline[]> {
  return page.evaluate(
    (addresses) =>
      Promise.all(
        addresses.map(async (address) => {
          const html = await (await fetch(address)).text();
          const document = new DOMParser().parseFromString(html, 'text/html');
          const all = (selector: string) => Array.from(document.querySelectorAll(selector));
          return {
            links: all('a[href]').map((link) => new URL(link.getAttribute('href')!, address).href),
            anchors: all('[id]').map(({ id }) => id),
            headings: all('main :is(h1, h2, h3, h4, h5, h6)').map(({ tagName, textContent }) => ({
              level: Number(tagName[1]),
              words: textContent ?? '',
            })),
          };
        }),
      ),
    addresses,
  );
}

/** One title, and no level that is left out on the way down. */
export function headingFaults({ headings }: Outline): string[] {
  const titles = headings.filter(({ level }) => level === 1).length;
  const jumps = headings
    .filter(({ level }, n) => level > (headings[n - 1]?.level ?? 0) + 1)
    .map(({ level, words }) => `a heading of level ${level} out of order: ${words}`);
  return titles === 1 ? jumps : [`${titles} titles`, ...jumps];
}
