import { convolve2d } from '../../src/index.ts';
import { cells, colours, frame, grid, svg, text, tints } from './svg.ts';

const image = { data: new Float32Array(4 * 5), shape: [4, 5] };
const kernel = { data: new Float32Array(3 * 3).fill(1), shape: [3, 3] };
const side = 20;

/** How far the kernel's first place lies above and left of the image's first pixel. */
const modes = [
  { mode: 'full', before: 2, words: 'overlaps the image' },
  { mode: 'same', before: 1, words: 'centre on the image' },
  { mode: 'valid', before: 0, words: 'inside the image' },
] as const;

/** Where the kernel stands first and last in each mode, and the results. */
export function modesDrawing(): string {
  const panels = modes.flatMap(({ mode, before, words }, n) => {
    const [rows, columns] = convolve2d(image, kernel, { mode }).shape as [number, number];
    const middle = 116 + n * 224;
    const [left, top] = [middle - 2.5 * side, 104];
    const last = (results: number) => (results - 1 - before) * side;
    return [
      text(`mode: '${mode}'`, middle, 26, { weight: 'bold' }),
      text(words, middle, 44, { fill: colours.faint, size: 12 }),
      grid(left, top, side, cells(4, 5, { fill: tints.image })),
      frame(left - before * side, top - before * side, 3 * side, 3 * side, colours.kernel),
      frame(left + last(columns), top + last(rows), 3 * side, 3 * side, colours.kernel, { dash: '5 4' }),
      grid(middle - (columns * side) / 2, 244, side, cells(rows, columns, { fill: tints.result })),
      text(`${rows} x ${columns} results`, middle, 244 + rows * side + 20, { fill: colours.result }),
    ];
  });
  return svg(680, 430, 'The kernel’s first and last place, and the size of the result, in each mode', [
    ...panels,
    text('4 x 5 image, 3 x 3 kernel: its first place, and its last one dashed', 340, 412, {
      fill: colours.kernel,
      size: 12,
    }),
  ]);
}
