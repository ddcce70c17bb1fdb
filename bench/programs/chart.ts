import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse, View } from 'vega';
import { outputFile } from '../command-line/arguments.ts';
import { InputError, reportInputErrors } from '../command-line/input-error.ts';
import { chartLines, type NativeReport, type SweepReport } from '../report/chart-lines.ts';
import { speedChart } from '../report/chart-spec.ts';

await reportInputErrors(async () => {
  const sweep = read<SweepReport>('sweep.json');
  if (sweep === undefined) throw new InputError('no figures to draw: "npm run bench:sweep" makes them');
  const native = read<NativeReport>('native.json');
  const lines = chartLines(sweep, native);
  if (lines.length === 0) throw new InputError('the sweep has no images of 1024 x 1024');

  const { cpu, node } = sweep.machine;
  if (native !== undefined && native.machine.cpu !== cpu) {
    throw new InputError('the sweep and the native references were measured on different machines');
  }
  const { opencv, scipy } = native?.machine.native ?? {};
  const versions = [opencv && `OpenCV ${opencv}`, scipy && `SciPy ${scipy}`];
  const title = 'Time to convolve 1024 × 1024 float32 by kernel size';
  const subtitle = [`One core, ${cpu}`, `Node ${node}`, ...versions].filter(Boolean).join(', ');
  const svg = await new View(parse(speedChart(title, subtitle, lines))).toSVG();
  const file = fileURLToPath(new URL('../../docs/speed.svg', import.meta.url));
  writeFileSync(file, `${svg}\n`);
  console.log(`-> ${file}`);
});

function read<Report>(name: string): Report | undefined {
  const file = outputFile(name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
}
