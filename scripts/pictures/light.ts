import { gaussianBlur } from '../../src/index.ts';
import { type Pixels, paintJpeg, panel, ZOOM } from './photo.ts';
import { svg, text } from './svg.ts';

const [width, height] = [310, 120];

/** Red beside green, blurred as bytes and as light. */
export async function light(): Promise<Buffer> {
  const fields = twoFields();
  const panels = (['srgb', 'srgb-linear'] as const).map(async (colorSpace, n) => {
    const x = 20 + n * (width + 20);
    const blurred = gaussianBlur(fields, { sigma: 60, colorSpace, boundary: 'edge' }) as Pixels;
    return (await panel(blurred, x, 16)) + text(`colorSpace: '${colorSpace}'`, x + width / 2, height + 36);
  });
  return paintJpeg(svg(680, height + 54, 'A blur of bytes and a blur of light', await Promise.all(panels)));
}

function twoFields(): Pixels {
  const [columns, rows] = [width * ZOOM, height * ZOOM];
  const data = new Uint8ClampedArray(4 * columns * rows);
  for (let at = 0; at < columns * rows; at++) {
    data.set((at % columns) * 2 < columns ? [230, 30, 30, 255] : [30, 200, 30, 255], 4 * at);
  }
  return { data, width: columns, height: rows };
}
