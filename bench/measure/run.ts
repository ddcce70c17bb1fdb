import type { Settings } from '../command-line/command-line.ts';
import { printFirstCalls, printMachine, printTargets } from '../report/print.ts';
import { printCells } from '../report/print-cells.ts';
import { targetResults } from '../report/targets.ts';
import { writeJson } from '../report/write-json.ts';
import { firstCalls } from './first-call.ts';
import { inFreshProcess } from './fresh-process.ts';
import { machine } from './machine.ts';
import type { CellRequest, CellResult } from './measure-cell.ts';

/** An odd number, so that the median is a time that was taken; each takes about a tenth of a second. */
const FIRST_CALL_PROCESSES = 7;

export interface Native {
  readonly python: string;
  readonly versions: { readonly [name: string]: string };
}

/** Measures the cells one after another, prints the tables, writes the JSON. Wrong answers fail the process. */
export async function run(
  { cells, time, json }: Settings,
  references: readonly string[],
  native?: Native,
): Promise<void> {
  const host = { ...machine(), native: native?.versions };
  printMachine(host);

  const results: CellResult[] = [];
  for (const [index, cell] of cells.entries()) {
    console.error(`[${index + 1}/${cells.length}] ${cell}`);
    const request: CellRequest = { cell, time, python: native?.python };
    const execArgv = [...process.execArgv, '--expose-gc'];
    results.push(await inFreshProcess<CellResult>('cell-process.ts', request, { execArgv }));
  }
  const calls = await firstCalls(time === 0 ? 1 : FIRST_CALL_PROCESSES);
  const targets = time === 0 ? [] : targetResults(results);

  printCells(results, references);
  printFirstCalls(calls);
  printTargets(targets);
  writeJson(json, { machine: host, time, cells: results, firstCalls: calls, targets });

  for (const { cell, faults } of results) {
    for (const fault of faults) console.error(`WRONG ANSWER in ${cell}: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  }
}
