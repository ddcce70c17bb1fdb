/** The sum of the magnitudes of rows of `count` elements: NaN or infinity if one of them is, or if it overflows. */
export function magnitude<T>(source: usize, pitchBytes: usize, rows: i32, count: i32): T {
  const rowBytes = <usize>count * sizeof<T>();
  let even = v128.splat<T>(0);
  let odd = even;
  let rest: T = 0;
  for (let row = 0; row < rows; row++) {
    let x: usize = 0;
    for (; x + 32 <= rowBytes; x += 32) {
      even = v128.add<T>(even, v128.abs<T>(v128.load(source + x)));
      odd = v128.add<T>(odd, v128.abs<T>(v128.load(source + x, 16)));
    }
    for (; x < rowBytes; x += sizeof<T>()) rest += abs<T>(load<T>(source + x));
    source += pitchBytes;
  }
  const sum = v128.add<T>(even, odd);
  rest += v128.extract_lane<T>(sum, 0) + v128.extract_lane<T>(sum, 1);
  if (sizeof<T>() === 8) return rest;
  return rest + v128.extract_lane<T>(sum, 2) + v128.extract_lane<T>(sum, 3);
}
