import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import sharp from 'sharp';

/** Pixels of a panel for each pixel of the layout: sharp on a high-density display. */
export const ZOOM = 2;

/** Enough that letters on a photograph show no artefacts. */
const QUALITY = 78;

const face = fileURLToPath(new URL('../../demo/images/face.jpg', import.meta.url));
const font = fileURLToPath(
  new URL('../../node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf', import.meta.url),
);

export interface Pixels {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** 4 unless given. */
  readonly channels?: number;
}

/** The photograph of the demo as bytes, of a size in the layout. */
export async function photograph(width: number, height: number, channels: 3 | 4 = 4): Promise<Pixels> {
  const image = sharp(face).resize(width * ZOOM, height * ZOOM);
  const data = await (channels === 4 ? image.ensureAlpha() : image).raw().toBuffer();
  return { data: Uint8ClampedArray.from(data), width: width * ZOOM, height: height * ZOOM, channels };
}

/** Pixels as a part of an SVG, in sizes of the layout. */
export async function panel(pixels: Pixels, x: number, y: number): Promise<string> {
  const { data, width, height, channels = 4 } = pixels;
  const png = await sharp(data, { raw: { width, height, channels: channels as 3 | 4 } })
    .png()
    .toBuffer();
  const size = `width="${width / ZOOM}" height="${height / ZOOM}"`;
  return `<image x="${x}" y="${y}" ${size} href="data:image/png;base64,${png.toString('base64')}"/>`;
}

/** Paints an SVG with letters that are the same on every machine. Photographs take a fifth of the bytes of a PNG so. */
export function paintJpeg(svg: string): Promise<Buffer> {
  const painted = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: [font], defaultFontFamily: 'DejaVu Sans' },
    fitTo: { mode: 'zoom', value: ZOOM },
  }).render();
  return sharp(painted.asPng())
    .flatten({ background: 'white' })
    .jpeg({ quality: QUALITY, mozjpeg: true })
    .toBuffer();
}
