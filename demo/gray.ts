/**
 * BT.601's 0.299, 0.587 and 0.114 in 15-bit fixed point, as OpenCV's `cvtColor` has them for 8 bits
 * (`R2Y`, `G2Y`, `B2Y` and `gray_shift` in modules/imgproc/src/color.hpp); they add up to 2^15.
 */
const [red, green, blue, shift] = [9798, 19235, 3735, 15];
const half = 1 << (shift - 1);

/** Interleaved 8-bit RGB to gray, the bytes of OpenCV's `COLOR_RGB2GRAY`. */
export function gray(rgb: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(rgb.length / 3);
  for (let pixel = 0, at = 0; pixel < pixels.length; pixel++, at += 3) {
    pixels[pixel] = (rgb[at]! * red + rgb[at + 1]! * green + rgb[at + 2]! * blue + half) >> shift;
  }
  return pixels;
}
