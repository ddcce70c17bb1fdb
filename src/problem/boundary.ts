import type { Boundary } from '../base/types.ts';

/**
 * The element of a line of `length` elements that a boundary rule puts at `index`, which may lie any distance beyond both ends;
 * -1 for the fill value.
 *
 *     fill      f f f [a b c d] f f f
 *     wrap      b c d [a b c d] a b c
 *     symm      c b a [a b c d] d c b
 *     reflect   d c b [a b c d] c b a
 *     edge      a a a [a b c d] d d d
 */
export type Fold = (index: number, length: number) => number;

export const folds: { readonly [name in Boundary]: Fold } = {
  fill: (index, length) => (index >= 0 && index < length ? index : -1),
  wrap: modulo,
  symm: (index, length) => {
    const place = modulo(index, 2 * length);
    return place < length ? place : 2 * length - 1 - place;
  },
  reflect: (index, length) => {
    if (length === 1) return 0;
    const place = modulo(index, 2 * length - 2);
    return place < length ? place : 2 * length - 2 - place;
  },
  edge: (index, length) => Math.min(Math.max(index, 0), length - 1),
};

function modulo(index: number, period: number): number {
  const rest = index % period;
  return rest < 0 ? rest + period : rest;
}
