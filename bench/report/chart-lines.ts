import type { Machine } from '../measure/machine.ts';
import type { CellResult } from '../measure/measure-cell.ts';
import type { Point } from '../measure/sweep-point.ts';
import { headline } from './targets.ts';

/** What a sweep and a benchmark with native references write. */
export interface SweepReport {
  readonly machine: Machine;
  readonly points: readonly Point[];
}

export interface NativeReport {
  readonly machine: Machine;
  readonly cells: readonly CellResult[];
}

export type LineStyle = 'wasm' | 'wasm-direct' | 'js' | 'opencv' | 'scipy';

export interface Line {
  readonly style: LineStyle;
  readonly label: string;
  /** By kernel size. */
  readonly points: readonly { readonly kernel: number; readonly time: number }[];
}

/** Time by kernel size for a float32 image of 1024 x 1024 and noise for a kernel, of whoever was measured. */
export function chartLines({ points }: SweepReport, native: NativeReport | undefined): Line[] {
  const shown = points.filter(
    ({ dtype, image, series, kernel }) =>
      dtype === 'float32' && image === 1024 && series === 'noise' && kernel >= 3,
  );
  const backend = shown.some(({ backend }) => backend === 'wasm-relaxed') ? 'wasm-relaxed' : 'wasm';
  const swept = (name: string, method: 'auto' | 'direct') =>
    shown
      .filter(({ backend }) => backend === name)
      .flatMap(({ kernel, times: { [method]: time } }) => (time === undefined ? [] : [{ kernel, time }]));
  const lines: Line[] = [
    { style: 'wasm', label: backend, points: swept(backend, 'auto') },
    { style: 'wasm-direct', label: 'direct only', points: swept(backend, 'direct') },
    { style: 'js', label: 'js', points: swept('js', 'auto') },
    { style: 'opencv', label: 'OpenCV filter2D', points: measured(native, 'opencv') },
    { style: 'scipy', label: 'SciPy fftconvolve', points: measured(native, 'scipy-fft') },
  ];
  return lines.filter(({ points }) => points.length > 0);
}

function measured(native: NativeReport | undefined, name: string): Line['points'] {
  return (native?.cells ?? []).flatMap(({ cell, rows }) => {
    const kernel = Number(/^f32-(\d+)$/.exec(cell)?.[1]);
    const row = rows.find(({ row }) => row === name);
    return kernel > 0 && row !== undefined ? [{ kernel, time: headline(row).median }] : [];
  });
}
