import { type Boundary, correlate2d } from '../../src/index.ts';
import { paintJpeg, panel, photograph, ZOOM } from './photo.ts';
import { frame, svg, text } from './svg.ts';

/** In pixels of the photograph. */
const PADDING = 80;
const [width, height] = [128, 96];
const rules: readonly Boundary[] = ['fill', 'wrap', 'symm', 'reflect', 'edge'];

/** The photograph continued by each boundary rule: a kernel of a single 1, with padding. */
export async function boundaries(): Promise<Buffer> {
  const photo = await photograph(width, height, 3);
  const border = PADDING / ZOOM;
  const panels = rules.map(async (boundary, n) => {
    const [x, y] = [14 + (n % 3) * 222 + Math.floor(n / 3) * 111, 34 + Math.floor(n / 3) * 222];
    const continued = correlate2d(photo, [[1]], { padding: PADDING, boundary });
    return [
      text(`'${boundary}'`, x + width / 2 + border, y - 10, { weight: 'bold' }),
      await panel(continued, x, y),
      frame(x + border, y + border, width, height, 'white', { dash: '5 4', thickness: 1.5 }),
    ].join('');
  });
  return paintJpeg(svg(680, 444, 'Five boundary rules', await Promise.all(panels)));
}
