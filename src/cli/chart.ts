import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parse, type Spec, View } from 'vega';
import { Failure, reasonOf } from './failure.ts';
import { zoom } from './heatmap.ts';

export function drawSvg(chart: Spec): Promise<string> {
  return new View(parse(chart)).toSVG();
}

/** @throws {Failure} The package that paints is missing or does not start. */
export async function drawPng(chart: Spec): Promise<Uint8Array> {
  const svg = await drawSvg(chart);
  const { Resvg } = await loadResvg();
  const picture = new Resvg(svg, {
    font: {
      // The same picture on every machine, with fonts or without, unless it needs other letters.
      loadSystemFonts: hasOtherLetters(svg),
      fontFiles: [font()],
      defaultFontFamily: 'DejaVu Sans',
    },
    fitTo: { mode: 'zoom', value: zoom },
  });
  return picture.render().asPng();
}

/** The blocks of Unicode that scripts/build.mjs keeps of the font: Latin, Greek, punctuation, operators. */
function hasOtherLetters(svg: string): boolean {
  return /[^\n\u{20}-\u{17f}\u{370}-\u{3ff}\u{2010}-\u{2026}\u{2200}-\u{2265}]/u.test(svg);
}

/** Beside the built scripts; while developing, in the package that it comes with. */
function font(): string {
  const beside = fileURLToPath(new URL('DejaVuSans.ttf', import.meta.url));
  if (existsSync(beside)) return beside;
  return createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
}

async function loadResvg(): Promise<typeof import('@resvg/resvg-js')> {
  try {
    return await import('@resvg/resvg-js');
  } catch (error) {
    const missing = /^(ERR_)?MODULE_NOT_FOUND$/.test(String((error as { code?: unknown }).code));
    const state = missing ? 'is not installed' : `does not start: ${reasonOf(error)}`;
    throw new Failure(
      `PNG plots are painted by the package @resvg/resvg-js, which ${state} (npm install @resvg/resvg-js); SVG needs nothing`,
    );
  }
}
