import {
  boxBlur,
  edges,
  emboss,
  gaussianBlur,
  grayscale,
  laplacian,
  laplacianOfGaussian,
  motionBlur,
  sharpen,
  sobel,
  toImageData,
  unsharpMask,
} from '../../src/index.ts';
import { type Pixels, paintJpeg, panel, photograph } from './photo.ts';
import { colours, svg, text } from './svg.ts';

interface Shown {
  readonly name: string;
  readonly options: string;
  of(photo: Pixels): Pixels;
}

const shown: readonly Shown[] = [
  { name: 'the photograph', options: '', of: (photo) => photo },
  { name: 'gaussianBlur', options: 'sigma: 6', of: (photo) => gaussianBlur(photo, { sigma: 6 }) },
  { name: 'boxBlur', options: 'size: 15', of: (photo) => boxBlur(photo, { size: 15 }) },
  {
    name: 'motionBlur',
    options: 'length: 25, angle: 0.5',
    of: (photo) => motionBlur(photo, { length: 25, angle: 0.5 }),
  },
  { name: 'sharpen', options: '', of: (photo) => sharpen(photo) },
  {
    name: 'unsharpMask',
    options: 'sigma: 4, amount: 1.5',
    of: (photo) => unsharpMask(photo, { sigma: 4, amount: 1.5 }),
  },
  { name: 'emboss', options: '', of: (photo) => emboss(photo) },
  { name: 'edges', options: '', of: (photo) => edges(photo) },
  {
    name: 'sobel',
    options: "output: 'magnitude'",
    of: (photo) => toImageData(sobel(grayscale(photo), { output: 'magnitude' }), 'minmax'),
  },
  {
    name: 'laplacian',
    options: "shown by 'abs'",
    of: (photo) => toImageData(laplacian(grayscale(photo)), 'abs'),
  },
  {
    name: 'laplacianOfGaussian',
    options: 'sigma: 2',
    of: (photo) => toImageData(laplacianOfGaussian(grayscale(photo), { sigma: 2 }), 'minmax'),
  },
  { name: 'grayscale', options: '', of: (photo) => toImageData(grayscale(photo)) },
];

/** Every filter by name. */
export function filters(): Promise<Buffer> {
  return sheet(shown, 3, [216, 162]);
}

/** A few of them, for the README. */
export function banner(): Promise<Buffer> {
  const names = ['the photograph', 'gaussianBlur', 'unsharpMask', 'sobel'];
  return sheet(
    shown.filter(({ name }) => names.includes(name)),
    4,
    [216, 162],
  );
}

async function sheet(
  list: readonly Shown[],
  columns: number,
  [width, height]: readonly [number, number],
): Promise<Buffer> {
  const photo = await photograph(width, height);
  const panels = list.map(async ({ name, options, of }, n) => {
    const [x, y] = [8 + (n % columns) * (width + 8), 8 + Math.floor(n / columns) * (height + 48)];
    return [
      await panel(of(photo), x, y),
      text(name, x + width / 2, y + height + 17),
      text(options, x + width / 2, y + height + 33, { size: 11, fill: colours.faint }),
    ].join('');
  });
  const rows = Math.ceil(list.length / columns);
  const size = [8 + columns * (width + 8), 8 + rows * (height + 48)] as const;
  return paintJpeg(svg(...size, 'Filters by name', await Promise.all(panels)));
}
