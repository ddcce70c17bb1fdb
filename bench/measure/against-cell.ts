import type { BackendName, TypedArray } from 'convolve-wasm';
import type { Cell } from '../cells/cell.ts';
import { cells } from '../cells/cells.ts';
import { joined, type Run, type Variant } from '../contenders/contender.ts';
import { type Library, newOuts, runsOf } from '../contenders/runs.ts';
import { faults } from './check.ts';
import { statistics } from './statistics.ts';
import { timeRuns } from './time-runs.ts';
import { unanswered } from './unanswered.ts';

export interface AgainstRequest {
  readonly cell: string;
  /** URLs of the modules: of this build and of the other. */
  readonly builds: readonly [string, string];
  /** Whether the other build is imported, set up and timed first. */
  readonly isOtherFirst: boolean;
  /** Milliseconds for each contender of each build. */
  readonly time: number;
}

export interface AgainstResult {
  /** this / other, by backend and variant. */
  readonly ratios: { readonly [contender: string]: number };
  /** Wrong answers. Then nothing was timed. */
  readonly faults: readonly string[];
}

interface Contender {
  readonly row: BackendName;
  readonly variant: Variant;
  readonly run: Run;
}

/** Long enough for a few dozen runs of a small kernel, short enough for the machine to stay as it is. */
const BATCH_MILLISECONDS = 25;
/** V8 has compiled a loop that has run for so many milliseconds with the best of its compilers. */
const WARMUP_MILLISECONDS = 150;

/** Times both builds in turns, in this process: this, other, other, this, and so on. */
export async function measureAgainst(request: AgainstRequest): Promise<AgainstResult> {
  const { cell: name, builds, isOtherFirst, time } = request;
  const cell = cells[name]!(false);
  const outs = newOuts(cell);
  const order = isOtherFirst ? [1, 0] : [0, 1];
  const contenders: Contender[][] = [[], []];
  for (const build of order) {
    contenders[build] = contendersOf(await import(builds[build]!), cell, outs);
  }
  const wrong: string[] = [];
  for (const build of order) {
    const answers = [];
    for (const contender of contenders[build]!) {
      for (const out of outs) unanswered(out);
      answers.push({ ...contender, answer: joined(contender.run()) });
    }
    // One backend at a time: which methods two of them take is known of this build alone.
    for (const row of new Set(answers.map((answer) => answer.row))) {
      const found = faults(
        cell,
        answers.filter((answer) => answer.row === row),
      );
      wrong.push(...found.map((fault) => `${build === 0 ? 'this' : 'the other'} build, ${fault}`));
    }
  }
  if (wrong.length > 0) return { ratios: {}, faults: wrong };
  const ratios: { [contender: string]: number } = {};
  for (const own of contenders[0]!) {
    const { row, variant } = own;
    const other = contenders[1]!.find((one) => one.row === row && one.variant === variant);
    if (other === undefined) continue;
    const [first, second] = isOtherFirst ? [other, own] : [own, other];
    const ratio = ratioOf(first, second, time, 'filter' in cell ? 1 : cell.calls);
    ratios[`${row}, ${variant}`] = isOtherFirst ? 1 / ratio : ratio;
  }
  return { ratios, faults: [] };
}

/**
 * How many times as long the first takes as the second, which take turns: first, second, second, first. Lower quartiles of
 * all runs tell it: what else the machine does makes runs longer, never shorter.
 */
function ratioOf(first: Contender, second: Contender, time: number, calls: number | undefined): number {
  const sample = ({ run }: Contender, budget: number) => timeRuns(run, budget, calls, processorTime);
  for (const contender of [first, second]) sample(contender, WARMUP_MILLISECONDS);
  const samples = new Map<Contender, number[]>([
    [first, []],
    [second, []],
  ]);
  const turns = Math.max(2, Math.round(time / (2 * BATCH_MILLISECONDS)));
  for (let turn = 0; turn < turns; turn++) {
    for (const contender of [first, second, second, first]) {
      samples.get(contender)!.push(...sample(contender, BATCH_MILLISECONDS));
    }
  }
  const [a, b] = [...samples.values()].map((taken) => statistics(taken).p25);
  return a! / b!;
}

/** Of the processor, in milliseconds: a busy machine does not lengthen it. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** From and into the same arrays, for both builds; and in each backend's own memory. */
function contendersOf(library: Library, cell: Cell, outs: TypedArray[]): Contender[] {
  const { backends } = library.backendInfo();
  const served = (Object.keys(backends) as BackendName[]).filter((name) => backends[name].available);
  return served.flatMap((row) =>
    Object.entries(runsOf(library, cell, row, outs))
      // The time of new results is that of the system's memory.
      .filter(([variant]) => variant !== 'fresh')
      .map(([variant, run]) => ({ row, variant: variant as Variant, run })),
  );
}
