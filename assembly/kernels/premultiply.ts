import { Rgba } from '../lanes/rgba';

/** Multiplies the colours of RGBA pixels by their alpha over `opaque`, `count` elements in place. */
export function premultiply<T>(at: usize, count: i32, opaque: T): void {
  const most = v128.splat<T>(opaque);
  const end = at + <usize>count * sizeof<T>();
  for (let pixel = at; pixel < end; pixel += 4 * sizeof<T>()) {
    const first = v128.load(pixel);
    if (sizeof<T>() === 4) {
      v128.store(pixel, Rgba.withAlpha<T>(Rgba.times<T>(first, Rgba.alpha<T>(first), most), first));
    } else {
      const last = v128.load(pixel, 16);
      const alpha = Rgba.alpha<T>(last);
      v128.store(pixel, Rgba.times<T>(first, alpha, most));
      v128.store(pixel, Rgba.withAlpha<T>(Rgba.times<T>(last, alpha, most), last), 16);
    }
  }
}
