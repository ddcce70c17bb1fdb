import { join } from 'node:path';
import { type BackendName, convolve2d } from 'convolve-wasm';
import type { Chapter } from './chapter.ts';
import { check } from './check.ts';
import { gray } from './gray.ts';
import { type Pixels, writeGray } from './photo.ts';

const kernel = [
  [-1, -1, -1],
  [-1, 8, -1],
  [-1, -1, -1],
];
const padding = 2;

/** A photograph's edges: what the tutorial's `convolve2D(image, kernel, padding, strides)` computes. */
export async function numpyTutorial(photo: Pixels, folder: string): Promise<Chapter> {
  const image = { ...photo, data: gray(photo.data), channels: 1 };
  const edges = (stride: number, backend: BackendName | 'auto') =>
    convolve2d(image, kernel, { padding, stride, dtype: 'uint8', backend });

  const once = edges(1, 'auto');
  const twice = edges(2, 'auto');
  for (const [result, stride] of [
    [once, 1],
    [twice, 2],
  ] as const) {
    check(`the size with stride ${stride}`, size(result) === size(expected(image, stride)));
  }

  const pictures = { 'gray.png': image, 'edges.png': once, 'edges-stride-2.png': twice };
  for (const [name, picture] of Object.entries(pictures)) await writeGray(join(folder, name), picture);

  return {
    title: `NumPy tutorial: convolve2d(photograph, edge kernel, { padding: ${padding}, stride })`,
    findings: [
      `${size(image)} pixels in gray, ${size(once)} edges; with stride 2, ${size(twice)} edges.`,
      'The sizes follow floor((n + 2p - k)/s) + 1. Flipping, zero-padding and sliding are one call.',
    ],
    pictures: Object.keys(pictures).map((name) => join(folder, name)),
    jobs: [1, 2].map((stride) => ({
      name: `${size(image)} photograph, 3 x 3 kernel, stride ${stride}`,
      run: (backend) => edges(stride, backend).data,
    })),
  };
}

interface Size {
  width: number;
  height: number;
}

function expected({ width, height }: Size, stride: number): Size {
  const along = (n: number) => Math.floor((n + 2 * padding - kernel.length) / stride) + 1;
  return { width: along(width), height: along(height) };
}

function size({ width, height }: Size): string {
  return `${width} x ${height}`;
}
