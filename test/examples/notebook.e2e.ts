import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect, stripVTControlCharacters } from 'node:util';
import { type Context, createContext, runInContext } from 'node:vm';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { exampleFolder, greatestDifference } from './run.ts';

/** What Jupyter keeps of a cell's result: representations by their media type. */
type Bundle = Readonly<Record<string, string | readonly string[]>>;

interface Cell {
  readonly cell_type: string;
  readonly source: readonly string[];
  readonly outputs?: readonly { readonly data: Bundle }[];
}

const notebook = join(exampleFolder('notebook'), 'convolution.ipynb');
const { resolve } = createRequire(notebook);
const { cells } = JSON.parse(readFileSync(notebook, 'utf8')) as { cells: Cell[] };
const [imports, ...others] = cells.filter(({ cell_type }) => cell_type === 'code');

/** A context with what the first cell imports. Jupyter's kernel would get `npm:` packages by itself. */
async function contextOf(code: string): Promise<Context> {
  const context = createContext({ Float32Array });
  for (const [, names, specifier] of code.matchAll(/^import \{ (.*) \} from '(?:npm:)?(.*)';$/gm)) {
    const address = specifier!.startsWith('node:') ? specifier! : pathToFileURL(resolve(specifier!)).href;
    const module = await import(address);
    for (const name of names!.split(', ')) context[name] = module[name];
  }
  return context;
}

const textOf = (text: string | readonly string[] = '') => stripVTControlCharacters([text].flat().join(''));

describe('the notebook', async () => {
  const context = await contextOf(imports!.source.join(''));

  it('begins with all imports', () => {
    expect(others.filter(({ source }) => source.join('').includes('import'))).toEqual([]);
    expect(others.length).toBeGreaterThan(5);
  });

  // One after the other: later cells use what earlier ones declare.
  it.each(others.map(({ source, outputs }) => ({ code: source.join(''), kept: outputs?.[0]?.data })))(
    'keeps what it gives: $code',
    ({ code, kept }) => {
      const value = runInContext(code, context);
      const display = value?.[Symbol.for('Jupyter.display')];
      if (value === undefined) expect(kept).toBeUndefined();
      else if (display) {
        const [now, then] = [display()['image/png'], textOf(kept?.['image/png'])].map((png) =>
          decode(Buffer.from(png, 'base64')),
        );
        expect(now!.width).toBe(160);
        expect(greatestDifference(now!.data, then!.data)).toBeLessThanOrEqual(1);
      } else {
        expect(textOf(kept?.['text/plain']).trim().replaceAll('"', "'")).toBe(inspect(value));
      }
    },
  );
});
