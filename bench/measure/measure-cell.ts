import { backendInfo } from 'convolve-wasm';
import type { Cell } from '../cells/cell.ts';
import { cells } from '../cells/cells.ts';
import { geometry } from '../cells/geometry.ts';
import { availableBackends } from '../contenders/backends.ts';
import type { Contender, Variant } from '../contenders/contender.ts';
import { libraryContenders } from '../contenders/library.ts';
import { loopsContenders } from '../contenders/loops.ts';
import { NativeReferences } from '../contenders/native-references.ts';
import { prepareTimes } from '../contenders/prepared.ts';
import { type Answer, faults } from './check.ts';
import { measureInRounds, type Samples } from './rounds.ts';
import { type Statistics, statistics } from './statistics.ts';

export interface CellRequest {
  readonly cell: string;
  /** Each contender's milliseconds. With 0 the first run, the one that is checked, is all. */
  readonly time: number;
  /** The Python to ask for the native references. */
  readonly python?: string | undefined;
}

export interface CellResult {
  readonly cell: string;
  /** Of a convolution. */
  readonly macs?: number | undefined;
  readonly rows: readonly RowResult[];
  /** Wrong answers. Then nothing was timed. */
  readonly faults: readonly string[];
}

export type RowResult = { readonly row: string } & { readonly [variant in Variant]?: Statistics } & Costs;

/** What a backend takes besides its runs. */
interface Costs {
  readonly prepare?: Statistics | undefined;
  /** Linear memory after all runs, with the resident image and result in it. */
  readonly memoryBytes?: number | undefined;
}

/** The share of a contender's time that the preparing of its kernel gets. */
const PREPARING = 0.1;

/** Measures a cell with all its contenders. */
export async function measureCell({ cell: name, time, python }: CellRequest): Promise<CellResult> {
  const cell = cells[name]!(time === 0);
  const native = python === undefined ? undefined : await NativeReferences.start(python);
  const contenders = [
    ...('filter' in cell ? [] : loopsContenders(cell)),
    ...libraryContenders(cell),
    ...((await native?.contenders(cell)) ?? []),
  ];

  const answers: Answer[] = [];
  const first = new Map<Contender, readonly number[]>();
  for (const contender of contenders) {
    const { row, variant } = contender;
    const { answer, time } = await contender.once();
    answers.push({ row, variant, answer });
    first.set(contender, [time]);
  }
  const macs = 'filter' in cell ? undefined : geometry(cell).macs;
  const found = faults(cell, answers);
  const rows: RowResult[] = [];
  if (found.length === 0) {
    const samples = time > 0 ? await measureInRounds(first, time) : first;
    rows.push(...rowResults(samples, costs(cell, time * PREPARING)));
  }
  native?.stop();
  return { cell: name, macs, rows, faults: found };
}

function costs(cell: Cell, budget: number): ReadonlyMap<string, Costs> {
  const { backends } = backendInfo();
  return new Map(
    availableBackends().map((backend) => {
      const { memoryBytes } = backends[backend];
      const isPrepared = !('filter' in cell) && cell.blur === undefined;
      const prepare = isPrepared ? statistics(prepareTimes(cell, backend, budget)) : undefined;
      return [backend, { memoryBytes, prepare }];
    }),
  );
}

function rowResults(samples: Samples, costs: ReadonlyMap<string, Costs>): RowResult[] {
  const rows = new Map<string, RowResult>();
  for (const [{ row, variant }, taken] of samples) {
    rows.set(row, { row, ...costs.get(row), ...rows.get(row), [variant]: statistics(taken) });
  }
  return [...rows.values()];
}
