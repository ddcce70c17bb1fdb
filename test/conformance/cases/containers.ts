import type { Image, NdArray, PixelImage } from '../../../src/base/types.ts';
import { arrayOf, dtypes, filled, layouts, nested } from '../../support/containers.ts';
import { integers, random } from '../../support/random.ts';
import { type Case, caseOf, receiver } from './case.ts';
import { boundaries, operations } from './geometry.ts';

/** Channels, pixels, strided and cropped views, kernels in views, and results into `out`. */
export function containerCases(): Case[] {
  return [
    ...channels(),
    ...pixels(),
    ...imageViews(),
    ...surplus(),
    ...kernelViews(),
    ...swappedViews(),
    ...outs(),
  ];
}

function channels(): Case[] {
  return [1, 2, 3, 4, 5].flatMap((count) =>
    boundaries.flatMap((boundary) =>
      (['float32', 'float64', 'uint8'] as const).map((dtype) =>
        caseOf(`${count} channels of ${dtype}, ${boundary}`, {
          operation: 'convolve2d',
          image: filled([5, 9, count], dtype, integers(50, 0, 255)),
          kernel: nested(3, 4, random(51)),
          options: { mode: 'same', boundary, fillvalue: 30 },
        }),
      ),
    ),
  );
}

function pixels(): Case[] {
  const settings = [{ mode: 'same', boundary: 'edge' }, {}, { padding: 1, stride: 2 }] as const;
  return [undefined, 1, 2, 3, 4].flatMap((channels) =>
    dtypes.flatMap((dtype) =>
      settings.map((options) =>
        caseOf(`pixels of ${dtype}, ${channels ?? 'no'} channels given, ${JSON.stringify(options)}`, {
          operation: 'correlate2d',
          image: pixelsOf(6, 10, channels, dtype, 52),
          kernel: nested(3, 3, integers(53, -2, 2)),
          options: { ...options, alpha: 'filter' },
        }),
      ),
    ),
  );
}

function pixelsOf(
  height: number,
  width: number,
  channels: number | undefined,
  dtype: keyof typeof arrayOf,
  seed: number,
): PixelImage {
  const next = integers(seed, 0, 127);
  const data = new arrayOf[dtype](height * width * (channels ?? 4)).map(next) as PixelImage['data'];
  return { data, width, height, ...(channels !== undefined && { channels }) };
}

function imageViews(): Case[] {
  return layouts.flatMap((layout) =>
    dtypes.flatMap((dtype) =>
      [
        [6, 21],
        [7, 6, 3],
      ].map((shape) =>
        caseOf(`${shape.join(' x ')} image of ${dtype}, ${layout.name}`, {
          operation: 'convolve2d',
          image: filled(shape, dtype, integers(54, 0, 127), layout),
          kernel: nested(3, 2, random(55)),
          options: { boundary: 'symm', fillvalue: 9 },
        }),
      ),
    ),
  );
}

/** Data may be longer than its shape if there is a `stride` or an `offset`. */
function surplus(): Case[] {
  return [{ offset: 0 }, { offset: 2 }, { stride: [4, 1] }].map((place) => {
    const array = (seed: number) => ({
      data: new Float32Array(14).map(random(seed)),
      shape: [3, 4],
      ...place,
    });
    return caseOf(`data longer than its shape, ${JSON.stringify(place)}`, {
      operation: 'convolve2d',
      image: array(66),
      kernel: array(67),
      options: { mode: 'valid' },
    });
  });
}

function kernelViews(): Case[] {
  return layouts.flatMap((layout) =>
    operations.map((operation) =>
      caseOf(`${operation}, kernel ${layout.name}`, {
        operation,
        image: filled([6, 9], 'float32', random(56)),
        kernel: filled([3, 4], 'float32', random(57), layout),
        options: { mode: 'same', boundary: 'wrap' },
      }),
    ),
  );
}

/** Swapped inputs: the views are swapped too, and every channel of the image is a kernel. */
function swappedViews(): Case[] {
  return operations.flatMap((operation) =>
    layouts.flatMap((layout) =>
      [
        [3, 4],
        [2, 3, 3],
      ].map((shape) =>
        caseOf(`${operation}, swapped ${shape.join(' x ')}, ${layout.name}`, {
          operation,
          image: filled(shape, 'float64', random(58), layout),
          kernel: filled([7, 9], 'float32', random(59), layout),
          options: { mode: 'valid', stride: [1, 2], delta: 0.2 },
        }),
      ),
    ),
  );
}

function outs(): Case[] {
  const options = { mode: 'same', boundary: 'reflect' } as const;
  const kernel = nested(3, 3, integers(60, -3, 3));
  const problem = (image: Image) => ({ operation: 'convolve2d' as const, image, kernel, options });
  const gray: NdArray = filled([6, 19], 'uint8', integers(61, 0, 255));
  const color: NdArray = filled([5, 7, 3], 'float32', integers(62, -99, 99));
  const intact = () => true;
  const numbers = (rows: number, cols: number) => () => ({ out: nested(rows, cols, () => NaN), intact });
  return [
    ...layouts.flatMap((layout) =>
      dtypes.flatMap((dtype) => [
        caseOf(`gray into ${dtype} out, ${layout.name}`, problem(gray), () =>
          receiver(gray.shape, dtype, layout),
        ),
        caseOf(`color into ${dtype} out, ${layout.name}`, problem(color), () =>
          receiver(color.shape, dtype, layout),
        ),
      ]),
    ),
    ...dtypes.flatMap((dtype) => [
      caseOf(`into a bare array of ${dtype}`, problem(gray), () => {
        const view = receiver(gray.shape, dtype, { name: 'odd', lead: 3 });
        return { out: (view.out as NdArray).data, intact: view.intact };
      }),
      caseOf(`into pixels of ${dtype}`, problem(color), () => ({
        out: { data: new arrayOf[dtype](5 * 7 * 3).fill(99), width: 7, height: 5, channels: 3 } as PixelImage,
        intact,
      })),
    ]),
    caseOf('gray into nested arrays', problem(gray), numbers(6, 19)),
    caseOf('nested arrays into nested arrays', problem(nested(5, 8, random(63))), numbers(5, 8)),
    ...operations.map((operation) =>
      caseOf(
        `${operation}, swapped, into a cropped out`,
        {
          operation,
          image: filled([2, 3, 2], 'float32', random(64)),
          kernel: nested(4, 9, random(65)),
          options: { mode: 'valid' },
        },
        () =>
          receiver(
            [3, 7, 2],
            'float32',
            layouts.find(({ name }) => name === 'cropped'),
          ),
      ),
    ),
  ];
}
