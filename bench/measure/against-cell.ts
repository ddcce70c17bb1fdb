import type { BackendName, TypedArray } from 'convolve-wasm';
import { Bench } from 'tinybench';
import { arrays, type Cell, dtypeOf, resultDtype } from '../cells/cell.ts';
import { cells } from '../cells/cells.ts';
import { geometry } from '../cells/geometry.ts';
import type { Variant } from '../contenders/contender.ts';
import { faults } from './check.ts';
import { statistics } from './statistics.ts';
import { unanswered } from './unanswered.ts';

type Library = typeof import('convolve-wasm');

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
  /** The result, which the next run overwrites. */
  run(): TypedArray;
}

/** Long enough for a few dozen runs of a small kernel, short enough for the machine to stay as it is. */
const BATCH_MILLISECONDS = 25;
/** V8 has compiled a loop that has run for so many milliseconds with the best of its compilers. */
const WARMUP_MILLISECONDS = 150;

/** Times both builds in turns, in this process: this, other, other, this, and so on. */
export async function measureAgainst(request: AgainstRequest): Promise<AgainstResult> {
  const { cell: name, builds, isOtherFirst, time } = request;
  const cell = cells[name]!(false);
  const out = new arrays[resultDtype(cell)](elementsOf(cell));
  const order = isOtherFirst ? [1, 0] : [0, 1];
  const contenders: Contender[][] = [[], []];
  for (const build of order) {
    contenders[build] = contendersOf(await import(builds[build]!), cell, out);
  }
  const wrong: string[] = [];
  for (const build of order) {
    const answers = [];
    for (const contender of contenders[build]!) {
      unanswered(out);
      answers.push({ ...contender, answer: contender.run().slice() });
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
    ratios[`${row}, ${variant}`] = isOtherFirst ? 1 / ratioOf(other, own, time) : ratioOf(own, other, time);
  }
  return { ratios, faults: [] };
}

/**
 * How many times as long the first takes as the second, which take turns: first, second, second, first. Lower quartiles of
 * all runs tell it: what else the machine does makes runs longer, never shorter.
 */
function ratioOf(first: Contender, second: Contender, time: number): number {
  for (const { run } of [first, second]) timeRuns(run, WARMUP_MILLISECONDS);
  const samples = new Map<Contender, number[]>([
    [first, []],
    [second, []],
  ]);
  const turns = Math.max(2, Math.round(time / (2 * BATCH_MILLISECONDS)));
  for (let turn = 0; turn < turns; turn++) {
    for (const contender of [first, second, second, first]) {
      samples.get(contender)!.push(...timeRuns(contender.run, BATCH_MILLISECONDS));
    }
  }
  const [a, b] = [...samples.values()].map((taken) => statistics(taken).p25);
  return a! / b!;
}

/** The time of each run until so much is spent: of the processor, which a busy machine does not lengthen. */
function timeRuns(run: () => void, budget: number): readonly number[] {
  globalThis.gc?.();
  const now = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const bench = new Bench({
    now,
    warmup: false,
    time: budget,
    iterations: 1,
    retainSamples: true,
    throws: true,
  });
  bench.add('run', run, { async: false });
  const [task] = bench.runSync();
  const { result } = task!;
  return 'latency' in result ? result.latency.samples! : [];
}

function elementsOf(cell: Cell): number {
  const { rows, columns, channels } = geometry(cell);
  return rows * columns * channels;
}

/** From and into the same arrays, for both builds; and in each backend's own memory. */
function contendersOf(
  { allocate, backendInfo, convolve2d, prepare }: Library,
  cell: Cell,
  out: TypedArray,
): Contender[] {
  const { image, kernel, options } = cell;
  const { rows, columns, channels } = geometry(cell);
  const { backends } = backendInfo();
  const served = (Object.keys(backends) as BackendName[]).filter((name) => backends[name].available);
  return served.flatMap((backend) => {
    const dtype = dtypeOf(image.data);
    const intoOut = { ...options, backend, out };
    const convolver = prepare(kernel, {
      operation: 'convolve2d',
      shape: image.shape,
      dtype,
      ...options,
      backend,
    });
    const source = allocate(image.shape, dtype, { backend });
    const target = allocate([rows, columns, channels], resultDtype(cell), { backend });
    source.data.set(image.data);
    unanswered(target.data);
    return [
      { row: backend, variant: 'resident', run: () => convolver.run(source, target).data },
      { row: backend, variant: 'out', run: () => convolve2d(image, kernel, intoOut) },
    ];
  });
}
