import {
  SCALING_DIVIDE,
  SCALING_FIXED,
  SCALING_MULTIPLY,
  SCALING_NONE,
  SCALING_SHIFT6,
  SCALING_SHIFT8,
  TYPE_I16,
  TYPE_I32,
  TYPE_U8,
  TYPE_U16,
} from '../constants';
import { fixedPoint } from './fixed-point';

/** Offsets in a table of 32-bit numbers that says how sums become results. See `Requantization` in src/plan/integer.ts. */
const SUM_TYPE: usize = 0;
const RESULT_TYPE: usize = 4;
const SCALING: usize = 8;
/** f32: a factor or a divisor. */
const SCALE: usize = 12;
/**
 * i32: 1, half of the divisor minus 1, and 32767. They come from memory, because V8 of Node 24 builds constant vectors again in
 * each round of a loop, which takes as long as all the rest.
 */
export const ONE: usize = 16;
export const HALF: usize = 20;
const MOST: usize = 24;
/** f32: `MAGIC` of the shared constants. */
const MAGIC_NUMBER: usize = 28;

/** Requantizes `count` sums: scales them, rounds half to even and saturates. */
export function requantize(sums: usize, count: i32, table: usize, destination: usize): void {
  const scaling = load<i32>(table, SCALING);
  const type = load<i32>(table, RESULT_TYPE);
  const sumType = load<i32>(table, SUM_TYPE);
  if (scaling === SCALING_FIXED) {
    if (type === TYPE_U8) fixedPoint<u8>(sums, count, table, destination);
    else if (type === TYPE_I16) fixedPoint<i16>(sums, count, table, destination);
    else fixedPoint<u16>(sums, count, table, destination);
    return;
  }
  if (sumType === TYPE_I32) Requantization.requantizeTo<i32>(sums, count, scaling, table, type, destination);
  else if (sumType === TYPE_I16)
    Requantization.requantizeTo<i16>(sums, count, scaling, table, type, destination);
  else Requantization.requantizeTo<u16>(sums, count, scaling, table, type, destination);
}

/** Whether the sums are the results already. */
export function isDone(table: usize): bool {
  return (
    load<i32>(table, SCALING) === SCALING_NONE && load<i32>(table, SUM_TYPE) === load<i32>(table, RESULT_TYPE)
  );
}

function requantizeAs<T, D>(sums: usize, count: i32, scaling: i32, table: usize, destination: usize): void {
  if (isFloat<D>() || scaling === SCALING_MULTIPLY) {
    Requantization.wide<T, D>(sums, count, SCALING_MULTIPLY, table, destination);
  } else if (scaling === SCALING_DIVIDE) {
    Requantization.wide<T, D>(sums, count, SCALING_DIVIDE, table, destination);
  } else if (sizeof<T>() === 4) {
    Requantization.wide<T, D>(sums, count, SCALING_NONE, table, destination);
  } else if (scaling === SCALING_SHIFT8) {
    Requantization.narrow<T, D>(sums, count, 8, table, destination);
  } else if (scaling === SCALING_SHIFT6) {
    Requantization.narrow<T, D>(sums, count, 6, table, destination);
  } else {
    Requantization.narrow<T, D>(sums, count, 0, table, destination);
  }
}

/** Inlined, so that the compiler decides every branch before the loops. */
export class Requantization {
  @inline
  static requantizeTo<T>(
    sums: usize,
    count: i32,
    scaling: i32,
    table: usize,
    type: i32,
    destination: usize,
  ): void {
    if (type === TYPE_U8) requantizeAs<T, u8>(sums, count, scaling, table, destination);
    else if (type === TYPE_I16) requantizeAs<T, i16>(sums, count, scaling, table, destination);
    else if (type === TYPE_U16) requantizeAs<T, u16>(sums, count, scaling, table, destination);
    else requantizeAs<T, f32>(sums, count, scaling, table, destination);
  }

  /** In 32-bit lanes. */
  @inline
  static wide<T, D>(sums: usize, count: i32, scaling: i32, table: usize, destination: usize): void {
    const factor = v128.load32_splat(table, SCALE);
    const magic = v128.load32_splat(table, MAGIC_NUMBER);
    let i = 0;
    for (; sizeof<D>() === 1 && i + 16 <= count; i += 16) {
      const from = sums + <usize>i * sizeof<T>();
      const first = sizeof<T>() === 4 ? v128.load(from) : v128.load_ext<T>(from);
      const second = sizeof<T>() === 4 ? v128.load(from, 16) : v128.load_ext<T>(from, 8);
      const third = sizeof<T>() === 4 ? v128.load(from, 32) : v128.load_ext<T>(from, 16);
      const fourth = sizeof<T>() === 4 ? v128.load(from, 48) : v128.load_ext<T>(from, 24);
      const low = i16x8.narrow_i32x4_s(
        Requantization.asIntegers(first, scaling, factor, magic),
        Requantization.asIntegers(second, scaling, factor, magic),
      );
      const high = i16x8.narrow_i32x4_s(
        Requantization.asIntegers(third, scaling, factor, magic),
        Requantization.asIntegers(fourth, scaling, factor, magic),
      );
      v128.store(destination + <usize>i, i8x16.narrow_i16x8_u(low, high));
    }
    for (; sizeof<D>() !== 1 && i + 8 <= count; i += 8) {
      const from = sums + <usize>i * sizeof<T>();
      const to = destination + <usize>i * sizeof<D>();
      const low = sizeof<T>() === 4 ? v128.load(from) : v128.load_ext<T>(from);
      const high = sizeof<T>() === 4 ? v128.load(from, 16) : v128.load_ext<T>(from, 8);
      if (isFloat<D>()) {
        v128.store(to, Requantization.asFloats(low, scaling, factor));
        v128.store(to, Requantization.asFloats(high, scaling, factor), 16);
      } else {
        const a = Requantization.asIntegers(low, scaling, factor, magic);
        const b = Requantization.asIntegers(high, scaling, factor, magic);
        v128.store(to, isSigned<D>() ? i16x8.narrow_i32x4_s(a, b) : i16x8.narrow_i32x4_u(a, b));
      }
    }
    for (; i < count; i++) {
      const sum = i32x4.splat(<i32>load<T>(sums + <usize>i * sizeof<T>()));
      const to = destination + <usize>i * sizeof<D>();
      if (isFloat<D>()) store<f32>(to, f32x4.extract_lane(Requantization.asFloats(sum, scaling, factor), 0));
      else
        Requantization.storeOne<D>(
          to,
          i32x4.extract_lane(Requantization.asIntegers(sum, scaling, factor, magic), 0),
        );
    }
  }

  @inline
  static asFloats(sums: v128, scaling: i32, factor: v128): v128 {
    const floats = f32x4.convert_i32x4_s(sums);
    return scaling === SCALING_DIVIDE ? f32x4.div(floats, factor) : f32x4.mul(floats, factor);
  }

  @inline
  static asIntegers(sums: v128, scaling: i32, factor: v128, magic: v128): v128 {
    if (scaling === SCALING_NONE) return sums;
    return i32x4.sub(f32x4.add(Requantization.asFloats(sums, scaling, factor), magic), magic);
  }

  @inline
  static storeOne<D>(to: usize, value: i32): void {
    const least: i32 = isSigned<D>() ? -32768 : 0;
    store<D>(to, <D>min(max(value, least), least + (1 << (8 * sizeof<D>())) - 1));
  }

  /** In 16-bit lanes. */
  @inline
  static narrow<T, D>(sums: usize, count: i32, shift: i32, table: usize, destination: usize): void {
    const one = v128.load16_splat(table, ONE);
    const half = v128.load16_splat(table, HALF);
    const most = v128.load16_splat(table, MOST);
    let i = 0;
    for (; i + 16 <= count; i += 16) {
      const from = sums + ((<usize>i) << 1);
      const to = destination + <usize>i * sizeof<D>();
      const low = Requantization.divided<T>(v128.load(from), shift, one, half);
      const high = Requantization.divided<T>(v128.load(from, 16), shift, one, half);
      if (sizeof<D>() === 1) {
        v128.store(
          to,
          i8x16.narrow_i16x8_u(
            Requantization.bounded<T, D>(low, most),
            Requantization.bounded<T, D>(high, most),
          ),
        );
      } else {
        v128.store(to, Requantization.bounded<T, D>(low, most));
        v128.store(to, Requantization.bounded<T, D>(high, most), 16);
      }
    }
    for (; i < count; i++) {
      const result = Requantization.divided<T>(
        i16x8.splat(load<i16>(sums + ((<usize>i) << 1))),
        shift,
        one,
        half,
      );
      const value = isSigned<T>()
        ? <i32>i16x8.extract_lane_s(result, 0)
        : <i32>i16x8.extract_lane_u(result, 0);
      Requantization.storeOne<D>(destination + <usize>i * sizeof<D>(), value);
    }
  }

  @inline
  static divided<T>(sums: v128, shift: i32, one: v128, half: v128): v128 {
    if (shift === 0) return sums;
    const odd = v128.and(v128.shr<T>(sums, shift), one);
    return v128.shr<T>(i16x8.add(i16x8.add(sums, half), odd), shift);
  }

  /** Saturates values of type `T` where `D`, or the narrowing to it, would read them with the other sign. */
  @inline
  static bounded<T, D>(values: v128, most: v128): v128 {
    if (isSigned<T>())
      return sizeof<D>() === 2 && !isSigned<D>() ? i16x8.max_s(values, i16x8.splat(0)) : values;
    if (sizeof<D>() === 2 && !isSigned<D>()) return values;
    return i16x8.min_u(values, most);
  }
}
