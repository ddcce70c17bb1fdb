import { scheme } from 'vega';
import { gaussianBlur } from '../../src/index.ts';
import { type Pixels, paintJpeg, panel, ZOOM } from './photo.ts';
import { colours, svg, text } from './svg.ts';

const [width, height] = [208, 156];
const [columns, rows] = [width * ZOOM, height * ZOOM];

/** What is missing, in parts of the field: the middle of a disc as column and row, and its radius as a part of the rows. */
const holes = [
  [0.25, 0.3, 0.08],
  [0.7, 0.25, 0.05],
  [0.55, 0.65, 0.12],
  [0.15, 0.75, 0.05],
  [0.88, 0.8, 0.07],
] as const;

/** A field with holes, and its blurs. */
export async function nan(): Promise<Buffer> {
  const image = {
    data: Float32Array.from({ length: rows * columns }, (_, at) => field(at)),
    shape: [rows, columns],
  };
  const blurs = (['propagate', 'ignore'] as const).map((nan) => ({
    name: `nan: '${nan}'`,
    data: gaussianBlur(image, { sigma: 10, nan }).data,
  }));
  const panels = [{ name: 'the image', data: image.data }, ...blurs].map(async ({ name, data }, n) => {
    const x = 14 + n * (width + 14);
    return (await panel(coloured(data), x, 16)) + text(name, x + width / 2, height + 36);
  });
  return paintJpeg(
    svg(680, height + 70, 'Missing values under a blur', [
      ...(await Promise.all(panels)),
      text('NaN is gray', 340, height + 58, { size: 12, fill: colours.faint }),
    ]),
  );
}

/** Smooth hills between -1 and 1, with holes. */
function field(at: number): number {
  const [x, y] = [(at % columns) / columns, Math.floor(at / columns) / rows];
  const missing = holes.some(([cx, cy, radius]) => Math.hypot(((x - cx) * columns) / rows, y - cy) < radius);
  return missing ? Number.NaN : (Math.sin(7 * x + 2 * y) + Math.cos(6 * y - 3 * x * x)) / 2;
}

function coloured(values: ArrayLike<number>): Pixels {
  const viridis = scheme('viridis') as (part: number) => string;
  const data = new Uint8ClampedArray(4 * values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    data.set(Number.isNaN(value) ? [200, 204, 209, 255] : [...rgb(viridis((value + 1) / 2)), 255], 4 * at);
  }
  return { data, width: columns, height: rows };
}

/** Of `#440154` or `rgb(68, 1, 84)`. */
function rgb(colour: string): number[] {
  const hex = /^#(..)(..)(..)$/.exec(colour)?.slice(1);
  return hex ? hex.map((digits) => Number.parseInt(digits, 16)) : (colour.match(/\d+/g) ?? []).map(Number);
}
