import type { CellResult, RowResult } from './measure-cell.ts';

/** `row` is to be at least so many times as fast as `than`, in these cells. */
interface Target {
  readonly row: string;
  readonly than: string;
  readonly times: number;
  readonly cells: readonly string[];
}

/** What the package has set itself. Half the speed of OpenCV: it computes in wider vectors than WebAssembly has. */
const targets: readonly Target[] = [
  { row: 'wasm', than: 'js', times: 5, cells: ['f32-5', 'f32-7', 'f32-9', 'f32-11', 'f32-15'] },
  { row: 'wasm', than: 'loops', times: 20, cells: ['f32-5', 'f32-7', 'f32-9', 'f32-11', 'f32-15'] },
  {
    row: 'wasm',
    than: 'scipy',
    times: 15,
    cells: ['f32-3', 'f32-5', 'f32-7', 'f32-9', 'f32-11', 'f32-15', 'seed'],
  },
  {
    row: 'wasm-relaxed',
    than: 'opencv',
    times: 0.5,
    cells: ['f32-3', 'f32-5', 'f32-7', 'f32-9', 'f32-11'],
  },
];

export interface TargetResult extends Omit<Target, 'cells'> {
  readonly speedups: { readonly [cell: string]: number };
  readonly missed: readonly string[];
}

/** How many times as fast as another a row is, into `out` where it has that; undefined if one is not there. */
export function speedup({ rows }: CellResult, row: string, than: string): number | undefined {
  const time = (name: string) => {
    const found = rows.find((candidate) => candidate.row === name);
    return found && headline(found).median;
  };
  const [own, other] = [time(row), time(than)];
  return own === undefined || other === undefined ? undefined : other / own;
}

/** The times that stand for a row. */
export function headline({ out, fresh }: RowResult) {
  return (out ?? fresh)!;
}

/** Of those targets that the measured cells and rows tell something about. */
export function targetResults(results: readonly CellResult[]): TargetResult[] {
  return targets.flatMap(({ cells, ...target }) => {
    const measured = results
      .filter(({ cell }) => cells.includes(cell))
      .map((result) => [result.cell, speedup(result, target.row, target.than)] as const)
      .filter((entry): entry is readonly [string, number] => entry[1] !== undefined);
    if (measured.length === 0) return [];
    const missed = measured.filter(([, times]) => times < target.times).map(([cell]) => cell);
    return [{ ...target, speedups: Object.fromEntries(measured), missed }];
  });
}
