import { Rgba } from '../lanes/rgba';

/** Multiplies the colours of RGBA pixels by their alpha over `opaque`, in place: `count` elements of each row. */
export function premultiply<T>(at: usize, pitchBytes: usize, rows: i32, count: i32, opaque: T): void {
  const most = v128.splat<T>(opaque);
  const rowBytes = <usize>count * sizeof<T>();
  for (let row = 0; row < rows; row++, at += pitchBytes) {
    for (let pixel = at; pixel < at + rowBytes; pixel += 4 * sizeof<T>()) {
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
}
