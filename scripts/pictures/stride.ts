import { convolve2d } from '../../src/index.ts';
import { cells, colours, frame, grid, svg, text, tints } from './svg.ts';

const image = { data: new Float32Array(5 * 5), shape: [5, 5] };
const kernel = { data: new Float32Array(3 * 3).fill(1), shape: [3, 3] };
const side = 26;

/** Padding, stride and dilation as places of a kernel on an image. */
export function stride(): string {
  return svg(680, 316, 'Padding 1 with stride 2, and dilation 2', [...strided(122, 76), ...dilated(426, 76)]);
}

function strided(left: number, top: number): string[] {
  const [rows, columns] = convolve2d(image, kernel, { padding: 1, stride: 2 }).shape as [number, number];
  const centres = Array.from({ length: rows * columns }, (_, at) => {
    const x = left + (2 * (at % columns) + 0.5) * side;
    const y = top + (2 * Math.floor(at / columns) + 0.5) * side;
    return `<circle cx="${x}" cy="${y}" r="6" fill="${colours.result}"/>`;
  });
  return [
    text('padding: 1, stride: 2', left + 2.5 * side, 24, { weight: 'bold' }),
    grid(left - side, top - side, side, cells(7, 7, { stroke: '#c8cdd3' })),
    grid(left, top, side, cells(5, 5, { fill: tints.image })),
    frame(left - side, top - side, 3 * side, 3 * side, colours.kernel),
    frame(left + side, top - side, 3 * side, 3 * side, colours.kernel, { dash: '5 4' }),
    ...centres,
    text(`${rows} x ${columns} results, a dot each:`, left + 2.5 * side, top + 6 * side + 28, {
      fill: colours.result,
    }),
    text('floor((5 + 1 + 1 − 3) / 2) + 1 = 3', left + 2.5 * side, top + 6 * side + 48),
  ];
}

function dilated(left: number, top: number): string[] {
  const [rows, columns] = convolve2d(image, kernel, { padding: 0, dilation: 2 }).shape as [number, number];
  const taps = Array.from({ length: 9 }, (_, at) =>
    grid(left + 2 * (at % 3) * side, top + 2 * Math.floor(at / 3) * side, side, [
      [{ words: 'k', fill: tints.kernel, stroke: colours.kernel }],
    ]),
  );
  return [
    text('padding: 0, dilation: 2', left + 2.5 * side, 24, { weight: 'bold' }),
    grid(left, top, side, cells(5, 5, { fill: tints.image })),
    ...taps,
    frame(left, top, 5 * side, 5 * side, colours.kernel),
    text(`${rows} x ${columns} result:`, left + 2.5 * side, top + 6 * side + 28, { fill: colours.result }),
    text('the kernel spans (3 − 1) · 2 + 1 = 5', left + 2.5 * side, top + 6 * side + 48),
  ];
}
