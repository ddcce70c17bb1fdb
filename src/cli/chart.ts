import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parse, type Spec, View } from 'vega';
import { zoom } from './heatmap.ts';
import { loadOptional } from './optional.ts';

export function drawSvg(chart: Spec): Promise<string> {
  return new View(parse(chart)).toSVG();
}

/**
 * Paints a chart. Without the system's fonts the picture is the same on every machine; only letters that the font of the
 * package lacks need them.
 *
 * @throws {Failure} The package that paints is missing or does not start.
 */
export async function drawPng(chart: Spec, loadSystemFonts = false): Promise<Uint8Array> {
  const svg = await drawSvg(chart);
  const { Resvg } = await loadOptional(
    'PNG plots, other than SVG, are painted',
    '@resvg/resvg-js',
    () => import('@resvg/resvg-js'),
  );
  const picture = new Resvg(svg, {
    font: { loadSystemFonts, fontFiles: [font()], defaultFontFamily: 'DejaVu Sans' },
    fitTo: { mode: 'zoom', value: zoom },
  });
  return picture.render().asPng();
}

/** The path of the font: beside the built scripts, or during development in its package. */
function font(): string {
  const beside = fileURLToPath(new URL('DejaVuSans.ttf', import.meta.url));
  if (existsSync(beside)) return beside;
  return createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
}
