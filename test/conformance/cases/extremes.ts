import type { DType } from '../../../src/base/types.ts';
import { filled, nested } from '../../support/containers.ts';
import { integers, random } from '../../support/random.ts';
import { type Case, caseOf, sizes } from './case.ts';
import { boundaries, operations } from './geometry.ts';

/** NaN, infinities, signed zeros, tiny and huge numbers, in the order of direct arithmetic. */
export function extremeCases(): Case[] {
  return [
    ...oneSpecialPixel(),
    ...specialTaps(),
    ...specialSettings(),
    ...magnitudes(),
    ...zeroKernels(),
    ...hugeStrides(),
  ];
}

const floats = ['float32', 'float64'] as const;

/** It spreads as far as the kernel reaches, and under taps of 0 too. */
function oneSpecialPixel(): Case[] {
  return floats.flatMap((dtype) =>
    [NaN, Infinity, -Infinity].flatMap((special) =>
      [0, 40, 99].flatMap((place) =>
        sizes('3x3 1x4').flatMap(([rows, cols]) =>
          boundaries.map((boundary) => {
            const image = filled([5, 20], dtype, random(70));
            image.data[place] = special;
            return caseOf(`${special} at ${place} of ${dtype} under ${rows} x ${cols}, ${boundary}`, {
              operation: 'convolve2d',
              image,
              kernel: nested(rows, cols, integers(71, -1, 1)),
              options: { mode: 'same', boundary },
            });
          }),
        ),
      ),
    ),
  );
}

function specialTaps(): Case[] {
  return floats.flatMap((dtype) =>
    [NaN, Infinity, -Infinity, -0].flatMap((special) =>
      operations.map((operation) =>
        caseOf(`a tap ${Object.is(special, -0) ? '-0' : special}, ${operation} of ${dtype}`, {
          operation,
          image: filled([4, 13], dtype, integers(72, -1, 1)),
          kernel: [
            [1, 0, 2],
            [special, 1, 0],
          ],
          options: { boundary: 'wrap' },
        }),
      ),
    ),
  );
}

function specialSettings(): Case[] {
  const dtypes: DType[] = ['float32', 'float64', 'uint8', 'int16', 'int32', 'uint32'];
  return dtypes.flatMap((dtype) =>
    [{ fillvalue: Infinity }, { fillvalue: NaN }, { delta: -Infinity }, { delta: NaN }, { delta: -0 }].map(
      (options) =>
        caseOf(`${Object.entries(options).flat().join(' ')} to ${dtype}`, {
          operation: 'convolve2d',
          image: filled([3, 7], 'float32', integers(73, -4, 4)),
          kernel: [
            [1, 0],
            [0, 2],
          ],
          options: { ...options, dtype },
        }),
    ),
  );
}

/** Sums that overflow, cancel and fall into the subnormal numbers. */
function magnitudes(): Case[] {
  const scales = { float32: [3e38, 1e-38, 1e-44], float64: [1.5e308, 3e-308, 1e-322] };
  return floats.flatMap((dtype) =>
    scales[dtype].map((scale) => {
      const next = random(74);
      return caseOf(`${dtype} times ${scale}`, {
        operation: 'correlate2d',
        image: filled([4, 17], dtype, () => (next() * 2 - 1) * scale),
        kernel: [
          [0.75, -1, 1],
          [1, 0.5, -0.25],
        ],
        options: {},
      });
    }),
  );
}

/** Zero taps do not take out what the accumulator cannot hold. */
function zeroKernels(): Case[] {
  const dtypes: DType[] = ['float32', 'uint8', 'float64'];
  return dtypes.flatMap((dtype) =>
    [1e300, 2 ** 60, 255].map((fillvalue) =>
      caseOf(`a kernel of 0 and a fill value of ${fillvalue} to ${dtype}`, {
        operation: 'convolve2d',
        image: filled([2, 20], 'uint8', integers(75, 0, 255)),
        kernel: [[0]],
        options: { fillvalue, padding: 1, delta: 5, dtype },
      }),
    ),
  );
}

/** Strides beyond the image leave one result along their axis. */
function hugeStrides(): Case[] {
  const strides = [3, 9, 2 ** 20, 2 ** 31, 2 ** 36];
  return strides.flatMap((stride) =>
    [[1, stride] as const, [stride, 1] as const, stride].map((step) =>
      caseOf(`stride ${step} on 3 x 9`, {
        operation: 'correlate2d',
        image: filled([3, 9], 'float32', integers(76, -9, 9)),
        kernel: [
          [1, 2],
          [3, 4],
        ],
        options: { stride: step, boundary: 'edge' },
      }),
    ),
  );
}
