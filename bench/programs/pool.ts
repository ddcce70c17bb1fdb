import { measuringOptions, parse } from '../command-line/arguments.ts';
import { InputError, reportInputErrors } from '../command-line/input-error.ts';
import { inFreshProcess } from '../measure/fresh-process.ts';
import { machine } from '../measure/machine.ts';
import { type PooledCell, pooledCells } from '../pool/cells.ts';
import { measureInChromium, type PageResult } from '../pool/chromium.ts';
import type { PoolCellRequest, PoolCellResult } from '../pool/measure-cell.ts';
import type { SmallCalls } from '../pool/small-calls.ts';
import { printMachine } from '../report/print.ts';
import { printDelays, printPages, printPoolCells, printSmallCalls } from '../report/print-pool.ts';
import { writeJson } from '../report/write-json.ts';

const SIDE_PX = 4096;
/** Of `--smoke`. */
const SMALL_SIDE_PX = 1280;
const ROUNDS = 21;
const SMALL_ROUNDS = 501;
/** How long an event loop is watched, for each cell. */
const WATCH_MS = 3000;

const usage = `usage: npm run bench:pool -- [CELL ...] [options]

Times pools of one and of two threads beside the functions, in turns, on images of ${SIDE_PX} x ${SIDE_PX}; a small call; and how long the
event loop of Node and a page in Chromium wait meanwhile.

CELL         ${Object.keys(pooledCells).join(' ')} (default: all)
--rounds N   how often each is timed (default: ${ROUNDS})
--node       Node alone, without Chromium
--smoke      run everything once, on smaller images: answers are checked, times mean little
--json FILE  where all figures go (default: in bench/output)
--help       this text`;

await reportInputErrors(async () => {
  const { time: _, ...options } = measuringOptions(1, 'pool.json');
  const { values, positionals } = parse({
    ...options,
    rounds: { type: 'string', default: `${ROUNDS}` },
    node: { type: 'boolean', default: false },
  });
  if (values.help) return console.log(usage);
  const unknown = positionals.find((name) => !Object.hasOwn(pooledCells, name));
  if (unknown !== undefined) throw new InputError(`no cell is named "${unknown}"\n\n${usage}`);
  const cells = (positionals.length > 0 ? positionals : Object.keys(pooledCells)) as PooledCell[];
  const rounds = values.smoke ? 1 : Number(values.rounds);
  if (!(rounds >= 1)) throw new InputError(`--rounds takes a number of at least 1, not "${values.rounds}"`);
  const [sidePx, watchMs] = values.smoke ? [SMALL_SIDE_PX, 100] : [SIDE_PX, WATCH_MS];
  const host = machine();
  printMachine(host);

  const execArgv = [...process.execArgv, '--expose-gc'];
  const results: PoolCellResult[] = [];
  for (const [index, cell] of cells.entries()) {
    console.error(`[${index + 1}/${cells.length}] ${cell}`);
    const request: PoolCellRequest = { cell, sidePx, rounds, watchMs };
    results.push(await inFreshProcess<PoolCellResult>('../pool/cell-process.ts', request, { execArgv }));
  }
  const small = await inFreshProcess<SmallCalls>(
    '../pool/small-process.ts',
    { rounds: values.smoke ? 1 : SMALL_ROUNDS },
    { execArgv },
  );
  const pages: PageResult[] = [];
  if (!values.node) {
    console.error('Chromium');
    for (const isIsolated of [true, false]) {
      pages.push(...(await measureInChromium(cells, sidePx, watchMs, isIsolated)));
    }
  }

  printPoolCells(results);
  printSmallCalls(small);
  printDelays(results);
  printPages(pages);
  writeJson(values.json, { machine: host, sidePx, rounds, cells: results, small, pages });
  for (const { cell, faults } of results) {
    for (const fault of faults) console.error(`WRONG ANSWER in ${cell}: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  }
});
