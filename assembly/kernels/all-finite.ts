import { Float } from '../lanes/float';

/** 0 if all elements of some rows are finite, else NaN. */
export function allFinite<T>(source: usize, pitchBytes: usize, rows: i32, count: i32): T {
  const rowBytes = <usize>count * sizeof<T>();
  let check = v128.splat<T>(0);
  let rest: T = 0;
  for (let row = 0; row < rows; row++) {
    let x: usize = 0;
    for (; x + 16 <= rowBytes; x += 16) check = Float.checkFinite<T>(check, v128.load(source + x));
    for (; x < rowBytes; x += sizeof<T>()) rest += load<T>(source + x) - load<T>(source + x);
    source += pitchBytes;
  }
  return rest + Float.sumOfLanes<T>(check);
}
