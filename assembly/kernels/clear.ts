/** Fills the first `rowBytes` of each row with zeros. */
export function clear(at: usize, pitchBytes: usize, rows: i32, rowBytes: usize): void {
  for (let row = 0; row < rows; row++) {
    memory.fill(at, 0, rowBytes);
    at += pitchBytes;
  }
}
