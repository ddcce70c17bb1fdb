import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import Table from 'cli-table3';
import { cells } from '../cells/cells.ts';
import { noise } from '../cells/inputs.ts';
import { parse } from '../command-line/arguments.ts';
import { InputError, reportInputErrors } from '../command-line/input-error.ts';
import { availableBackends } from '../contenders/backends.ts';
import type { AgainstRequest, AgainstResult } from '../measure/against-cell.ts';
import { firstCallJob } from '../measure/first-call.ts';
import { inFreshProcess } from '../measure/fresh-process.ts';
import { machine } from '../measure/machine.ts';
import { type Statistics, statistics } from '../measure/statistics.ts';
import { printMachine } from '../report/print.ts';

/** Milliseconds for each contender of each build, in all rounds together. */
const DEFAULT_TIME = 2000;
/** Processes for each cell. */
const DEFAULT_ROUNDS = 10;
/** New processes for the first call of each build. */
const FIRST_CALL_PROCESSES = 21;
/** What takes this many times as long has become slower. */
const MAX_RATIO = 1.03;

const usage = `usage: npm run bench:against -- OTHER [CELL ...] [options]

Compares this build with another one, interleaved in one run: how many times as long this one takes.

OTHER        the other build's dist/index.js, or its dist folder
CELL         ${Object.keys(cells).join(' ')} (default: all)
--time MS    how long to measure each backend and variant, for each build (default: ${DEFAULT_TIME})
--rounds N   in how many new processes for each cell (default: ${DEFAULT_ROUNDS})
--help       this text`;

function atLeastOne(name: string, text: string): number {
  const value = Number(text);
  if (!(value >= 1)) throw new InputError(`--${name} takes a number of at least 1, not "${text}"`);
  return value;
}

function moduleOf(path: string): string {
  const file = path.endsWith('.js') ? resolve(path) : resolve(path, 'index.js');
  if (!existsSync(file)) throw new InputError(`there is no ${file}`);
  return pathToFileURL(file).href;
}

interface Line {
  readonly cell: string;
  readonly contender: string;
  readonly ratio: number;
  /** Of the rounds, one by one. */
  readonly spread: Statistics;
}

/** The rounds of a cell, each in a new process; the builds take turns at being first. */
async function compare(cell: string, builds: readonly [string, string], time: number, rounds: number) {
  const ratios = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    const request: AgainstRequest = { cell, builds, isOtherFirst: round % 2 === 1, time: time / rounds };
    const execArgv = [...process.execArgv, '--expose-gc'];
    const result = await inFreshProcess<AgainstResult>('against-process.ts', request, { execArgv });
    if (result.faults.length > 0) return { lines: [], faults: result.faults };
    for (const [contender, ratio] of Object.entries(result.ratios)) {
      ratios.set(contender, [...(ratios.get(contender) ?? []), ratio]);
    }
  }
  const lines = [...ratios].map(([contender, all]): Line => {
    const spread = statistics(all);
    return { cell, contender, ratio: spread.median, spread };
  });
  return { lines, faults: [] };
}

/** Import, first and second call, in new processes of each build in turn. */
async function compareFirstCalls(builds: readonly [string, string]): Promise<Line[]> {
  const { image, kernel, options } = noise(Float32Array, 256, 5);
  const lines: Line[] = [];
  for (const backend of availableBackends()) {
    const taken: { [step: string]: number }[][] = [[], []];
    for (let i = 0; i < FIRST_CALL_PROCESSES; i++) {
      for (const build of i % 2 === 0 ? [0, 1] : [1, 0]) {
        const message = { module: builds[build], image, kernel, options: { ...options, backend } };
        taken[build]!.push(await inFreshProcess('first-call-process.mjs', message, { execArgv: [] }));
      }
    }
    for (const step of ['import', 'first', 'second']) {
      const [own, other] = taken.map((times) => times.map((time) => time[step]!)) as [number[], number[]];
      lines.push({
        cell: 'new process',
        contender: `${backend}, ${step}`,
        // A busy machine lengthens some of them, and shortens none.
        ratio: statistics(own).p25 / statistics(other).p25,
        spread: statistics(own.map((time, i) => time / other[i]!)),
      });
    }
  }
  return lines;
}

function print(lines: readonly Line[]): void {
  const table = new Table({
    head: ['cell', 'contender', 'this / other', 'p25-p75', 'least-greatest', ''],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  const rounded = (value: number) => value.toFixed(3);
  for (const { cell, contender, ratio, spread } of lines) {
    const { p25, p75, least, greatest } = spread;
    const ranges = [
      [p25, p75],
      [least, greatest],
    ].map((range) => range.map(rounded).join('-'));
    table.push([cell, contender, rounded(ratio), ...ranges, ratio > MAX_RATIO ? 'slower' : '']);
  }
  console.log(table.toString());
}

await reportInputErrors(async () => {
  const { values, positionals } = parse({
    time: { type: 'string', default: `${DEFAULT_TIME}` },
    rounds: { type: 'string', default: `${DEFAULT_ROUNDS}` },
    help: { type: 'boolean', short: 'h', default: false },
  });
  if (values.help) return console.log(usage);
  const [path, ...names] = positionals;
  if (path === undefined) throw new InputError(`too few arguments\n\n${usage}`);
  const unknown = names.find((name) => !Object.hasOwn(cells, name));
  if (unknown !== undefined) throw new InputError(`no cell is named "${unknown}"`);
  const builds = [new URL('../../dist/index.js', import.meta.url).href, moduleOf(path)] as const;
  const time = atLeastOne('time', values.time);
  const rounds = atLeastOne('rounds', values.rounds);
  printMachine(machine());

  const chosen = names.length > 0 ? names : Object.keys(cells);
  const lines: Line[] = [];
  for (const [index, cell] of chosen.entries()) {
    console.error(`[${index + 1}/${chosen.length}] ${cell}`);
    const result = await compare(cell, builds, time, rounds);
    lines.push(...result.lines);
    for (const fault of result.faults) console.error(`WRONG ANSWER in ${cell}: ${fault}`);
    if (result.faults.length > 0) process.exitCode = 1;
  }
  print(lines);
  console.log(`\nIn a new process (${firstCallJob}):`);
  print(await compareFirstCalls(builds));
  const slower = lines.filter(({ ratio }) => ratio > MAX_RATIO);
  console.log(
    `\n${slower.length} of ${lines.length} take more than ${MAX_RATIO} times as long as the other build.`,
  );
  for (const { cell, contender, ratio } of slower) {
    console.log(`  ${cell}, ${contender}: ${ratio.toFixed(3)}`);
  }
});
