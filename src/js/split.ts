/**
 * Deals a row's pixels out into `phases` rows, `phaseLength` elements apart, so that a strided convolution
 * reads neighbours.
 */
export function split(
  source: Float64Array,
  pixels: number,
  channels: number,
  phases: number,
  destination: Float64Array,
  at: number,
  phaseLength: number,
): void {
  for (let pixel = 0; pixel < pixels; pixel++) {
    const to = at + (pixel % phases) * phaseLength + Math.floor(pixel / phases) * channels;
    for (let channel = 0; channel < channels; channel++) {
      destination[to + channel] = source[pixel * channels + channel] as number;
    }
  }
}
