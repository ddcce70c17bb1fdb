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
  for (let phase = 0; phase < phases; phase++) {
    let to = at + phase * phaseLength;
    for (let pixel = phase; pixel < pixels; pixel += phases) {
      for (let from = pixel * channels; from < (pixel + 1) * channels; from++) {
        destination[to++] = source[from] as number;
      }
    }
  }
}
