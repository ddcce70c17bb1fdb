/**
 * Continues a staged row beyond both ends. Its interior already stands at `begin + left.length`; a margin names
 * for each of its places the interior element that stands there, or -1 for `fill`.
 */
export function pad(
  row: Float64Array,
  begin: number,
  interiorLength: number,
  left: Int32Array,
  right: Int32Array,
  fill: number,
): void {
  const interior = begin + left.length;
  margin(row, interior, left, fill, begin);
  margin(row, interior, right, fill, interior + interiorLength);
}

function margin(row: Float64Array, interior: number, table: Int32Array, fill: number, at: number): void {
  for (let i = 0; i < table.length; i++) {
    const index = table[i] as number;
    row[at + i] = index < 0 ? fill : (row[interior + index] as number);
  }
}
