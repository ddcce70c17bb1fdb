import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { parse, type Spec, View } from 'vega';

/** The font comes with a package, so that the same picture comes out on every machine. */
const font = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');

/** Pixels of the picture for one of the chart: sharp on a high-density display. */
const zoom = 2;

export async function drawPng(chart: Spec): Promise<Uint8Array> {
  const svg = await new View(parse(chart)).toSVG();
  const picture = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: [font], defaultFontFamily: 'DejaVu Sans' },
    fitTo: { mode: 'zoom', value: zoom },
  });
  return picture.render().asPng();
}
