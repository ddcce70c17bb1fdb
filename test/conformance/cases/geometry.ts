import type {
  Boundary,
  ConvolveOptions,
  Mode,
  Operation,
  Padding,
  PerAxis,
} from '../../../src/base/types.ts';
import { filled, nested } from '../../support/containers.ts';
import { picker, random } from '../../support/random.ts';
import { type Case, caseOf, sizes } from './case.ts';

export const operations: readonly Operation[] = ['convolve2d', 'correlate2d'];
/** Rules that differ between rows and columns, zeros on one axis among them. */
export const mixedBoundaries: readonly (readonly [Boundary, Boundary])[] = [
  ['fill', 'wrap'],
  ['reflect', 'fill'],
  ['wrap', 'edge'],
  ['edge', 'symm'],
  ['symm', 'reflect'],
];
export const boundaries: readonly Boundary[] = ['fill', 'wrap', 'symm', 'reflect', 'edge'];
export const modes: readonly Mode[] = ['full', 'same', 'valid'];

/** Modes, boundaries, padding, stride and dilation. */
export function geometryCases(): Case[] {
  return [
    ...sizing(),
    ...hugeKernels(),
    ...padding(),
    ...strides(),
    ...dilations(),
    ...gathered(),
    ...perAxis(),
    ...combinations(),
  ];
}

const floats = ['float32', 'float64'] as const;

function noise(seed: number): () => number {
  const next = random(seed);
  return () => next() * 2 - 1;
}

function sizing(): Case[] {
  const kernels = sizes('1x1 1x2 2x1 2x2 3x3 4x3 5x5 1x7 7x1 2x6');
  const image = filled([9, 11], 'float32', noise(1));
  return operations.flatMap((operation) =>
    boundaries.flatMap((boundary) =>
      modes.flatMap((mode) =>
        kernels.map(([rows, cols]) =>
          caseOf(`${operation} ${mode}, ${boundary}, ${rows} x ${cols}`, {
            operation,
            image,
            kernel: nested(rows, cols, noise(2)),
            options: { mode, boundary, fillvalue: 0.3 },
          }),
        ),
      ),
    ),
  );
}

/** Kernels that reach past the image several times; mode 'valid' swaps the inputs. */
function hugeKernels(): Case[] {
  const images = sizes('3x4 1x1 1x6 6x1 2x2 5x5');
  const kernels = sizes('17x19 5x6 1x33 40x1 2x9 5x5');
  return operations.flatMap((operation) =>
    boundaries.flatMap((boundary) =>
      modes.flatMap((mode) =>
        kernels.map(([rows, cols], n) =>
          caseOf(`${operation} ${mode}, ${boundary}, ${images[n]!.join(' x ')} under ${rows} x ${cols}`, {
            operation,
            image: filled(images[n]!, floats[n % 2]!, noise(3)),
            kernel: nested(rows, cols, noise(4)),
            options: { mode, boundary, fillvalue: -1.1 },
          }),
        ),
      ),
    ),
  );
}

function padding(): Case[] {
  const perAxis: Padding[] = sizes('0x3 2x0');
  const perSide = ['1x0 0x2', '7x0 3x9'].map((sides) => sizes(sides) as [[number, number], [number, number]]);
  const paddings: Padding[] = [0, 1, 2, 25, ...perAxis, ...perSide];
  const image = filled([6, 7], 'float64', noise(5));
  return operations.flatMap((operation) =>
    boundaries.flatMap((boundary) =>
      paddings.map((padding) =>
        caseOf(`${operation} padding ${JSON.stringify(padding)}, ${boundary}`, {
          operation,
          image,
          kernel: nested(3, 4, noise(6)),
          options: { padding, boundary, fillvalue: 7.7 },
        }),
      ),
    ),
  );
}

function strides(): Case[] {
  const strides: PerAxis[] = [2, 3, 50, [1, 3], [3, 1], [2, 5], [7, 2]];
  return operations.flatMap((operation) =>
    modes.flatMap((mode) =>
      strides.map((stride, n) =>
        caseOf(`${operation} ${mode}, stride ${stride}`, {
          operation,
          image: filled([13, 21], floats[n % 2]!, noise(7)),
          kernel: nested(3, 4, noise(8)),
          options: { mode, stride, boundary: 'reflect' },
        }),
      ),
    ),
  );
}

function dilations(): Case[] {
  const dilations: PerAxis[] = [2, 3, [1, 3], [3, 1], [4, 2]];
  return operations.flatMap((operation) =>
    boundaries.flatMap((boundary) =>
      modes.flatMap((mode) =>
        dilations.map((dilation, n) =>
          caseOf(`${operation} ${mode}, ${boundary}, dilation ${dilation}`, {
            operation,
            image: filled([13, 12], floats[n % 2]!, noise(9)),
            kernel: nested(3, 4, noise(10)),
            options: { mode, boundary, dilation },
          }),
        ),
      ),
    ),
  );
}

function perAxis(): Case[] {
  const kernels = sizes('3x3 4x5 1x9 9x1 31x37');
  return mixedBoundaries.flatMap((boundary, b) =>
    kernels.flatMap(([rows, cols], k) =>
      [0, 0.3].map((fillvalue) =>
        caseOf(`${boundary.join(' by ')}, fill ${fillvalue}, ${rows} x ${cols}`, {
          operation: operations[(b + k) % 2]!,
          image: filled([9, 14, 1 + (k % 2) * 2], floats[b % 2]!, noise(30)),
          kernel: nested(rows, cols, noise(31)),
          options: { mode: k % 2 ? 'full' : 'same', boundary, fillvalue },
        }),
      ),
    ),
  );
}

/** Strides and dilations so large that no result reads most rows and columns. */
function gathered(): Case[] {
  const spacings: ConvolveOptions[] = [
    { stride: [40, 1] },
    { stride: [1, 50] },
    { stride: 30, padding: [70, 55] },
    { dilation: [60, 1] },
    { dilation: [1, 45] },
    { dilation: [1000, 2 ** 20] },
    { dilation: 33, stride: [2, 3] },
    { dilation: [1, 29], stride: [41, 2], padding: [90, 100] },
    { dilation: 2 ** 24 + 1, stride: 7 },
  ];
  return spacings.flatMap((spacing, n) =>
    boundaries.map((boundary) => {
      const isSame = spacing.padding === undefined;
      const options = { ...(isSame && { mode: 'same' as const }), ...spacing, boundary, fillvalue: -3.5 };
      return caseOf(`gathered, ${JSON.stringify(options)}`, {
        operation: operations[n % 2]!,
        image: filled([83, 97, 1 + (n % 4)], floats[n % 2]!, noise(20)),
        kernel: nested(2 + (n % 2), 3 - (n % 2), noise(21)),
        options,
      });
    }),
  );
}

/** Random combinations of all options. */
function combinations(): Case[] {
  const pick = picker(11);
  const next = noise(12);
  return Array.from({ length: 300 }, (_, n) => {
    const size = () => pick([1, 2, 3, 5, 8, 13, 17, 24]);
    const image = [size(), size(), pick([1, 1, 2, 3, 4])];
    const kernel = [pick([1, 2, 3, 4, 5]), pick([1, 2, 3, 4, 5, 9])] as const;
    const dilation: PerAxis = [pick([1, 1, 2, 3]), pick([1, 1, 2, 3])];
    const side = () => pick([0, 1, 2, 5, 14]);
    const missing = (axis: 0 | 1) => Math.max(0, (kernel[axis] - 1) * dilation[axis] + 1 - image[axis]!);
    const options: ConvolveOptions = {
      ...pick([
        { mode: 'full' },
        { mode: 'same' },
        {
          padding: [
            [side() + missing(0), side()],
            [side(), side() + missing(1)],
          ],
        },
      ] as const),
      boundary: n % 2 ? pick(boundaries) : [pick(boundaries), pick(boundaries)],
      fillvalue: pick([0, 1.3, -2]),
      stride: [pick([1, 1, 2, 3]), pick([1, 1, 2, 3, 4])],
      dilation,
      delta: pick([0, 0, 0.1]),
    };
    return caseOf(`combination ${n}: ${JSON.stringify({ image, kernel, ...options })}`, {
      operation: pick(operations),
      image: filled(image, pick(floats), next),
      kernel: nested(...kernel, next),
      options,
    });
  });
}
