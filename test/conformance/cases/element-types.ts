import type { DType } from '../../../src/base/types.ts';
import { dtypes, filled, nested } from '../../support/containers.ts';
import { integers, random } from '../../support/random.ts';
import { type Case, caseOf, sizes } from './case.ts';

/** Every element type in and out: widening, rounding half to even, saturation. */
export function elementTypeCases(): Case[] {
  return [
    ...everyPair(),
    ...defaults(),
    ...halves(),
    ...limits(),
    ...precision(),
    ...largeSums(),
    ...nestedResults(),
    ...kernelTypes(),
  ];
}

const range: { readonly [D in DType]: readonly [number, number] } = {
  float32: [-300, 300],
  float64: [-300, 300],
  uint8: [0, 255],
  uint8clamped: [0, 255],
  int8: [-128, 127],
  int16: [-32768, 32767],
  uint16: [0, 65535],
  int32: [-2147483648, 2147483647],
  uint32: [0, 4294967295],
};

/** Integers over all of the type's range and, in floats, of a modest one: sums that are exact. */
function whole(dtype: DType, seed: number): () => number {
  return integers(seed, ...range[dtype]);
}

function eighths(seed: number): () => number {
  const next = integers(seed, -16, 16);
  return () => next() / 8;
}

function everyPair(): Case[] {
  return dtypes.flatMap((from) =>
    dtypes.flatMap((dtype) =>
      [integers(30, -2, 3), eighths(31)].map((taps, n) =>
        caseOf(`${from} to ${dtype}, taps of ${n === 0 ? 'whole numbers' : 'eighths'}`, {
          operation: 'correlate2d',
          image: filled([6, 19], from, whole(from, 32)),
          kernel: nested(3, 3, taps),
          options: { dtype, mode: 'same', boundary: 'edge', delta: n },
        }),
      ),
    ),
  );
}

/** Nine taps on bright pixels. SciPy keeps the type of the image and overflows; the default type here holds the sums. */
function defaults(): Case[] {
  return dtypes.map((from) =>
    caseOf(`${from} to the default type`, {
      operation: 'convolve2d',
      image: filled([5, 9], from, whole(from, 33)),
      kernel: nested(3, 3, () => 1),
      options: {},
    }),
  );
}

/** Every quarter from -3 to 3, as it is and moved to a tie by delta. */
function halves(): Case[] {
  const quarters = Array.from({ length: 25 }, (_, n) => (n - 12) / 4);
  return dtypes.flatMap((dtype) =>
    [0, 0.25, 0.5, 100, -0.5].map((delta) =>
      caseOf(`quarters to ${dtype}, delta ${delta}`, {
        operation: 'correlate2d',
        image: [quarters],
        kernel: [[1]],
        options: { dtype, delta },
      }),
    ),
  );
}

/** Just inside, on and just outside the range of each type, and infinities. */
function limits(): Case[] {
  return dtypes.flatMap((dtype) => {
    const [low, high] = range[dtype];
    const near = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1];
    const values = [
      ...near.map((d) => low + d),
      ...near.map((d) => high + d),
      1e300,
      -1e300,
      Infinity,
      -Infinity,
    ];
    return caseOf(`limits of ${dtype}`, {
      operation: 'convolve2d',
      image: [values],
      kernel: [[1]],
      options: { dtype, mode: 'same' },
    });
  });
}

/** Numbers that float32 cannot hold: pixels, taps, fill value and delta are rounded before they are used. */
function precision(): Case[] {
  const pixels: [DType, () => number][] = [
    ['float64', random(34)],
    ['int32', whole('int32', 35)],
    ['uint32', whole('uint32', 36)],
    ['uint16', whole('uint16', 37)],
    ['float32', random(38)],
  ];
  return pixels.flatMap(([from, next]) =>
    (['float32', 'float64'] as const).flatMap((dtype) =>
      sizes('3x3 1x1 2x7').map(([rows, cols]) =>
        caseOf(`${from} in ${dtype} arithmetic, ${rows} x ${cols}`, {
          operation: 'convolve2d',
          image: filled([7, 23], from, next),
          kernel: nested(rows, cols, random(39)),
          options: { dtype, fillvalue: 0.1, delta: 1 / 3 },
        }),
      ),
    ),
  );
}

/** Sums of integers on both sides of what float32 holds exactly. */
function largeSums(): Case[] {
  return (['uint8', 'int8', 'uint16', 'int16'] as const).flatMap((from) =>
    [300, 5000, 100000].map((tap) =>
      caseOf(`${from} to int32, taps up to ${tap}`, {
        operation: 'correlate2d',
        image: filled([5, 21], from, whole(from, 44)),
        kernel: nested(3, 3, integers(45, -tap, tap)),
        options: { dtype: 'int32', mode: 'same', boundary: 'reflect' },
      }),
    ),
  );
}

function nestedResults(): Case[] {
  return dtypes.map((dtype) =>
    caseOf(`nested arrays to ${dtype}`, {
      operation: 'convolve2d',
      image: nested(4, 7, random(40)),
      kernel: nested(2, 3, integers(41, -99, 99)),
      options: { dtype },
    }),
  );
}

function kernelTypes(): Case[] {
  return dtypes.map((dtype) =>
    caseOf(`a kernel of ${dtype}`, {
      operation: 'convolve2d',
      image: filled([6, 10], 'float64', random(42)),
      kernel: filled([3, 2], dtype, whole(dtype, 43)),
      options: { mode: 'same', boundary: 'wrap' },
    }),
  );
}
