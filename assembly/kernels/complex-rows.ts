import { Float } from '../lanes/float';
import { Tile } from '../lanes/tile';

/**
 * Correlates rows of a spectrum (see fourier.ts) in place, each with its own complex taps:
 *
 *     row[x] = sum over v of taps[v] * row[x + v * columnStepBytes]
 *
 * `rowTable` lists the indices of the rows (i32), each once. `taps` holds `tapColumns` complex numbers for each of them. Results
 * are computed in tiles of 64 bytes, so a row must be as long as `rowBytes`, rounded up to a tile, plus the reach of the taps.
 */
export function complexRows<T>(
  spectrum: usize,
  pitchBytes: usize,
  rowTable: usize,
  rows: i32,
  taps: usize,
  tapColumns: i32,
  columnStepBytes: usize,
  rowBytes: usize,
): void {
  const tapRowBytes = <usize>tapColumns * (2 * sizeof<T>());
  for (let i = 0; i < rows; i++) {
    const row = spectrum + <usize>load<i32>(rowTable + ((<usize>i) << 2)) * (pitchBytes * 2);
    const tapsEnd = taps + tapRowBytes;
    for (let x: usize = 0; x < rowBytes; x += 64) {
      tile<T>(row + x, pitchBytes, taps, tapsEnd, columnStepBytes);
    }
    taps = tapsEnd;
  }
}

function tile<T>(at: usize, pitchBytes: usize, tap: usize, tapsEnd: usize, columnStepBytes: usize): void {
  let r0 = v128.splat<T>(0);
  let r1 = r0;
  let r2 = r0;
  let r3 = r0;
  let i0 = r0;
  let i1 = r0;
  let i2 = r0;
  let i3 = r0;
  for (let x = at; tap < tapsEnd; tap += 2 * sizeof<T>(), x += columnStepBytes) {
    const kr = v128.load_splat<T>(tap);
    const ki = v128.load_splat<T>(tap, sizeof<T>());
    const y = x + pitchBytes;
    const xr0 = v128.load(x);
    const xi0 = v128.load(y);
    r0 = Float.multiplyAdd<T>(kr, xr0, r0);
    i0 = Float.multiplyAdd<T>(kr, xi0, i0);
    r0 = Float.multiplySubtract<T>(ki, xi0, r0);
    i0 = Float.multiplyAdd<T>(ki, xr0, i0);
    const xr1 = v128.load(x, 16);
    const xi1 = v128.load(y, 16);
    r1 = Float.multiplyAdd<T>(kr, xr1, r1);
    i1 = Float.multiplyAdd<T>(kr, xi1, i1);
    r1 = Float.multiplySubtract<T>(ki, xi1, r1);
    i1 = Float.multiplyAdd<T>(ki, xr1, i1);
    const xr2 = v128.load(x, 32);
    const xi2 = v128.load(y, 32);
    r2 = Float.multiplyAdd<T>(kr, xr2, r2);
    i2 = Float.multiplyAdd<T>(kr, xi2, i2);
    r2 = Float.multiplySubtract<T>(ki, xi2, r2);
    i2 = Float.multiplyAdd<T>(ki, xr2, i2);
    const xr3 = v128.load(x, 48);
    const xi3 = v128.load(y, 48);
    r3 = Float.multiplyAdd<T>(kr, xr3, r3);
    i3 = Float.multiplyAdd<T>(kr, xi3, i3);
    r3 = Float.multiplySubtract<T>(ki, xi3, r3);
    i3 = Float.multiplyAdd<T>(ki, xr3, i3);
  }
  Tile.store4(at, r0, r1, r2, r3);
  at += pitchBytes;
  Tile.store4(at, i0, i1, i2, i3);
}
