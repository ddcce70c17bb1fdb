import { TieList } from '../lanes/tie-list';

/** Offsets in the table that `requantize` reads: see src/wasm/requantize.ts. */
const SHIFT: usize = 32;
const HALF: usize = 36;
/** Sums are saturated a quarter beyond the results' range, where no tie is. */
const LEAST: usize = 40;
const GREATEST: usize = 44;
/** A sum is next to a tie where the fraction of `sum + OFFSET`, which is its bits in MASK, is at most SPAN. */
const OFFSET: usize = 48;
const MASK: usize = 52;
const SPAN: usize = 56;
const LIST: usize = 60;
const CAPACITY: usize = 64;

/**
 * Rounds sums in fixed point (i32) to integers of type `D`, saturates them, and lists those that lie next to a tie. These are
 * rounded in any direction.
 */
export function fixedPoint<D>(sums: usize, count: i32, table: usize, destination: usize): void {
  const shift = load<i32>(table, SHIFT);
  const half = v128.load32_splat(table, HALF);
  const least = v128.load32_splat(table, LEAST);
  const greatest = v128.load32_splat(table, GREATEST);
  const offset = v128.load32_splat(table, OFFSET);
  const mask = v128.load32_splat(table, MASK);
  const span = v128.load32_splat(table, SPAN);
  const list = load<usize>(table, LIST);
  const capacity = load<i32>(table, CAPACITY);
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    const from = sums + ((<usize>i) << 2);
    const to = destination + <usize>i * sizeof<D>();
    const a = i32x4.min_s(i32x4.max_s(v128.load(from), least), greatest);
    const b = i32x4.min_s(i32x4.max_s(v128.load(from, 16), least), greatest);
    const c = i32x4.min_s(i32x4.max_s(v128.load(from, 32), least), greatest);
    const d = i32x4.min_s(i32x4.max_s(v128.load(from, 48), least), greatest);
    const nearA = i32x4.le_s(v128.and(i32x4.add(a, offset), mask), span);
    const nearB = i32x4.le_s(v128.and(i32x4.add(b, offset), mask), span);
    const nearC = i32x4.le_s(v128.and(i32x4.add(c, offset), mask), span);
    const nearD = i32x4.le_s(v128.and(i32x4.add(d, offset), mask), span);
    if (v128.any_true(v128.or(v128.or(nearA, nearB), v128.or(nearC, nearD)))) {
      TieList.add<D>(list, capacity, TieList.bits(nearA, nearB, nearC, nearD), to);
    }
    const first = i32x4.shr_s(i32x4.add(a, half), shift);
    const second = i32x4.shr_s(i32x4.add(b, half), shift);
    const third = i32x4.shr_s(i32x4.add(c, half), shift);
    const fourth = i32x4.shr_s(i32x4.add(d, half), shift);
    if (sizeof<D>() === 1) {
      v128.store(
        to,
        i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(first, second), i16x8.narrow_i32x4_s(third, fourth)),
      );
    } else if (isSigned<D>()) {
      v128.store(to, i16x8.narrow_i32x4_s(first, second));
      v128.store(to, i16x8.narrow_i32x4_s(third, fourth), 16);
    } else {
      v128.store(to, i16x8.narrow_i32x4_u(first, second));
      v128.store(to, i16x8.narrow_i32x4_u(third, fourth), 16);
    }
  }
  for (; i < count; i++) {
    const to = destination + <usize>i * sizeof<D>();
    const sum = min(
      max(load<i32>(sums + ((<usize>i) << 2)), load<i32>(table, LEAST)),
      load<i32>(table, GREATEST),
    );
    if (((sum + load<i32>(table, OFFSET)) & load<i32>(table, MASK)) <= load<i32>(table, SPAN)) {
      TieList.add<D>(list, capacity, 1, to);
    }
    store<D>(to, <D>((sum + load<i32>(table, HALF)) >> shift));
  }
}
