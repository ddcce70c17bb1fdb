/*
 * Prints what scripts/playground_code.py needs, as JSON: for each case of test/playground/code-states.ts the Python code that the
 * playground gives, the picture, and the package's result; arrays as base64 of .npy files.
 */
import type { PixelImage } from 'convolve-wasm';
import { kernelRows } from '../demo/playground/src/kernel/kernel.ts';
import type { State } from '../demo/playground/src/state/state.ts';
import { npyOf } from '../demo/playground/src/take-away/npy.ts';
import { opencv } from '../demo/playground/src/take-away/opencv.ts';
import { scipy } from '../demo/playground/src/take-away/scipy.ts';
import { cases, codeCallOf, pictureOf, resultOf } from '../test/playground/code-states.ts';

function npyText({ data, width, height, channels = 4 }: PixelImage): string {
  const shape = channels === 1 ? [height, width] : [height, width, channels];
  return Buffer.from(npyOf(data, shape)).toString('base64');
}

function kernelOf({ kernel }: State): PixelImage {
  const rows = kernelRows(kernel);
  return { data: Float64Array.from(rows.flat()), width: rows[0]!.length, height: rows.length, channels: 1 };
}

const found = cases.map(({ name, state }) => ({
  name,
  scipy: scipy(codeCallOf(state)),
  opencv: opencv(codeCallOf(state)),
  picture: npyText(pictureOf(state)),
  kernel: npyText(kernelOf(state)),
  result: npyText(resultOf(state)),
}));
process.stdout.write(JSON.stringify(found));
