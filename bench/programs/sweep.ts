import { measuringOptions, parse, timeOf } from '../command-line/arguments.ts';
import { InputError, reportInputErrors } from '../command-line/input-error.ts';
import { availableBackends } from '../contenders/backends.ts';
import { inFreshProcess } from '../measure/fresh-process.ts';
import { machine } from '../measure/machine.ts';
import type { CurveRequest } from '../measure/measure-curve.ts';
import type { Curve, Point } from '../measure/sweep-point.ts';
import { printMachine } from '../report/print.ts';
import { printPoints, printWorst, worstPoints } from '../report/print-sweep.ts';
import { writeJson } from '../report/write-json.ts';

interface Grid {
  readonly images: readonly number[];
  readonly kernels: readonly number[];
}

const whole: Grid = {
  images: [64, 256, 1024, 4096],
  kernels: [1, 3, 5, 7, 9, 11, 15, 21, 31, 47, 63, 95, 127],
};

const smoke: Grid = { images: [64, 256], kernels: [1, 5, 31] };

/** Dozens of runs where they are cheap; minutes for the whole grid. */
const DEFAULT_TIME = 100;

const usage = `usage: npm run bench:sweep -- [SIZE ...] [options]

Times every method that applies at every kernel size, and what the library chooses among them.

SIZE         rows and columns of the image: ${whole.images.join(' ')} (default: all)
--float64    float64 besides float32
--time MS    how long to measure each method at each point (default: ${DEFAULT_TIME})
--smoke      run a few points once: answers are checked, times mean little
--json FILE  where all figures go (default: in bench/output)
--help       this text`;

await reportInputErrors(async () => {
  const { values, positionals } = parse({
    float64: { type: 'boolean', default: false },
    ...measuringOptions(DEFAULT_TIME, 'sweep.json'),
  });
  if (values.help) return console.log(usage);
  const sizes = positionals.map(imageSize);
  const { images, kernels } = values.smoke ? smoke : whole;
  const grid = { images: sizes.length > 0 ? sizes : images, kernels };
  const time = timeOf(values);
  const host = machine();
  printMachine(host);

  const points: Point[] = [];
  const all = curves(grid.images, values.float64);
  for (const [index, curve] of all.entries()) {
    console.error(`[${index + 1}/${all.length}] ${Object.values(curve).join(' ')}`);
    const fitting = grid.kernels.filter((kernel) => kernel <= curve.image);
    const request: CurveRequest = { ...curve, kernels: fitting, time };
    const execArgv = [...process.execArgv, '--expose-gc'];
    points.push(...(await inFreshProcess<Point[]>('curve-process.ts', request, { execArgv })));
  }

  const worst = time === 0 ? [] : worstPoints(points);
  printPoints(points);
  printWorst(worst);
  writeJson(values.json, { machine: host, time, points, worst });
  for (const { backend, dtype, image, series, kernel, faults } of points) {
    const place = `${backend} ${dtype} ${image} ${series} ${kernel}`;
    for (const fault of faults) console.error(`WRONG ANSWER in ${place}: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  }
});

function imageSize(text: string): number {
  const size = Number(text);
  if (!whole.images.includes(size)) {
    throw new InputError(`no image has the size "${text}"; there are ${whole.images.join(', ')}`);
  }
  return size;
}

function curves(images: readonly number[], float64: boolean): Curve[] {
  const dtypes = float64 ? (['float32', 'float64'] as const) : (['float32'] as const);
  const series = ['noise', 'gaussian'] as const;
  return availableBackends().flatMap((backend) =>
    dtypes.flatMap((dtype) =>
      images.flatMap((image) => series.map((series) => ({ backend, dtype, image, series }))),
    ),
  );
}
