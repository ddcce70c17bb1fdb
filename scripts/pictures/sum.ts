import { convolve2d } from '../../src/index.ts';
import { colours, frame, grid, numbers, signed, svg, text, tints } from './svg.ts';

const image = [
  [3, 1, 4, 1, 5],
  [9, 2, 6, 5, 3],
  [5, 8, 9, 7, 9],
  [3, 2, 3, 8, 4],
  [6, 2, 6, 4, 3],
];
const kernel = [
  [0, 1, 0],
  [1, -4, 1],
  [0, 1, 0],
];
const side = 36;

/** One result of a convolution: nine products, added up. */
export function sum(): string {
  const result = convolve2d(image, kernel, { mode: 'valid' });
  const [row, column] = [1, 1];
  const products = kernel
    .flatMap((taps, u) => taps.map((tap, v) => ({ tap, element: image[row + u]![column + v]! })))
    .filter(({ tap }) => tap !== 0)
    .map(({ tap, element }) => `${element} · ${tap < 0 ? `(${signed(tap)})` : tap}`);
  const total = signed(result[row]![column]!);
  const top = 52;
  const middle = top + 2.5 * side;
  return svg(680, 300, 'Nine products of a kernel and an image are added up to one result', [
    text('image', 50 + 2.5 * side, top - 16, { fill: colours.image }),
    grid(50, top, side, numbers(image, tints.image)),
    frame(50 + column * side, top + row * side, 3 * side, 3 * side, colours.kernel),
    text('×', 268, middle + 8, { size: 24 }),
    text('kernel', 306 + 1.5 * side, top + side - 16, { fill: colours.kernel }),
    grid(306, top + side, side, numbers(kernel, tints.kernel)),
    text('=', 452, middle + 8, { size: 24 }),
    text('result', 492 + 1.5 * side, top + side - 16, { fill: colours.result }),
    grid(492, top + side, side, numbers(result, tints.result)),
    frame(492 + column * side, top + (1 + row) * side, side, side, colours.kernel),
    text(`${products.join('  +  ')}  =  ${total}`, 340, 274, { size: 14 }),
  ]);
}
