import { convolve2d, correlate2d } from '../../src/index.ts';
import { type Cell, colours, grid, numbers, svg, text, tints } from './svg.ts';

const dot = [
  [0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0],
  [0, 0, 1, 0, 0],
  [0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0],
];
const kernel = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
];
const side = 25;
const top = 46;

/** Convolution copies a kernel to a single 1, correlation copies it rotated by 180 degrees. */
export function flip(): string {
  const options = { mode: 'same' } as const;
  return svg(680, 190, 'convolve2d flips the kernel, correlate2d does not', [
    text('image', 20 + 2.5 * side, top - 14, { fill: colours.image }),
    grid(20, top, side, numbers(dot, tints.image)),
    text('kernel', 180 + 1.5 * side, top + side - 14, { fill: colours.kernel }),
    grid(180, top + side, side, numbers(kernel, tints.kernel)),
    text('→', 295, top + 2.5 * side + 8, { size: 24 }),
    text('convolve2d', 340 + 2.5 * side, top - 14, { fill: colours.result }),
    grid(340, top, side, results(convolve2d(dot, kernel, options))),
    text('correlate2d', 520 + 2.5 * side, top - 14, { fill: colours.result }),
    grid(520, top, side, results(correlate2d(dot, kernel, options))),
  ]);
}

/** What is not 0 stands out. */
function results(values: readonly (readonly number[])[]): Cell[][] {
  return values.map((row) =>
    row.map((value) => ({ words: value, fill: value === 0 ? tints.none : tints.result })),
  );
}
