import { roundHalfEven } from '../base/saturate.ts';
import type { TypedArray } from '../base/types.ts';

/** Rounds `count` sums half to even and saturates them to `least` .. `greatest`; NaN gives 0. */
export function narrow(
  sums: TypedArray,
  count: number,
  least: number,
  greatest: number,
  integers: TypedArray,
): void {
  for (let i = 0; i < count; i++) {
    const within = Math.min(Math.max(sums[i] as number, least), greatest);
    integers[i] = Number.isNaN(within) ? 0 : roundHalfEven(within);
  }
}
