import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from '../command-line/arguments.ts';
import { reportInputErrors } from '../command-line/input-error.ts';
import { runWatched, writeLargePicture } from '../measure/large-picture.ts';

const usage = `usage: npm run bench:large -- [options]

Filters a TIFF of 20000 x 20000 pixels by the command line, row by row: time, and what the process has in memory at most
(on Linux). Takes minutes, and 4 GB in the folder for temporary files.

--rows N     the height of the picture (default: 20000)
--help       this text`;

const WIDTH = 20_000;
const filters = [
  ['edges'],
  ['sobel'],
  ['gaussian-blur', '--sigma', '2'],
  ['gaussian-blur', '--sigma', '5'],
  ['gaussian-blur', '--sigma', '40'],
];

await reportInputErrors(async () => {
  const { values } = parse({ rows: { type: 'string', default: '20000' }, help: { type: 'boolean' } });
  if (values.help) return console.log(usage);
  const height = Number(values.rows);
  const command = fileURLToPath(new URL('../../packages/cli/dist/command.js', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'convolve-wasm-large-'));
  try {
    const input = join(folder, 'in.tif');
    await writeLargePicture(input, { width: WIDTH, height });
    console.log(`${WIDTH} x ${height}, ${(await stat(input)).size / 1e6} MB`);
    for (const filter of filters) {
      const [name, ...options] = filter as [string, ...string[]];
      const args = ['filter', name, input, ...options, '--stream', '-f', '-o', join(folder, 'out.png')];
      const { code, stderr, milliseconds, peakMiB } = await runWatched(command, args);
      if (code !== 0) throw new Error(stderr);
      console.log(`${filter.join(' ')}: ${(milliseconds / 1000).toFixed(1)} s, ${peakMiB.toFixed(0)} MiB`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
