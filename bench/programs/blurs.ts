import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gaussianBlur } from 'convolve-wasm';
import { parse as parseSpec, View } from 'vega';
import { copyOf, photograph, stepEdge } from '../cells/blur-pictures.ts';
import { noise } from '../cells/inputs.ts';
import { noisyPicture } from '../cells/pictures.ts';
import { measuringOptions, outputFile, parse, timeOf } from '../command-line/arguments.ts';
import { reportInputErrors } from '../command-line/input-error.ts';
import { type Blur, blurs, type Picture } from '../contenders/blurs.ts';
import { type Contender, localContender } from '../contenders/contender.ts';
import { blurredBy, exactRows, largestError } from '../measure/blur-error.ts';
import { machine } from '../measure/machine.ts';
import { measureInRounds } from '../measure/rounds.ts';
import { median } from '../measure/statistics.ts';
import { type StepLine, stepChart } from '../report/blur-chart.ts';
import { printMachine } from '../report/print.ts';
import { type BlurResult, type FlatResult, printBlurs, printFlatness } from '../report/print-blurs.ts';
import { writeJson } from '../report/write-json.ts';

const DEFAULT_TIME = 1000;

const usage = `usage: npm run bench:blurs -- [options]

Gaussian blurs of canvas pixels, beside stackblur-canvas and glur: time and largest error, and docs/blurs.svg, which shows
what each makes of a step edge. Then what a pixel costs by sigma.

--time MS    how long to measure each blur at each sigma (default: ${DEFAULT_TIME})
--smoke      run everything once, on smaller pictures; the chart goes to bench/output
--json FILE  where all figures go (default: in bench/output)
--help       this text`;

/** Of the comparison, and of the costs by sigma. */
const sigmas = { whole: [2, 5, 10, 20, 50, 100], smoke: [2, 10] };
const flatSigmas = { whole: [5, 10, 20, 50, 100, 200, 500], smoke: [5, 20] };

/** The range of the chart: wide enough for the shapes to differ, narrow enough for bytes to show it. */
const STEP_SIGMA = 20;

await reportInputErrors(async () => {
  const { values } = parse(measuringOptions(DEFAULT_TIME, 'blurs.json'));
  if (values.help) return console.log(usage);
  const time = timeOf(values);
  const size = values.smoke ? 'smoke' : 'whole';
  const [width, height] = values.smoke ? [480, 270] : [1920, 1080];
  const host = machine();
  printMachine(host);

  const pictures = {
    'a photograph': await photograph(width, height),
    'a step edge': stepEdge(width, height),
  };
  const results: BlurResult[] = [];
  for (const sigma of sigmas[size]) {
    console.error(`sigma ${sigma}`);
    results.push(...(await compare(pictures, sigma, time)));
  }
  printBlurs(results, Object.keys(pictures));
  const flat = await flatness(flatSigmas[size], [height, width], time);
  printFlatness(flat);

  const chart = stepChart(STEP_SIGMA, stepLines());
  const svg = await new View(parseSpec(chart)).toSVG();
  const docs = fileURLToPath(new URL('../../docs/blurs.svg', import.meta.url));
  writeJson(values.json, { machine: host, time, results, flat });
  const file = values.smoke ? outputFile('blurs.svg') : docs;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${svg}\n`);
  console.log(`-> ${file}`);
});

async function compare(
  pictures: { readonly [name: string]: Picture },
  sigma: number,
  time: number,
): Promise<BlurResult[]> {
  const able = blurs().filter(({ maxSigma }) => sigma <= maxSigma);
  const errors = new Map<Blur, { [picture: string]: number }>(able.map((blur) => [blur, {}]));
  for (const [name, picture] of Object.entries(pictures)) {
    const exact = exactRows(picture, sigma);
    if (exact === undefined) continue;
    for (const blur of able) errors.get(blur)![name] = largestError(blurredBy(blur, picture, sigma), exact);
  }
  const [photo] = Object.values(pictures) as [Picture];
  const contenders = new Map<Contender, Blur>();
  for (const one of able) {
    const [picture, out] = [copyOf(photo), copyOf(photo)];
    const run = () => {
      one.blur(picture, sigma, out);
      return [];
    };
    contenders.set(localContender(one.name, 'out', run), one);
  }
  const samples = await timesOf([...contenders.keys()], time);
  return [...samples].map(([contender, taken]) => {
    const { name } = contenders.get(contender)!;
    return { name, sigma, time: median(taken), errors: errors.get(contenders.get(contender)!)! };
  });
}

/** By default options, and `precision: 'fast'` for floats, on the backend that serves by itself. */
async function flatness(
  list: readonly number[],
  size: readonly [rows: number, columns: number],
  time: number,
): Promise<FlatResult[]> {
  const results: FlatResult[] = [];
  const bytes = [noisyPicture(size, 1), noisyPicture(size, 4)];
  const floats = noise(Float32Array, time === 0 ? 256 : 1024, 1).image;
  for (const image of [...bytes, floats]) {
    const isFloat = image === floats;
    const out = isFloat ? new Float32Array(image.data.length) : new Uint8Array(image.data.length);
    const [rows, columns, channels = 1] = image.shape;
    const name = `${isFloat ? "float32, precision: 'fast'" : 'bytes'}, ${columns} x ${rows} x ${channels}`;
    const times: { [sigma: number]: number } = {};
    for (const sigma of list) {
      console.error(`${name}, sigma ${sigma}`);
      const options = { sigma, out, precision: isFloat ? ('fast' as const) : undefined };
      const run = () => {
        gaussianBlur(image, options);
        return [];
      };
      const [taken] = [...(await timesOf([localContender(name, 'out', run)], time)).values()];
      times[sigma] = (median(taken!) * 1e6) / image.data.length;
    }
    results.push({ image: name, times });
  }
  return results;
}

async function timesOf(contenders: readonly Contender[], time: number) {
  const first = new Map<Contender, readonly number[]>();
  for (const contender of contenders) first.set(contender, await contender.sample(0));
  return time === 0 ? first : measureInRounds(first, time);
}

/** A row across the edge, as each blur leaves it, beside what is exact. */
function stepLines(): StepLine[] {
  const reach = 4 * STEP_SIGMA;
  // So large that no edge of the picture shows.
  const picture = stepEdge(20 * STEP_SIGMA, 14 * STEP_SIGMA);
  const { rows, from } = exactRows(picture, STEP_SIGMA)!;
  const [row, sums] = [...rows][0]!;
  const middle = picture.width / 2;
  const places = Array.from({ length: 2 * reach }, (_, i) => i - reach);
  return blurs()
    .filter(({ name }) => !name.endsWith(' js') && !name.endsWith(' wasm-relaxed'))
    .map((blur) => {
      const { data } = blurredBy(blur, picture, STEP_SIGMA);
      const points = places.map((place) => {
        const exact = sums[4 * (middle + place - from)]!;
        return { place, exact, value: data[4 * (row * picture.width + middle + place)]! };
      });
      return { name: blur.name.replace(', wasm', ''), points };
    });
}
