import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parse, type Spec, View } from 'vega';
import { zoom } from './heatmap.ts';
import { loadOptional } from './optional.ts';

export function drawSvg(chart: Spec): Promise<string> {
  return new View(parse(chart)).toSVG();
}

/** @throws {Failure} The package that paints is missing or does not start. */
export async function drawPng(chart: Spec): Promise<Uint8Array> {
  const svg = await drawSvg(chart);
  const { Resvg } = await loadOptional(
    'PNG plots, other than SVG, are painted',
    '@resvg/resvg-js',
    () => import('@resvg/resvg-js'),
  );
  const picture = new Resvg(svg, {
    font: {
      // Without the system's fonts the picture is the same on every machine; only other letters need them.
      loadSystemFonts: hasOtherLetters(svg),
      fontFiles: [font()],
      defaultFontFamily: 'DejaVu Sans',
    },
    fitTo: { mode: 'zoom', value: zoom },
  });
  return picture.render().asPng();
}

/** scripts/build.mjs keeps these blocks of Unicode in the font: Latin, Greek, punctuation, operators. */
function hasOtherLetters(svg: string): boolean {
  return /[^\n\u{20}-\u{17f}\u{370}-\u{3ff}\u{2010}-\u{2026}\u{2200}-\u{2265}]/u.test(svg);
}

/** The path of the font: beside the built scripts, or during development in its package. */
function font(): string {
  const beside = fileURLToPath(new URL('DejaVuSans.ttf', import.meta.url));
  if (existsSync(beside)) return beside;
  return createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
}
