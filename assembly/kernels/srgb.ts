import { Rgba } from '../lanes/rgba';
import { Srgb } from '../lanes/srgb';

/** Makes `count` elements linear in light, in place; where `hasAlpha`, the fourth of four stays. */
export function decode<T>(at: usize, count: i32, hasAlpha: i32, table: usize): void {
  Transfer.apply<T>(at, count, hasAlpha, table, false);
}

/** The inverse of `decode`. */
export function encode<T>(at: usize, count: i32, hasAlpha: i32, table: usize): void {
  Transfer.apply<T>(at, count, hasAlpha, table, true);
}

class Transfer {
  @inline
  static apply<T>(at: usize, count: i32, hasAlpha: i32, table: usize, encodes: bool): void {
    const end = at + <usize>count * sizeof<T>();
    if (hasAlpha) {
      for (; at < end; at += 4 * sizeof<T>()) {
        const first = v128.load(at);
        if (sizeof<T>() === 4) {
          v128.store(at, Rgba.withAlpha<T>(Transfer.of<T>(first, table, encodes), first));
        } else {
          const last = v128.load(at, 16);
          v128.store(at, Transfer.of<T>(first, table, encodes));
          v128.store(at, Rgba.withAlpha<T>(Transfer.of<T>(last, table, encodes), last), 16);
        }
      }
      return;
    }
    for (; at + 16 <= end; at += 16) v128.store(at, Transfer.of<T>(v128.load(at), table, encodes));
    for (; at < end; at += sizeof<T>()) {
      store<T>(at, v128.extract_lane<T>(Transfer.of<T>(v128.load_splat<T>(at), table, encodes), 0));
    }
  }

  @inline
  static of<T>(elements: v128, table: usize, encodes: bool): v128 {
    return encodes ? Srgb.encode<T>(elements, table) : Srgb.decode<T>(elements, table);
  }
}
