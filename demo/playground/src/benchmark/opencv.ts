import type { Mat } from '@techstark/opencv-js';
import { type Convolution, dtypeOf, type ElementType, resultDtype } from '../../../../bench/cells/cell.ts';
import { geometry } from '../../../../bench/cells/geometry.ts';
import { type Contender, localContender, type Run } from '../../../../bench/contenders/contender.ts';
import { newOuts } from '../../../../bench/contenders/runs.ts';

type Opencv = typeof import('@techstark/opencv-js');

/** OpenCV's numbers for element types, which are in its headers and the same for ever. */
const depths: { readonly [dtype in ElementType]: number } = {
  uint8: 0,
  uint8clamped: 0,
  int16: 3,
  float32: 5,
  float64: 6,
};

/** OpenCV's `BORDER_CONSTANT`, `BORDER_REFLECT` and `BORDER_REFLECT_101`. */
const borders = { fill: 0, symm: 2, reflect: 4 };

/** Whether OpenCV solves a cell. It has no stride. */
export function isForOpencv({ options }: Convolution): boolean {
  return options.mode === 'same' && (options.stride ?? 1) === 1;
}

/** Loads opencv.js and compiles it, which takes seconds. Rejects where the page's policy forbids what it needs. */
async function loadOpencv(): Promise<{ readonly opencv: Opencv }> {
  const { opencv } = await import('./opencv-module.ts');
  await new Promise<void>((resolve, reject) => {
    opencv.onRuntimeInitialized = resolve;
    // It tells nobody that it could not start.
    addEventListener('unhandledrejection', (event) => {
      event.preventDefault();
      reject(event.reason);
    });
  });
  return { opencv };
}

/**
 * From the caller's array into the caller's array, by way of OpenCV's memory, as the package does it; and the same without
 * the copies.
 */
export async function opencvContenders(cell: Convolution): Promise<Contender[]> {
  const { opencv } = await loadOpencv();
  const { image } = cell;
  const [out] = newOuts(cell);
  const source = matOf(opencv, image.data, image.shape);
  const target = new opencv.Mat();
  const run = filterOf(opencv, cell, source, target);
  const both: { readonly [variant in 'out' | 'resident']: Run } = {
    out: () => {
      elementsOf(source, dtypeOf(image.data)).set(image.data);
      run();
      out!.set(elementsOf(target, resultDtype(cell)));
      return [out!];
    },
    resident: () => {
      run();
      return [elementsOf(target, resultDtype(cell))];
    },
  };
  return (['out', 'resident'] as const).map((variant) =>
    localContender('opencv', variant, both[variant], cell.calls),
  );
}

function filterOf(opencv: Opencv, cell: Convolution, source: Mat, target: Mat): () => void {
  const { kernel, factor, options } = cell;
  const depth = depths[resultDtype(cell)];
  const border = borders[options.boundary ?? 'fill'];
  const { top, left } = geometry(cell);
  const anchor = new opencv.Point(left, top);
  const [rows, columns] = kernel.shape;
  const size = new opencv.Size(columns, rows);
  switch (cell.opencv?.filter) {
    case 'GaussianBlur': {
      const { sigma = 0 } = cell.opencv;
      return () => opencv.GaussianBlur(source, target, size, sigma, sigma, border);
    }
    case 'Sobel':
      return () => opencv.Sobel(source, target, depth, 1, 0, 3, 1, 0, border);
    case 'blur':
      return () => opencv.blur(source, target, size, new opencv.Point(-1, -1), border);
  }
  // OpenCV correlates, so it gets the kernel flipped.
  if (factor) {
    const taps = matOf(opencv, factor.data.slice().reverse(), factor.shape);
    return () => opencv.sepFilter2D(source, target, depth, taps, taps, anchor, 0, border);
  }
  const taps = matOf(opencv, kernel.data.slice().reverse(), kernel.shape);
  return () => opencv.filter2D(source, target, depth, taps, anchor, 0, border);
}

function matOf(
  opencv: Opencv,
  data: Convolution['image']['data'],
  shape: Convolution['image']['shape'],
): Mat {
  const [rows, columns, channels = 1] = shape;
  const dtype = dtypeOf(data);
  // OpenCV's `CV_MAKETYPE`.
  const mat = new opencv.Mat(rows, columns, depths[dtype] + ((channels - 1) << 3));
  elementsOf(mat, dtype).set(data);
  return mat;
}

/** Read anew each time: OpenCV's memory moves when it grows. */
function elementsOf(mat: Mat, dtype: ElementType) {
  switch (dtype) {
    case 'float32':
      return mat.data32F;
    case 'float64':
      return mat.data64F;
    case 'int16':
      return mat.data16S;
    default:
      return mat.data;
  }
}
