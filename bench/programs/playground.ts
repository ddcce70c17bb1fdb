import Table from 'cli-table3';
import { outputFile, parse } from '../command-line/arguments.ts';
import { InputError, reportInputErrors } from '../command-line/input-error.ts';
import { machine } from '../measure/machine.ts';
import { median } from '../measure/statistics.ts';
import { newBrowser, servePlayground } from '../playground/browser.ts';
import { measureDragging, pictures } from '../playground/dragging.ts';
import { measureFirstResult } from '../playground/first-result.ts';
import { type Memory, measureWebcam } from '../playground/webcam.ts';
import { printMachine } from '../report/print.ts';
import { significant } from '../report/significant.ts';
import { writeJson } from '../report/write-json.ts';

/** What the page is to reach. */
const goals = { firstResultMs: 1000, framesPerSecond: 30 };

const STARTS = 5;
const kernelSides = [3, 7, 31];

const usage = `usage: npm run bench:playground -- [options]

The playground in Chromium: the first result in a browser that is new, frames per second while a tap is dragged over a picture of
1024 x 1024, and memory while the camera runs.

--minutes N  how long the camera runs (default: 0, not at all)
--seconds N  how long each tap is dragged (default: 5)
--json FILE  where all figures go (default: in bench/output)
--help       this text`;

await reportInputErrors(async () => {
  const { values } = parse({
    minutes: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '5' },
    json: { type: 'string', default: outputFile('playground.json') },
    help: { type: 'boolean', short: 'h', default: false },
  });
  if (values.help) return console.log(usage);
  const [minutes, seconds] = [Number(values.minutes), Number(values.seconds)];
  if (!(minutes >= 0 && seconds > 0)) throw new InputError('--minutes and --seconds take numbers');

  const host = machine();
  printMachine(host);
  const server = await servePlayground();
  try {
    const browser = await browserVersion();
    console.log(browser);
    const starts = await repeated(STARTS, () => measureFirstResult(server.address));
    const first = median(starts.map(({ firstResult }) => firstResult));
    const paint = median(starts.map(({ firstPaint }) => firstPaint));
    console.log(
      `\nFirst result in a new browser: ${significant(first)} ms (first paint ${significant(paint)} ms; ${STARTS} starts; goal: ${goals.firstResultMs} ms)`,
    );

    const dragged = [];
    for (const picture of Object.keys(pictures) as (keyof typeof pictures)[]) {
      for (const side of kernelSides) {
        dragged.push(await measureDragging(server.address, picture, side, 1000 * seconds));
      }
    }
    const table = newTable([
      ...['1024 x 1024', 'kernel', 'frames per second'],
      ...['ms computed by the page for each', 'by the worker', 'the call alone'],
    ]);
    for (const { picture, kernelSide, framesPerSecond, pageMs, workerMs, call } of dragged) {
      const numbers = [framesPerSecond, pageMs, workerMs].map(significant);
      table.push([picture, `${kernelSide} x ${kernelSide}`, ...numbers, call]);
    }
    console.log(`\nA tap is dragged; goal: ${goals.framesPerSecond} frames per second\n${table}`);

    const webcam = minutes > 0 ? await measureWebcam(server.address, minutes) : undefined;
    if (webcam) {
      console.log(`\nCamera, ${significant(webcam.framesPerSecond)} frames per second; megabytes`);
      console.log(`${memoryTable(webcam.memory)}`);
    }
    writeJson(values.json, { machine: host, browser, goals, starts, dragged, webcam });
  } finally {
    await server.close();
  }
});

async function browserVersion(): Promise<string> {
  const browser = await newBrowser();
  const version = await browser.version();
  await browser.close();
  return version;
}

async function repeated<T>(times: number, measure: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < times) results.push(await measure());
  return results;
}

function memoryTable(memory: readonly Memory[]) {
  const table = newTable(['minute', 'heap of the page', 'heap of the worker', 'renderers, all']);
  for (const { minute, pageHeap, workerHeap, resident } of memory) {
    table.push([minute.toFixed(1), ...[pageHeap, workerHeap, resident].map(significant)]);
  }
  return table;
}

function newTable(head: string[]) {
  return new Table({ head, style: { head: [], border: [], compact: true } });
}
