/**
 * AssemblyScript: what the build with bounds assertions calls in place of every load and store. `check` throws where bytes are
 * not of the plan that runs.
 */
declare function check(pointer: usize, bytes: usize, isStore: bool): void;

export function scalar_load<T>(pointer: usize, offset: usize = 0): T {
  check(pointer + offset, sizeof<T>(), false);
  return load<T>(pointer + offset);
}

export function scalar_store<T>(pointer: usize, value: T, offset: usize = 0): void {
  check(pointer + offset, sizeof<T>(), true);
  store<T>(pointer + offset, value);
}

export function v128_load(pointer: usize, offset: usize = 0): v128 {
  check(pointer + offset, 16, false);
  return v128.load(pointer + offset);
}

export function v128_load_ext<S>(pointer: usize, offset: usize = 0): v128 {
  check(pointer + offset, 8, false);
  return v128.load_ext<S>(pointer + offset);
}

export function v128_load_splat<T>(pointer: usize, offset: usize = 0): v128 {
  check(pointer + offset, sizeof<T>(), false);
  return v128.load_splat<T>(pointer + offset);
}

export function v128_load16_splat(pointer: usize, offset: usize = 0): v128 {
  check(pointer + offset, 2, false);
  return v128.load16_splat(pointer + offset);
}

export function v128_load32_splat(pointer: usize, offset: usize = 0): v128 {
  check(pointer + offset, 4, false);
  return v128.load32_splat(pointer + offset);
}

export function v128_load32_zero(pointer: usize, offset: usize = 0): v128 {
  check(pointer + offset, 4, false);
  return v128.load32_zero(pointer + offset);
}

export function v128_load64_zero(pointer: usize, offset: usize = 0): v128 {
  check(pointer + offset, 8, false);
  return v128.load64_zero(pointer + offset);
}

export function v128_store(pointer: usize, value: v128, offset: usize = 0): void {
  check(pointer + offset, 16, true);
  v128.store(pointer + offset, value);
}

export function v128_store32_lane(pointer: usize, value: v128, lane: u8): void {
  // The instruction takes a constant.
  assert(lane === 0);
  check(pointer, 4, true);
  v128.store32_lane(pointer, value, 0);
}

export function v128_store64_lane(pointer: usize, value: v128, lane: u8): void {
  // The instruction takes a constant.
  assert(lane === 0);
  check(pointer, 8, true);
  v128.store64_lane(pointer, value, 0);
}

export function memory_fill(pointer: usize, value: u8, bytes: usize): void {
  check(pointer, bytes, true);
  memory.fill(pointer, value, bytes);
}
