import type { DType } from '../../../src/base/types.ts';
import { filled, nested } from '../../support/containers.ts';
import { integers, random } from '../../support/random.ts';
import { type Case, caseOf, sizes } from './case.ts';

/** Widths around those of a vector and of a tile, and images of several strips. */
export function sizeCases(): Case[] {
  return [...widths(), ...stridedWidths(), ...strips()];
}

const widthsTried = [1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100];

function widths(): Case[] {
  return (['float32', 'float64', 'uint8', 'int32'] as const).flatMap((dtype) =>
    widthsTried.flatMap((cols) =>
      sizes('1x1 3x3 2x4 5x5 4x11').map(([u, v]) =>
        caseOf(`${dtype} ${cols} wide under ${u} x ${v}`, {
          operation: 'convolve2d',
          image: filled([5, cols], dtype, values(dtype, 20 + cols)),
          kernel: nested(u, v, values('float32', 21)),
          options: { mode: 'same', boundary: 'symm' },
        }),
      ),
    ),
  );
}

function stridedWidths(): Case[] {
  return widthsTried.flatMap((cols) =>
    [2, 3, 4].map((stride) =>
      caseOf(`${cols} wide with stride ${stride}`, {
        operation: 'correlate2d',
        image: filled([7, cols], 'float32', values('float32', 22)),
        kernel: nested(3, 5, values('float32', 23)),
        options: { padding: 2, stride, boundary: 'wrap' },
      }),
    ),
  );
}

function strips(): Case[] {
  const shapes = sizes('300x5 3x700 700x3 1x1500 1500x1 130x70 900x90 40x2500');
  const settings = [
    { mode: 'same', boundary: 'reflect' },
    { mode: 'full', boundary: 'wrap', stride: [2, 1] },
    { padding: 9, boundary: 'edge', dilation: 2, stride: 3 },
    { mode: 'same', boundary: 'fill', fillvalue: 0.7, delta: 0.1, stride: [1, 2] },
  ] as const;
  return shapes.flatMap((shape, n) =>
    sizes('3x3 7x5').flatMap(([u, v]) =>
      settings.map((options) => {
        const dtype = (['float32', 'float64', 'uint8'] as const)[n % 3]!;
        return caseOf(`${shape.join(' x ')} ${dtype} under ${u} x ${v}, ${JSON.stringify(options)}`, {
          operation: 'convolve2d',
          image: filled(shape, dtype, values(dtype, 24)),
          kernel: nested(u, v, values('float32', 25)),
          options,
        });
      }),
    ),
  );
}

function values(dtype: DType, seed: number): () => number {
  if (!dtype.startsWith('float')) return integers(seed, 0, 255);
  const next = random(seed);
  return () => next() * 2 - 1;
}
