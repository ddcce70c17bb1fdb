import fc from 'fast-check';
import type { DType } from '../../src/base/types.ts';
import { arrayOf } from '../support/containers.ts';
import { integers, random } from '../support/random.ts';

/** What arrays hold, as plain data: `spots` put single values over what `kind` and `seed` give. */
export interface Contents {
  readonly kind: keyof typeof kinds;
  readonly seed: number;
  readonly spots: readonly (readonly [index: number, value: number])[];
}

type Source = (dtype: DType, seed: number) => () => number;

const isFloat = (dtype: DType) => dtype.startsWith('float');

/** The whole range of an integer type; of floats, numbers from -5 to 5. */
const noise: Source = (dtype, seed) => {
  const next = random(seed);
  if (isFloat(dtype)) return () => next() * 10 - 5;
  const [least, greatest] = rangeOf(dtype);
  return () => least + Math.floor(next() * (greatest - least + 1));
};

function rangeOf(dtype: DType): [number, number] {
  const bits = 8 * arrayOf[dtype].prototype.BYTES_PER_ELEMENT;
  return dtype.startsWith('u') ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}

const kinds = {
  noise,
  small: (_, seed) => integers(seed, 0, 9),
  constant: (_, seed) => () => seed % 100,
  extremes: (dtype, seed) => {
    const next = random(seed);
    const [least, greatest] = isFloat(dtype) ? [-1e6, 1e6] : rangeOf(dtype);
    return () => (next() < 0.5 ? least : greatest);
  },
  wide: (dtype, seed) => {
    const next = random(seed);
    return isFloat(dtype) ? () => 10 ** (next() * 12 - 6) * (next() < 0.5 ? -1 : 1) : noise(dtype, seed);
  },
  denormal: (dtype, seed) => {
    const next = random(seed);
    const least = dtype === 'float32' ? 2 ** -149 : 2 ** -1074;
    return isFloat(dtype) ? () => Math.floor(next() * 1000) * least : noise(dtype, seed);
  },
} satisfies { readonly [kind: string]: Source };

const special = [NaN, Infinity, -Infinity, -0, 3e38, -1e300, 1e-310, 2 ** -149, 2 ** 31, 0.5];

/** Mostly plain numbers; sometimes a few that arithmetic is not made for. */
export function contents(): fc.Arbitrary<Contents> {
  const spot = fc.tuple(fc.nat(200), fc.constantFrom(...special));
  return fc.record({
    kind: fc.oneof(
      { weight: 6, arbitrary: fc.constant<keyof typeof kinds>('noise') },
      { weight: 4, arbitrary: fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])) },
    ),
    seed: fc.nat(9999),
    spots: fc.oneof(
      { weight: 6, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(spot, { maxLength: 3 }) },
    ),
  });
}

/** The numbers that an array of this type gets, in order. */
export function sourceOf({ kind, seed, spots }: Contents, dtype: DType): () => number {
  const next = kinds[kind](dtype, seed);
  const values = new Map(isFloat(dtype) ? spots : []);
  let index = 0;
  return () => {
    const value = next();
    return values.get(index++) ?? value;
  };
}
