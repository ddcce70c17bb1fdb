import type { Boundary, ConvolveOptions, NdArray, Padding } from '../../../src/base/types.ts';
import { arrayOf } from '../../support/containers.ts';
import { opencv, placement, scipy, tutorial } from '../../support/golden.ts';
import { type Case, caseFor, knownCase } from './case.ts';

/** Results of SciPy, NumPy and OpenCV. */
export function goldenCases(): Case[] {
  return [
    ...scipyCases(),
    ...ndimage(),
    ...geometry(),
    ...elementTypes(),
    ...documented(),
    ...placements(),
    ...tutorials(),
    ...filter2D(),
  ];
}

function scipyCases(): Case[] {
  return scipy.cases.flatMap(({ operation, image, kernel, mode, boundary, fillvalue, values }) => {
    const boundaries: Boundary[] =
      mode === 'valid' ? ['fill', 'wrap', 'symm', 'reflect', 'edge'] : [boundary];
    return boundaries.map((each) => {
      const problem = {
        operation,
        image: scipy.images[image]!,
        kernel: scipy.kernels[kernel]!,
        options: { mode, boundary: each, fillvalue },
      };
      const rounds = kernel.startsWith('irrational');
      const name = `SciPy: ${operation} ${image} with ${kernel}, ${mode}, ${each} ${fillvalue}`;
      return knownCase(name, problem, values, rounds ? caseFor(problem).expected.tolerance : undefined);
    });
  });
}

/** `ndimage.correlate` centres kernels of even size as OpenCV does, `ndimage.convolve` the other way round. */
function ndimage(): Case[] {
  return scipy.ndimage.map(({ operation, image, kernel, boundary, source, values }) => {
    const taps = scipy.kernels[kernel]!;
    const sides = [around(taps.length), around(taps[0]!.length)] as const;
    const [rows, columns] = operation === 'correlate2d' ? sides : sides.map(([a, b]) => [b, a] as const);
    return knownCase(
      `${source}: ${operation} with ${kernel}`,
      {
        operation,
        image: scipy.images[image]!,
        kernel: taps,
        options: { boundary, padding: [rows!, columns!] },
      },
      values,
    );
  });
}

function geometry(): Case[] {
  return scipy.geometry.map(
    ({ operation, image, kernel, values, boundary, fillvalue, padding, stride, dilation }) =>
      knownCase(
        `SciPy: ${operation} with ${kernel}, padding ${JSON.stringify(padding)}, stride ${stride}, dilation ${dilation}`,
        {
          operation,
          image: scipy.images[image]!,
          kernel: scipy.kernels[kernel]!,
          options: { boundary, fillvalue, padding, stride, dilation },
        },
        values,
      ),
  );
}

function elementTypes(): Case[] {
  return scipy.dtypes.map(({ from, dtype, image, kernel, values }) =>
    knownCase(
      `SciPy: ${from} to ${dtype}`,
      {
        operation: 'convolve2d',
        image: typed(image, from),
        kernel,
        options: { mode: 'same', boundary: 'symm', dtype },
      },
      values,
    ),
  );
}

function documented(): Case[] {
  const { scharr, template } = scipy.documented;
  const options: ConvolveOptions = { boundary: 'symm', mode: 'same' };
  return [
    knownCase(
      "SciPy's documentation: Scharr, horizontal",
      { operation: 'convolve2d', image: scharr.image, kernel: scharr.horizontal.kernel, options },
      scharr.horizontal.values,
    ),
    knownCase(
      "SciPy's documentation: Scharr, vertical",
      { operation: 'convolve2d', image: scharr.image, kernel: scharr.vertical.kernel, options },
      scharr.vertical.values,
    ),
    knownCase(
      "SciPy's documentation: template",
      { operation: 'correlate2d', image: template.image, kernel: template.kernel, options },
      template.values,
    ),
  ];
}

function placements(): Case[] {
  const { image } = placement;
  return placement.cases.map(({ operation, kernel, options, source, values }) =>
    knownCase(
      `${source}: ${operation} by ${kernel.length} x ${kernel[0]!.length}, ${JSON.stringify(options)}`,
      { operation, image, kernel, options: { mode: 'same', ...options } },
      values,
    ),
  );
}

function tutorials(): Case[] {
  const { image, kernel01, kernel02, result01, result02, boundary, mode } = tutorial;
  const options = { boundary, mode };
  return [
    knownCase('tutorial: kernel 01', { operation: 'convolve2d', image, kernel: kernel01, options }, result01),
    knownCase('tutorial: kernel 02', { operation: 'convolve2d', image, kernel: kernel02, options }, result02),
  ];
}

/** OpenCV anchors kernels of even size one further down and right than SciPy's mode 'same'. */
function filter2D(): Case[] {
  return opencv.filter2D.map(({ dtype, kernel, boundary, border, delta, values }) => {
    const taps = opencv.kernels[kernel]!;
    const padding: Padding = [around(taps.length), around(taps[0]!.length)];
    return knownCase(
      `OpenCV: filter2D ${dtype} with ${kernel}, ${border}`,
      {
        operation: 'correlate2d',
        image: typed(opencv.images[dtype]!, dtype),
        kernel: taps,
        options: { boundary, padding, delta, dtype },
      },
      values,
    );
  });
}

function around(size: number): [number, number] {
  return [Math.floor(size / 2), size - 1 - Math.floor(size / 2)];
}

function typed(rows: number[][], dtype: keyof typeof arrayOf): NdArray {
  const data = new arrayOf[dtype](rows.length * rows[0]!.length);
  data.set(rows.flat());
  return { data, shape: [rows.length, rows[0]!.length] };
}
