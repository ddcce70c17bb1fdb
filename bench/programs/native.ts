import { outputFile } from '../command-line/arguments.ts';
import { main, type Settings } from '../command-line/command-line.ts';
import { InputError } from '../command-line/input-error.ts';
import { NativeReferences } from '../contenders/native-references.ts';
import { inFreshProcess } from '../measure/fresh-process.ts';
import { machine } from '../measure/machine.ts';
import { run } from '../measure/run.ts';
import { type PooledCell, pooledCells } from '../pool/cells.ts';
import type { NativeThreadsRequest, NativeThreadsResult } from '../pool/native.ts';
import { printNativeThreads } from '../report/print-pool.ts';
import { writeJson } from '../report/write-json.ts';

const usage = `usage: npm run bench:native -- PYTHON [CELL ...] [options]

Times the same as "npm run bench", with OpenCV and SciPy, on one thread, taking turns with it. Then some of the cells with images of
4096 x 4096, by two threads of a pool beside two threads of OpenCV.

PYTHON       an interpreter that has opencv-python (or opencv-python-headless) and scipy`;

/** Each is timed so often, in turns. */
const ROUNDS = 21;

await main(usage, 'native.json', 1, async (settings, [path]) => {
  const native = { python: path!, versions: await versions(path!) };
  await run(settings, ['loops', 'js', 'scipy', 'scipy-fft', 'opencv', 'opencv-sep', 'opencv-stack'], native);
  await runThreads(settings, native);
});

async function runThreads({ cells, time }: Settings, native: { readonly python: string }): Promise<void> {
  const pooled = cells.filter((cell): cell is PooledCell => Object.hasOwn(pooledCells, cell));
  const [sidePx, rounds] = time === 0 ? [1024, 1] : [4096, ROUNDS];
  const results: NativeThreadsResult[] = [];
  for (const cell of pooled) {
    console.error(`two threads: ${cell}`);
    const request: NativeThreadsRequest = { cell, sidePx, rounds, python: native.python };
    results.push(await inFreshProcess<NativeThreadsResult>('../pool/native-process.ts', request));
  }
  printNativeThreads(results);
  writeJson(outputFile('native-threads.json'), { machine: { ...machine(), native }, sidePx, cells: results });
  for (const { cell, faults } of results) {
    for (const fault of faults) console.error(`WRONG ANSWER in ${cell}: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  }
}

async function versions(python: string) {
  try {
    const references = await NativeReferences.start(python);
    references.stop();
    return references.versions;
  } catch (error) {
    throw new InputError(`${python} does not serve: ${(error as Error).message}`);
  }
}
