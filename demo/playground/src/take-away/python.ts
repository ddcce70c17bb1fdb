import { type DType, kernels } from 'convolve-wasm';
import { isEditable } from '../kernel/kernel.ts';
import type { Pair } from '../state/state.ts';
import { type Call, readsFill } from './call.ts';

/* What the code for SciPy and for OpenCV has in common. Both compute in float64, and round and saturate at the end. */

export function number(value: number): string {
  if (Number.isNaN(value)) return 'np.nan';
  if (!Number.isFinite(value)) return value > 0 ? 'np.inf' : '-np.inf';
  return Object.is(value, -0) ? '-0.0' : String(value);
}

export const list = (values: readonly number[]): string => `[${values.map(number).join(', ')}]`;

/** What Python does not reproduce, as comments: one line each. */
export function limitsOf({ state, alpha, mayHaveNan }: Call): string[] {
  return [
    state.nan === 'ignore' && mayHaveNan ? '# Not reproduced: NaN are not left out here, they spread.' : '',
    alpha === 'premultiply' ? '# Not reproduced: colours are not weighed by alpha here.' : '',
  ].filter(Boolean);
}

export const loaded = [
  '# The page saves the picture as numbers: rows, columns and, of a colour picture, channels.',
  "image = np.load('picture.npy').astype(np.float64)",
];

export function kernelOf({ rows, state, extent }: Call): string[] {
  const { dilation } = state;
  const [down, across] = dilation;
  return [
    ...tapsOf(rows, state.kernel),
    ...(down === 1 && across === 1
      ? []
      : [
          'dense = kernel  # dilation puts zeros between the taps',
          `kernel = np.zeros((${extent[0]}, ${extent[1]}))`,
          `kernel[::${down}, ::${across}] = dense`,
        ]),
  ];
}

function tapsOf(rows: Call['rows'], choice: Call['state']['kernel']): string[] {
  const first = rows[0]![0]!;
  const isEven = rows.flat().every((tap) => Object.is(tap, first));
  if (isEven && rows.length * rows[0]!.length > 1) {
    return [`kernel = np.full((${rows.length}, ${rows[0]!.length}), ${number(first)}, dtype=np.float64)`];
  }
  const outer = outerOf(rows, choice);
  if (outer) {
    const [column, row] = outer;
    return [
      `column = ${list(column)}`,
      `row = ${list(row)}`,
      'kernel = np.outer(column, row).astype(np.float64)',
    ];
  }
  if (rows.length === 1) return [`kernel = np.array([${list(rows[0]!)}], dtype=np.float64)`];
  const isLine = rows[0]!.length === 1;
  if (!isEditable(rows) && !isLine) return ["kernel = np.load('kernel.npy')  # the page saves it as numbers"];
  return ['kernel = np.array([', ...rows.map((row) => `    ${list(row)},`), '], dtype=np.float64)'];
}

/** The column and the row whose product a kernel is, where it was made so. */
function outerOf(rows: Call['rows'], choice: Call['state']['kernel']) {
  if (choice.from === 'outer') return [choice.column, choice.row] as const;
  if (choice.from !== 'preset' || choice.name !== 'gaussian') return null;
  const [column, row] = [0, 1].map((axis) => {
    const options = Object.entries(choice.options).map(([name, value]) => [
      name,
      alongAxis(value, axis as 0 | 1),
    ]);
    return Array.from(kernels.gaussian1d(Object.fromEntries(options)));
  }) as [number[], number[]];
  const isSame = rows.every((taps, down) =>
    taps.every((tap, across) => tap === column[down]! * row[across]!),
  );
  return isSame ? ([column, row] as const) : null;
}

const alongAxis = (value: number | Pair<number>, axis: 0 | 1): number =>
  typeof value === 'number' ? value : value[axis];

/**
 * Divides by the kernel's sum and adds delta. In this order, and not with a divided kernel, sums of integers stay exact until they are
 * rounded.
 */
export function dividedAndMoved({ rows, state: { normalize, delta } }: Call): string[] {
  return [
    ...(normalize ? [divided(rows)] : []),
    ...(delta === 0 ? [] : [`result = result + ${number(delta)}`]),
  ];
}

/** A sum of at most 1e-8 of the magnitudes counts as 0 in the package, and divides nothing. */
function divided(rows: Call['rows']): string {
  const taps = rows.flat();
  const sum = taps.reduce((total, tap) => total + tap, 0);
  const magnitude = taps.reduce((total, tap) => total + Math.abs(tap), 0);
  if (Math.abs(sum) <= 1e-8 * magnitude) return '# Not divided by their sum: the taps add up to 0.';
  return 'result = result / kernel.sum()';
}

/** The first to the last row and column that a stride keeps. */
export function kept({ stride: [down, across] }: Call['state']): string[] {
  return down === 1 && across === 1 ? [] : [`result = result[::${down}, ::${across}]`];
}

const integers: { readonly [dtype in DType]?: readonly [low: number, high: number, type: string] } = {
  uint8: [0, 255, 'uint8'],
  uint8clamped: [0, 255, 'uint8'],
  int8: [-128, 127, 'int8'],
  uint16: [0, 65535, 'uint16'],
  int16: [-32768, 32767, 'int16'],
  uint32: [0, 4294967295, 'uint32'],
  int32: [-2147483648, 2147483647, 'int32'],
};

export const isRounded = (dtype: DType): boolean => integers[dtype] !== undefined;

export const roundsOtherwise =
  '# Halves may be rounded to the other side than in convolve-wasm: their sums have rounding errors.';

/** Where the package promises no exact sum, it divides the kernel instead of the sum. */
export function mayRoundOtherwise({ state, dtype }: Call): boolean {
  const { normalize, imageDType } = state;
  const areIntegers =
    !imageDType.startsWith('float') && (!readsFill(state) || Number.isInteger(state.fillvalue));
  return isRounded(dtype) && normalize && !areIntegers;
}

/** Rounds half to even and saturates, as the package does. */
export function castTo({ dtype, mayHaveNan }: Call): string[] {
  const integer = integers[dtype];
  if (!integer) return dtype === 'float32' ? ['result = result.astype(np.float32)'] : [];
  const [low, high, type] = integer;
  return [
    ...(mayHaveNan ? ['result[np.isnan(result)] = 0'] : []),
    `result = np.clip(np.rint(result), ${low}, ${high}).astype(np.${type})`,
  ];
}
