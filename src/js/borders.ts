import type { RowGeometry } from '../plan/rows.ts';

/**
 * Continues rows beyond both ends. Their interiors already stand behind their left borders. A border names for each of its
 * places the interior element that stands there, or -1 for `fill`.
 */
export function addBorders(
  values: Float64Array,
  at: number,
  rowStride: number,
  rowCount: number,
  { leftBorder, rightBorder, imageRowLength }: RowGeometry,
  fill: number,
): void {
  for (let row = 0; row < rowCount; row++) {
    const begin = at + row * rowStride;
    const interior = begin + leftBorder.length;
    addBorder(values, begin, leftBorder, interior, fill);
    addBorder(values, interior + imageRowLength, rightBorder, interior, fill);
  }
}

function addBorder(
  values: Float64Array,
  at: number,
  table: Int32Array,
  interior: number,
  fill: number,
): void {
  for (let i = 0; i < table.length; i++) {
    const index = table[i] as number;
    values[at + i] = index < 0 ? fill : (values[interior + index] as number);
  }
}

/** The length of a row with its borders. */
export function borderedLength({ leftBorder, rightBorder, imageRowLength }: RowGeometry): number {
  return leftBorder.length + imageRowLength + rightBorder.length;
}

/**
 * Deals a row's pixels out into `phases` rows, `phaseLength` elements apart, so that a strided convolution reads neighbours.
 */
export function deinterleave(
  row: Float64Array,
  at: number,
  pixels: number,
  channels: number,
  phases: number,
  destination: Float64Array,
  destinationAt: number,
  phaseLength: number,
): void {
  for (let phase = 0; phase < phases; phase++) {
    let to = destinationAt + phase * phaseLength;
    for (let pixel = phase; pixel < pixels; pixel += phases) {
      const from = at + pixel * channels;
      for (let channel = 0; channel < channels; channel++) destination[to++] = row[from + channel] as number;
    }
  }
}
