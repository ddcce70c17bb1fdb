import { Float } from '../lanes/float';

/**
 * The sum of the magnitudes of all elements of some rows: infinity or NaN if an element is, or if the sum overflows. It has four
 * independent parts, because each addition waits for the one before it.
 */
export function magnitude<T>(source: usize, pitchBytes: usize, rows: i32, count: i32): T {
  const rowBytes = <usize>count * sizeof<T>();
  let a = v128.splat<T>(0);
  let b = a;
  let c = a;
  let d = a;
  let rest: T = 0;
  for (let row = 0; row < rows; row++) {
    let x: usize = 0;
    for (; x + 64 <= rowBytes; x += 64) {
      const at = source + x;
      a = v128.add<T>(a, v128.abs<T>(v128.load(at)));
      b = v128.add<T>(b, v128.abs<T>(v128.load(at, 16)));
      c = v128.add<T>(c, v128.abs<T>(v128.load(at, 32)));
      d = v128.add<T>(d, v128.abs<T>(v128.load(at, 48)));
    }
    for (; x < rowBytes; x += sizeof<T>()) rest += abs<T>(load<T>(source + x));
    source += pitchBytes;
  }
  return rest + Float.sumOfLanes<T>(v128.add<T>(v128.add<T>(a, b), v128.add<T>(c, d)));
}
