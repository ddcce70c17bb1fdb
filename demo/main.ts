import { mkdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { backendInfo } from 'convolve-wasm';
import type { Chapter, Job } from './chapter.ts';
import { InputError } from './input-error.ts';
import { numpyTutorial } from './numpy-tutorial.ts';
import { readRgb } from './photo.ts';
import { scipyTutorial } from './scipy-tutorial.ts';
import { medians } from './timing.ts';

const help = `usage: npm run demo -- [PHOTO] [--out FOLDER]

The SciPy and NumPy tutorials on two-dimensional convolution, as pictures.

PHOTO         any picture that sharp reads (default: demo/images/face.jpg)
--out FOLDER  where the pictures go (default: demo/output)
--help        this text`;

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(`demo: ${error.message}`);
  process.exitCode = 1;
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parse(args);
  if (values.help) return console.log(help);

  const photo = await readRgb(positionals[0] ?? fileURLToPath(new URL('images/face.jpg', import.meta.url)));
  const folder = values.out ?? relative('.', fileURLToPath(new URL('output', import.meta.url)));
  await mkdir(folder, { recursive: true }).catch((error: Error) => {
    throw new InputError(`cannot make the folder "${folder}": ${error.message}`);
  });

  const chapters = [await scipyTutorial(folder), await numpyTutorial(photo, folder)];
  for (const chapter of chapters) printChapter(chapter);
  printTimes(chapters.flatMap(({ jobs }) => jobs));
}

function parse(args: string[]) {
  try {
    const parsed = parseArgs({
      args,
      allowPositionals: true,
      options: { out: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    const photos = parsed.positionals.length;
    if (photos > 1) throw new Error(`one photograph at a time, not ${photos}`);
    return parsed;
  } catch (error) {
    throw new InputError(`${(error as Error).message} (--help tells more)`);
  }
}

function printChapter({ title, findings, pictures }: Chapter): void {
  console.log(`\n${title}`);
  for (const finding of findings) console.log(`  ${finding}`);
  for (const picture of pictures) console.log(`  -> ${picture}`);
}

function printTimes(jobs: readonly Job[]): void {
  const { backend, reason, backends } = backendInfo();
  const names = (['js', 'wasm', 'wasm-relaxed'] as const).filter((name) => backends[name].available);
  console.log(`\nThis machine: ${cpus()[0]?.model ?? 'CPU unknown'}, Node.js ${process.version}`);
  console.log(`Backend: ${backend} (${reason})`);
  console.log('Median times, every backend giving the same answer; 2x: twice as fast as js');

  const table = new Table({
    head: ['', ...names],
    colAligns: ['left', ...names.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const job of jobs) {
    const [js, ...others] = medians(job, names) as [number, ...number[]];
    const compared = others.map((time) => `${milliseconds(time)}  ${(js / time).toFixed(1)}x`);
    table.push([job.name, milliseconds(js), ...compared]);
  }
  console.log(table.toString());
}

function milliseconds(time: number): string {
  return `${time.toPrecision(3)} ms`;
}
