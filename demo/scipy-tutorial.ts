import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { convolve2d, correlate2d } from 'convolve-wasm';
import { drawPng } from '../src/cli/chart.ts';
import { heatMaps } from '../src/cli/heatmap.ts';
import type { Chapter } from './chapter.ts';
import { check, equal } from './check.ts';

/** What scripts/golden.py wrote down of SciPy's answers. */
interface Golden {
  versions: { scipy: string };
  result01: number[][];
  result02: number[][];
}

interface Matrix {
  data: Float64Array;
  shape: readonly number[];
}

const golden = new URL('../test/golden/tutorial.json', import.meta.url);

const call = "convolve2d(image, kernel, { boundary: 'symm', mode: 'same' })";
const options = { boundary: 'symm', mode: 'same' } as const;
const kernel01 = matrix(10, 10, (_, col) => (col < 5 ? -1 : 1));
const kernel02 = matrix(10, 10, (_, col) => (col < 5 ? 1 : -1));
const image = matrix(100, 100, (row, col) => (col < (row < 50 ? 40 : 60) ? 1 : 0));

/** Two steps under a kernel and under its negative: what `scipy.signal.convolve2d` answers, drawn. */
export async function scipyTutorial(folder: string): Promise<Chapter> {
  const result01 = convolve2d(image, kernel01, options);
  const result02 = convolve2d(image, kernel02, options);

  const scipy = JSON.parse(await readFile(golden, 'utf8')) as Golden;
  check('kernel 01 gives what SciPy gives', equal(result01.data, scipy.result01.flat()));
  check('kernel 02 gives what SciPy gives', equal(result02.data, scipy.result02.flat()));

  const negative = result01.data.map((value) => -value);
  check('the second result is the negative of the first', equal(result02.data, negative));

  const convolved = peak(result01.data);
  const correlated = peak(correlate2d(image, kernel01, options).data);
  check('convolution and correlation answer with opposite signs', convolved === -correlated);

  return {
    title: `SciPy tutorial: ${call}`,
    findings: [
      `Both results equal those of SciPy ${scipy.versions.scipy}, number for number.`,
      'Warning: convolution flips the kernel. Kernel 01 has -1 on the left and 1 on the right, yet where the image',
      `steps down from 1 to 0 convolve2d answers ${convolved}. To slide a kernel as it is, use correlate2d: ${correlated}.`,
      'Kernel 02 is the negative of kernel 01, and the second result is the negative of the first.',
    ],
    pictures: [await draw(folder, '01', kernel01, result01), await draw(folder, '02', kernel02, result02)],
    jobs: [
      {
        name: '100 x 100 steps, 10 x 10 kernel',
        run: (backend) => convolve2d(image, kernel01, { ...options, backend }).data,
      },
    ],
  };
}

function matrix(rows: number, cols: number, value: (row: number, col: number) => number): Matrix {
  const data = Float64Array.from({ length: rows * cols }, (_, at) => value(Math.floor(at / cols), at % cols));
  return { data, shape: [rows, cols] };
}

function peak(values: Float64Array): number {
  return values.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most));
}

async function draw(folder: string, number: string, kernel: Matrix, result: Matrix): Promise<string> {
  const path = join(folder, `scipy-kernel-${number}.png`);
  const chart = heatMaps(call, [
    { title: `kernel ${number}`, ...kernel },
    { title: 'image', ...image },
    { title: `result ${number}`, ...result },
  ]);
  await writeFile(path, await drawPng(chart));
  return path;
}
