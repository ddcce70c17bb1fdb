import { cells } from './cells.ts';
import { type Answer, faults } from './check.ts';
import type { Contender, Variant } from './contender.ts';
import { geometry } from './geometry.ts';
import { libraryContenders } from './library.ts';
import { NativeReferences } from './native-references.ts';
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
  readonly macs: number;
  readonly rows: readonly RowResult[];
  /** Wrong answers. Then nothing was timed. */
  readonly faults: readonly string[];
}

export type RowResult = { readonly row: string } & { readonly [variant in Variant]?: Statistics };

/** The contenders take turns this often, so that a machine that slows down for a while does so for all of them. */
const ROUNDS = 3;

/** V8 has compiled a loop that has run for so many milliseconds with the best of its compilers. */
const WARMUP = 250;

/** Measures a cell with all its contenders. */
export async function measureCell({ cell: name, time, python }: CellRequest): Promise<CellResult> {
  const cell = cells[name]!();
  const native = python === undefined ? undefined : await NativeReferences.start(python);
  const contenders = [...libraryContenders(cell), ...((await native?.contenders(cell)) ?? [])];

  const answers: Answer[] = [];
  let samples = new Map<Contender, readonly number[]>();
  for (const contender of contenders) {
    const { row, variant } = contender;
    const first = await contender.once();
    answers.push({ row, variant, answer: first.answer });
    samples.set(contender, [first.time]);
  }
  const found = faults(cell, answers);
  if (found.length === 0 && time > 0) samples = await measureInRounds(samples, time);
  native?.stop();

  const { macs } = geometry(cell);
  return { cell: name, macs, rows: found.length === 0 ? rowResults(samples) : [], faults: found };
}

async function measureInRounds(
  first: ReadonlyMap<Contender, readonly number[]>,
  time: number,
): Promise<Map<Contender, readonly number[]>> {
  for (const [contender, [firstTime]] of first) {
    if (firstTime! < WARMUP) await contender.sample(WARMUP);
  }
  const samples = new Map([...first.keys()].map((contender) => [contender, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [contender, taken] of samples) taken.push(...(await contender.sample(time / ROUNDS)));
  }
  return samples;
}

function rowResults(samples: ReadonlyMap<Contender, readonly number[]>): RowResult[] {
  const rows = new Map<string, RowResult>();
  for (const [{ row, variant }, taken] of samples) {
    rows.set(row, { row, ...rows.get(row), [variant]: statistics(taken) });
  }
  return [...rows.values()];
}
