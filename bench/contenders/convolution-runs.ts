import type { BackendName, TypedArray } from 'convolve-wasm';
import { arrays, type Convolution, dtypeOf, resultDtype } from '../cells/cell.ts';
import { geometry } from '../cells/geometry.ts';
import { unanswered } from '../measure/unanswered.ts';
import type { Library, Runs } from './runs.ts';

export function convolutionTypes(cell: Convolution) {
  const { rows, columns, channels } = geometry(cell);
  return [{ array: arrays[resultDtype(cell)], length: rows * columns * channels }];
}

/**
 * Resident: with a prepared kernel, nothing is copied. Short calls also prepared from the caller's array into one that the
 * caller keeps: in long ones the kernel's preparation does not count.
 */
export function convolutionRuns(
  library: Library,
  cell: Convolution,
  backend: BackendName,
  out: TypedArray,
): Runs {
  const { image, calls, blur } = cell;
  const { rows, columns, channels } = geometry(cell);
  const source = library.allocate(image.shape, dtypeOf(image.data), { backend });
  const target = library.allocate([rows, columns, channels], resultDtype(cell), { backend });
  source.data.set(image.data);
  unanswered(target.data);
  if (blur !== undefined) {
    const anew = { ...blur, backend };
    const [kept, resident] = [
      { ...anew, out },
      { ...anew, out: target },
    ];
    const { gaussianBlur } = library;
    return {
      resident: () => {
        gaussianBlur(source, resident);
        return [target.data];
      },
      out: () => {
        gaussianBlur(image, kept);
        return [out];
      },
      fresh: () => [gaussianBlur(image, anew).data],
    };
  }
  const convolver = prepared(library, cell, backend);
  const anew = { ...cell.options, backend };
  const runs: Runs = {
    resident: () => [convolver.run(source, target).data],
    out: oneShot(library, cell, backend, out),
    fresh: () => [library.convolve2d(image, cell.kernel, anew).data],
  };
  return calls === undefined ? runs : { ...runs, prepared: () => [convolver.run(image, out)] };
}

export function prepared(
  { prepare }: Library,
  { image, kernel, options }: Convolution,
  backend: BackendName,
) {
  const { data, shape } = image;
  return prepare(kernel, { operation: 'convolve2d', shape, dtype: dtypeOf(data), ...options, backend });
}

function oneShot({ convolve2d }: Library, cell: Convolution, backend: BackendName, out: TypedArray) {
  const { image, kernel, options, calls } = cell;
  const kept = { ...options, backend, out };
  if (calls === undefined) return () => [convolve2d(image, kernel, kept)];
  // Short calls make their options anew, as callers do: by a literal, since Node 20 takes 3 µs for a spread. They have no others.
  const { mode } = options;
  return () => [convolve2d(image, kernel, { mode, backend, out })];
}
