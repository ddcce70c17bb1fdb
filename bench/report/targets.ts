import type { Variant } from '../contenders/contender.ts';
import type { CellResult, RowResult } from '../measure/measure-cell.ts';

/** How long a row may take at most, in times of the reference `than`, or, without one, in milliseconds. */
interface Target {
  readonly cells: readonly string[];
  readonly than?: string;
  readonly limits: { readonly [variant in Variant]?: number };
  /**
   * `'js'` or `'wasm'`: that, however fast others are. `'either'`: the faster of `wasm` and `wasm-relaxed`, where fused
   * multiply-adds need not be what counts. By default `wasm-relaxed` where there is one.
   */
  readonly row?: 'js' | 'wasm' | 'either';
}

const named = (dtype: string, sizes: readonly (number | string)[]) => sizes.map((size) => `${dtype}-${size}`);

/** What the package has set itself. */
const targets: readonly Target[] = [
  { cells: ['f32-3'], than: 'opencv', limits: { resident: 1, out: 1.7 } },
  { cells: named('f32', [5, 7, 9, 11]), than: 'opencv', limits: { resident: 1, out: 1.3 } },
  { cells: named('f32', [15, 31, 63]), than: 'opencv', limits: { resident: 0.6, out: 0.7 } },
  { cells: named('f64', [3, 5, 7, 9, 11, 15, 31, 63]), than: 'opencv', limits: { resident: 0.8, out: 1 } },
  { cells: named('f32-sep', [5, 11, 21, 31]), than: 'opencv-sep', limits: { resident: 1, out: 1.3 } },
  { cells: ['full-512'], than: 'scipy-fft', limits: { resident: 0.4, out: 0.4 } },
  { cells: ['seed'], than: 'scipy', limits: { resident: 0.03, out: 0.05 } },
  {
    cells: ['u8-edge3', 'u8-edge3-i16'],
    than: 'opencv',
    limits: { resident: 0.8, out: 1 },
    row: 'either',
  },
  { cells: ['u8-sobel'], than: 'opencv', limits: { resident: 1.3, out: 1.6 }, row: 'either' },
  { cells: ['u8-gauss-5'], than: 'opencv', limits: { out: 1.1 }, row: 'either' },
  { cells: ['u8-gauss-21'], than: 'opencv', limits: { resident: 0.8, out: 1 }, row: 'either' },
  { cells: ['u8-box-15'], than: 'opencv', limits: { resident: 1, out: 1.3 }, row: 'either' },
  { cells: ['rgba-5'], than: 'opencv', limits: { out: 1.2 }, row: 'either' },
  { cells: ['rgba-5-fast'], than: 'opencv', limits: { resident: 0.6, out: 0.7 }, row: 'either' },
  { cells: ['rgba-gauss-5'], than: 'opencv', limits: { out: 0.8 }, row: 'either' },
  { cells: ['rgba-gauss-21'], than: 'opencv', limits: { resident: 0.7, out: 1 }, row: 'either' },
  { cells: ['u8-gauss-21-exact', 'rgba-gauss-21-exact'], than: 'opencv', limits: { out: 2 }, row: 'either' },
  { cells: ['u8-sigma-2', 'rgba-sigma-2'], than: 'opencv', limits: { out: 1.2 }, row: 'either' },
  { cells: named('u8-sigma', [10, 50]), than: 'opencv-stack', limits: { out: 0.8 }, row: 'either' },
  { cells: named('rgba-sigma', [10, 50]), than: 'opencv-stack', limits: { out: 0.75 }, row: 'either' },
  { cells: named('f32-sigma', [10, 50]), than: 'opencv-stack', limits: { out: 0.6 }, row: 'either' },
  { cells: ['f32-sigma-50-exact'], than: 'opencv', limits: { out: 0.15 }, row: 'either' },
  { cells: ['rgba-sigma-50'], limits: { out: 250 }, row: 'js' },
  { cells: ['u8-gradients'], than: 'opencv', limits: { out: 1.2 }, row: 'either' },
  { cells: ['rgba-gray'], than: 'opencv', limits: { resident: 1.5, fresh: 2.5 }, row: 'either' },
  { cells: ['pipeline-720'], than: 'opencv', limits: { out: 2 }, row: 'either' },
  { cells: ['small-8'], than: 'opencv', limits: { prepared: 0.5 } },
  { cells: ['small-64'], than: 'opencv', limits: { prepared: 0.8 } },
  { cells: named('small', [8, 16, 32, 64, 128]), than: 'opencv', limits: { out: 1.2 } },
  { cells: ['small-8'], than: 'opencv', limits: { prepared: 0.5, out: 1.2 }, row: 'js' },
  { cells: named('f32', [5, 7, 9, 11, 15]), than: 'js', limits: { out: 1 / 5 }, row: 'wasm' },
  { cells: named('f32', [5, 7, 9, 11, 15]), than: 'loops', limits: { out: 1 / 20 }, row: 'wasm' },
];

/** What engines without relaxed SIMD may take longer: they multiply and add in two steps. */
const WITHOUT_RELAXED = 1.6;

export interface TargetResult {
  readonly row: string;
  readonly variant: Variant;
  /** Undefined: the limit and the ratios are milliseconds. */
  readonly than?: string | undefined;
  readonly limit: number;
  readonly ratios: { readonly [cell: string]: number };
  readonly missed: readonly string[];
}

/** Of those targets that the measured cells and rows tell something about. */
export function targetResults(results: readonly CellResult[]): TargetResult[] {
  const relaxed = results.some(({ rows }) => rows.some(({ row }) => row === 'wasm-relaxed'));
  return targets.flatMap(({ cells, than, limits, row: fixed }) => {
    const row = fixed ?? (relaxed ? 'wasm-relaxed' : 'wasm');
    const factor = fixed === undefined && !relaxed ? WITHOUT_RELAXED : 1;
    const measured = results.filter(({ cell }) => cells.includes(cell));
    return Object.entries(limits).flatMap(([name, times]) => {
      const variant = name as Variant;
      const limit = times * factor;
      const entries = measured
        .map((result) => [result.cell, ratio(result, row, variant, than)] as const)
        .filter((entry): entry is readonly [string, number] => entry[1] !== undefined);
      if (entries.length === 0) return [];
      const missed = entries.filter(([, ratio]) => ratio > limit).map(([cell]) => cell);
      return [{ row, variant, than, limit, ratios: Object.fromEntries(entries), missed }];
    });
  });
}

function ratio(
  { rows }: CellResult,
  row: string,
  variant: Variant,
  than: string | undefined,
): number | undefined {
  const names = row === 'either' ? ['wasm', 'wasm-relaxed'] : [row];
  const own = names.flatMap((name) => find(rows, name)?.[variant]?.median ?? []);
  if (own.length === 0) return undefined;
  const other = than === undefined ? 1 : referenceTime(find(rows, than), variant);
  return other && Math.min(...own) / other;
}

/** A new result is compared with a new one. */
function referenceTime(row: RowResult | undefined, variant: Variant): number | undefined {
  if (row === undefined) return undefined;
  return ((variant === 'fresh' && row.fresh) || headline(row)).median;
}

/** How many times as fast as another a row is, into `out` where it has that; undefined if one is not there. */
export function speedup({ rows }: CellResult, row: string, than: string): number | undefined {
  const [own, other] = [find(rows, row), find(rows, than)];
  return own && other && headline(other).median / headline(own).median;
}

/** The times that stand for a row. */
export function headline({ out, fresh }: RowResult) {
  return (out ?? fresh)!;
}

function find(rows: readonly RowResult[], row: string): RowResult | undefined {
  return rows.find((candidate) => candidate.row === row);
}
