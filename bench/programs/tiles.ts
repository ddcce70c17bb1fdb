import { outputFile, parse } from '../command-line/arguments.ts';
import { reportInputErrors } from '../command-line/input-error.ts';
import { machine } from '../measure/machine.ts';
import { measureLatency, measureTiles, type TileResult } from '../measure/tiles.ts';
import { printMachine } from '../report/print.ts';
import { tableOfHalos, tableOfLatencies, tableOfReads, tableOfTimes } from '../report/print-tiles.ts';
import { replaceTables } from '../report/replace-table.ts';
import { writeJson } from '../report/write-json.ts';

const usage = `usage: npm run bench:tiles -- [options]

What chunks of a Zarr array cost: the bytes that are read, beside what the model says, and the time beside that of one call.
Writes the tables of docs/tiles.md.

--smoke      run everything once, on a smaller array; docs/tiles.md stays as it is
--json FILE  where all figures go (default: in bench/output)
--help       this text`;

/** Milliseconds until a store in the same region of a cloud answers, in round figures. */
const LATENCY_MS = 20;

await reportInputErrors(async () => {
  const { values } = parse({
    smoke: { type: 'boolean', default: false },
    json: { type: 'string', default: outputFile('tiles.json') },
    help: { type: 'boolean', short: 'h', default: false },
  });
  if (values.help) return console.log(usage);
  const [size, repeats] = values.smoke ? [1024, 1] : [4096, 5];
  const inputChunk = 256;
  const host = machine();
  printMachine(host);

  const times: TileResult[] = [];
  for (const taps of [3, 9, 31]) {
    for (const outputChunk of [inputChunk, 2 * inputChunk, 4 * inputChunk]) {
      console.error(`${taps} x ${taps} taps, chunks of ${outputChunk}`);
      times.push(await measureTiles({ size, inputChunk, outputChunk, taps }, repeats));
    }
  }
  console.error('latency');
  const latencyCase = { size: 1024, inputChunk, outputChunk: inputChunk, taps: 9 };
  const latencies = await measureLatency(latencyCase, LATENCY_MS, values.smoke ? [1, 4] : [1, 2, 4, 8, 16]);

  const tables = {
    halos: tableOfHalos(),
    reads: tableOfReads(),
    times: tableOfTimes(times),
    latencies: tableOfLatencies(latencies),
  };
  for (const [name, table] of Object.entries(tables)) console.log(`\n${name}\n\n${table}`);
  writeJson(values.json, { machine: host, times, latencies });
  if (!values.smoke) replaceTables('tiles.md', tables);
});
