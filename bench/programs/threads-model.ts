import * as library from '../../src/index.ts';
import { createPool } from '../../src/pool.ts';
import { measuringOptions, parse } from '../command-line/arguments.ts';
import { reportInputErrors } from '../command-line/input-error.ts';
import { machine } from '../measure/machine.ts';
import { median } from '../measure/statistics.ts';
import { cellOf, type PooledCell, pooledCells } from '../pool/cells.ts';
import { compute, type Functions, inArrays, inSharedMemory, type Placed } from '../pool/contenders.ts';
import { inTurns } from '../pool/in-turns.ts';
import { countPieces, jobOfCell, measurePieces } from '../pool/pieces.ts';
import { measureRates } from '../pool/rates.ts';
import { type Rates, type Simulated, type SimulatedPiece, simulate } from '../pool/simulate.ts';
import { printMachine } from '../report/print.ts';
import { type ModelResult, printModel } from '../report/print-model.ts';
import { writeJson } from '../report/write-json.ts';

const SIDE_PX = 4096;
const SMALL_SIDE_PX = 1280;
const ROUNDS = 9;
/** Of the machines that are simulated. */
const THREADS = [1, 2, 8, 16, 64];

const usage = `usage: npm run bench:threads -- [options]

Simulates pools of ${THREADS.join(', ')} threads with images of ${SIDE_PX} x ${SIDE_PX}, from what pieces, copies, memory and messages take here,
and names what limits them. Beside its figure for two threads stands the time that two threads took in the same run.

--smoke      everything once, on smaller images
--json FILE  where all figures go (default: in bench/output)
--help       this text`;

await reportInputErrors(async () => {
  const { time: _, ...options } = measuringOptions(1, 'threads.json');
  const { values } = parse(options);
  if (values.help) return console.log(usage);
  const [sidePx, rounds] = values.smoke ? [SMALL_SIDE_PX, 1] : [SIDE_PX, ROUNDS];
  const host = machine();
  printMachine(host);
  const rates = await measureRates(rounds);
  const results: ModelResult[] = [];
  for (const cell of Object.keys(pooledCells) as PooledCell[]) {
    console.error(cell);
    const placed = inArrays(cellOf(cell, sidePx));
    results.push(await model(cell, 'arrays', placed, rates, rounds));
    results.push(await model(cell, 'shared', inSharedMemory(placed), rates, rounds));
  }
  printModel(rates, results, sidePx);
  writeJson(values.json, { machine: host, sidePx, rates, cells: results });
});

async function model(
  cell: PooledCell,
  from: ModelResult['from'],
  placed: Placed,
  rates: Rates,
  rounds: number,
): Promise<ModelResult> {
  const job = jobOfCell(placed);
  const [one, two] = [createPool({ threads: 1 }), createPool({ threads: 2 })];
  const times = await inTurns(
    {
      sync: () => compute(library as unknown as Functions, placed),
      one: () => compute(one as unknown as Functions, placed),
      two: () => compute(two as unknown as Functions, placed),
    },
    rounds,
  );
  await one.close();
  await two.close();
  const known = new Map<number, SimulatedPiece[]>();
  const simulated = THREADS.map((threads) => {
    // More threads may get the same pieces: then theirs are the same times.
    const count = countPieces(job, threads);
    const pieces = known.get(count) ?? measurePieces(job, threads, rounds);
    known.set(count, pieces);
    // A machine that has a core for each, and one for the thread that calls; but two threads are those of this machine.
    const cores = threads <= 2 ? 2 : threads + 1;
    const result = simulate(pieces, threads, cores, rates);
    return { threads, pieces: pieces.length, ...result, limit: limitOf(pieces, threads, result) };
  });
  const [first] = simulated;
  const copied = known
    .get(countPieces(job, 2))!
    .reduce((sum, { inBytes, outBytes }) => sum + inBytes + outBytes, 0);
  return {
    cell,
    from,
    measured: { sync: median(times.sync), one: median(times.one), two: median(times.two) },
    bytesPerPixel: copied / (job.image.rows * job.image.columns),
    simulated: simulated.map((each) => ({ ...each, speedup: first!.totalMs / each.totalMs })),
  };
}

/** What most of the time goes to, or is lost by. */
function limitOf(pieces: readonly SimulatedPiece[], threads: number, result: Simulated): string {
  const { totalMs, mainMs, idleMs, memoryBoundMs } = result;
  if (pieces.length < 2 * threads) return `${pieces.length} pieces`;
  if (mainMs > 0.9 * totalMs) return 'copies of the calling thread';
  if (memoryBoundMs > 0.5 * totalMs) return 'memory';
  return idleMs > 0.1 * threads * totalMs ? 'the first and the last pieces' : 'cores';
}
