import type { Accumulator } from '../base/dtype.ts';
import type { Boundary } from '../base/types.ts';
import { coarseGrid } from '../plan/grid.ts';
import { type MultiratePlan, multiratePlan } from '../plan/multirate.ts';
import { blur, SHORT_COLUMNS, trial, trials, type Way } from './self-check.ts';

/** Cells of two to three elements, whose coarse kernel is 1/4, 1/2, 1/4. */
const grids = (lanes: MultiratePlan['lanes'], accumulator: Accumulator): Way[] => [
  {
    kind: `multirate ${accumulator}`,
    plan(problem) {
      const gridOf = (elements: number, boundary: Boundary) => ({
        ...coarseGrid(elements, boundary, lanes === 'bytes' ? 3 : 6, 2.5),
        kernel: Float64Array.of(0.25, 0.5, 0.25),
        before: 1,
      });
      const { image, boundary } = problem;
      const both = [gridOf(image.rows, boundary[0]), gridOf(image.columns, boundary[1])] as const;
      return multiratePlan(problem, { lanes, accumulator, grids: both, error: 0, oneSided: 0 }, null);
    },
  },
];

/** Has backends checked by Gaussians on coarse grids too. */
export function addMultirateTrials(): void {
  if (trials.some(({ ways }) => ways.some(({ kind }) => kind.startsWith('multirate')))) return;
  trials.push(
    trial('uint8', 'uint8', [blur], grids('bytes', 'float32'), '-1412447554 1385812781', {
      accumulator: 'float64',
      columns: SHORT_COLUMNS,
      boundary: 'wrap',
    }),
    trial('uint16', 'int16', [blur], grids('floats', 'float32'), '1526299175 -1328814413', {
      accumulator: 'float64',
      boundary: 'edge',
    }),
    trial('float64', 'float64', [blur], grids('floats', 'float64'), '-700073770 309931970', {
      accumulator: 'float64',
      boundary: 'symm',
    }),
  );
}
