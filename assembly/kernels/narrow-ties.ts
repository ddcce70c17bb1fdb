import { MAGIC } from '../constants';
import { TieList } from '../lanes/tie-list';

/**
 * Rounds `count` float32 sums to integers of type `D` (8 or 16 bits), saturates them, and lists those that are at least
 * `distance` from the nearest integer, and so next to a tie. These are rounded in any direction. `least` and `greatest` are a
 * quarter beyond the range of `D`, where no tie is.
 */
export function narrowTies<D>(
  source: usize,
  count: i32,
  distance: f32,
  least: f32,
  greatest: f32,
  list: usize,
  capacity: i32,
  destination: usize,
): void {
  const far = f32x4.splat(distance);
  const low = f32x4.splat(least);
  const high = f32x4.splat(greatest);
  const magic = f32x4.splat(<f32>MAGIC);
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    const from = source + ((<usize>i) << 2);
    const to = destination + <usize>i * sizeof<D>();
    const a = f32x4.pmin(f32x4.pmax(v128.load(from), low), high);
    const b = f32x4.pmin(f32x4.pmax(v128.load(from, 16), low), high);
    const c = f32x4.pmin(f32x4.pmax(v128.load(from, 32), low), high);
    const d = f32x4.pmin(f32x4.pmax(v128.load(from, 48), low), high);
    // The nearest integer is in the low bits now: see MAGIC.
    const first = f32x4.add(a, magic);
    const second = f32x4.add(b, magic);
    const third = f32x4.add(c, magic);
    const fourth = f32x4.add(d, magic);
    const nearA = f32x4.ge(f32x4.abs(f32x4.sub(a, f32x4.sub(first, magic))), far);
    const nearB = f32x4.ge(f32x4.abs(f32x4.sub(b, f32x4.sub(second, magic))), far);
    const nearC = f32x4.ge(f32x4.abs(f32x4.sub(c, f32x4.sub(third, magic))), far);
    const nearD = f32x4.ge(f32x4.abs(f32x4.sub(d, f32x4.sub(fourth, magic))), far);
    if (v128.any_true(v128.or(v128.or(nearA, nearB), v128.or(nearC, nearD)))) {
      TieList.add<D>(list, capacity, TieList.bits(nearA, nearB, nearC, nearD), to);
    }
    const w0 = i32x4.sub(first, magic);
    const w1 = i32x4.sub(second, magic);
    const w2 = i32x4.sub(third, magic);
    const w3 = i32x4.sub(fourth, magic);
    if (sizeof<D>() === 1) {
      const halves = i16x8.narrow_i32x4_s(w0, w1);
      const others = i16x8.narrow_i32x4_s(w2, w3);
      v128.store(
        to,
        isSigned<D>() ? i8x16.narrow_i16x8_s(halves, others) : i8x16.narrow_i16x8_u(halves, others),
      );
    } else if (isSigned<D>()) {
      v128.store(to, i16x8.narrow_i32x4_s(w0, w1));
      v128.store(to, i16x8.narrow_i32x4_s(w2, w3), 16);
    } else {
      v128.store(to, i16x8.narrow_i32x4_u(w0, w1));
      v128.store(to, i16x8.narrow_i32x4_u(w2, w3), 16);
    }
  }
  for (; i < count; i++) {
    const to = destination + <usize>i * sizeof<D>();
    const sum = min<f32>(max<f32>(load<f32>(source + ((<usize>i) << 2)), least), greatest);
    const rounded = nearest<f32>(sum);
    if (abs<f32>(sum - rounded) >= distance) TieList.add<D>(list, capacity, 1, to);
    store<D>(to, <D>(<i32>rounded));
  }
}
