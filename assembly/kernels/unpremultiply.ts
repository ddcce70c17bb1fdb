import { Rgba } from '../lanes/rgba';

/**
 * Divides the colours of RGBA pixels by their alpha over `opaque` and adds `delta` to them, `count` elements in place. The divisor
 * is the alpha within `least` and `greatest`; where that is 0, colours are `delta`. Alpha stays as it is.
 */
export function unpremultiply<T>(at: usize, count: i32, opaque: T, least: T, greatest: T, delta: T): void {
  const most = v128.splat<T>(opaque);
  const low = v128.splat<T>(least);
  const high = v128.splat<T>(greatest);
  const added = v128.splat<T>(delta);
  const end = at + <usize>count * sizeof<T>();
  for (let pixel = at; pixel < end; pixel += 4 * sizeof<T>()) {
    const first = v128.load(pixel);
    if (sizeof<T>() === 4) {
      const alpha = v128.pmin<T>(v128.pmax<T>(Rgba.alpha<T>(first), low), high);
      v128.store(pixel, Rgba.withAlpha<T>(Rgba.over<T>(first, alpha, most, added), first));
    } else {
      const last = v128.load(pixel, 16);
      const alpha = v128.pmin<T>(v128.pmax<T>(Rgba.alpha<T>(last), low), high);
      v128.store(pixel, Rgba.over<T>(first, alpha, most, added));
      v128.store(pixel, Rgba.withAlpha<T>(Rgba.over<T>(last, alpha, most, added), last), 16);
    }
  }
}
