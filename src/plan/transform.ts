/** A fast Fourier transform. Its first radix is always 4, so its length is 4 times the product of `radices`. */
export interface Transform {
  readonly length: number;
  /** The radices after the first. A 2 comes last, where all its twiddle factors are 1. */
  readonly radices: readonly number[];
}

/** 8192 rows of complex float64, with the strip that they come from, still fit into memory. */
const MAX_LENGTH = 8192;

/** All supported transforms, from the shortest to the longest. */
export const transforms: readonly Transform[] = /* @__PURE__ */ listTransforms();

function listTransforms(): Transform[] {
  const found: Transform[] = [];
  for (let fours = 4; fours <= MAX_LENGTH; fours *= 4) {
    for (let threes = 1; fours * threes <= MAX_LENGTH; threes *= 3) {
      for (const two of [1, 2]) {
        const length = fours * threes * two;
        if (length <= MAX_LENGTH && length > 4) found.push({ length, radices: radicesOf(length / 4) });
      }
    }
  }
  return found.sort((a, b) => a.length - b.length);
}

function radicesOf(rest: number): number[] {
  for (const radix of [4, 3, 2]) {
    if (rest % radix === 0) return [radix, ...radicesOf(rest / radix)];
  }
  return [];
}

/** The frequency at each index of a transformed column: its digits, to the base of the radices, are in reversed order. */
export function frequencies({ radices }: Transform): Int32Array {
  let order = Int32Array.of(0);
  for (const radix of [4, ...radices].reverse()) {
    const inner = order;
    order = Int32Array.from(
      { length: inner.length * radix },
      (_, place) => Math.floor(place / inner.length) + radix * (inner[place % inner.length] as number),
    );
  }
  return order;
}

/**
 * The twiddle factors of a transform: for each step from the longest part to the shortest and for each j < part / radix, the
 * powers 1 to radix - 1 of exp(-2 pi i j / part), real and imaginary.
 */
export function twiddles({ length, radices }: Transform): Float64Array {
  const table: number[] = [];
  let part = length;
  for (const radix of [4, ...radices]) {
    for (let j = 0; j < part / radix; j++) {
      for (let power = 1; power < radix; power++) {
        table.push(...root((j * power) % part, part));
      }
    }
    part /= radix;
  }
  return Float64Array.from(table);
}

/** exp(-2 pi i k / n), by symmetry from an angle of at most pi / 4, whose rounding error is small. */
function root(k: number, n: number): [real: number, imaginary: number] {
  const quarters = Math.round((4 * k) / n);
  const angle = (-2 * Math.PI * (k - (quarters * n) / 4)) / n;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  if (quarters % 2 === 0) return quarters % 4 === 0 ? [cos, sin] : [-cos, -sin];
  return quarters === 1 ? [sin, -cos] : [-sin, cos];
}
