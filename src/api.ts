import type { BackendLoader } from './backend/backend.ts';
import { Registry } from './backend/registry.ts';
import { dtypeOfOut, newDestination, overlaps, readImage, readKernel, readOut } from './container.ts';
import { defaultResult } from './dtype.ts';
import { describe, wrongKind, wrongValue } from './errors.ts';
import { makePlan } from './plan/plan.ts';
import { type CheckedOptions, checkOptions } from './spec/options.ts';
import { reduceToTasks, type Task } from './spec/problem.ts';
import type {
  BackendInfo,
  ConvolveOptions,
  DType,
  Image,
  Kernel,
  Known,
  Operation,
  Result,
} from './types.ts';
import { channelView, rowSink, rowSource } from './view.ts';

export interface Api {
  /**
   * Convolves an image with a kernel, which is rotated by 180 degrees for it; as `scipy.signal.convolve2d`.
   *
   *     out[i][j] = delta + sum over u, v of kernel[u][v] * image[i + top - u][j + left - v]
   *
   * with the image continued beyond its edges by `boundary`, and `top` and `left` given by `mode` or `padding`.
   * Each channel is filtered by itself.
   *
   * @param image Rows of numbers, `{ data, shape: [rows, cols] or [rows, cols, channels], stride?, offset? }`, or
   *   `{ data, width, height, channels? }` such as `ImageData`; `data` is any typed array of numbers of up to
   *   32 bits, or of 64-bit floats; `stride` and `offset` count elements.
   * @param kernel Rows of numbers or `{ data, shape: [rows, cols] }`, of any size from 1 x 1.
   * @param options See `ConvolveOptions`.
   * @returns `options.out`, or a new container of the image's kind: floats and canvas pixels keep their element
   *   type, other integers of 8 and 16 bits give float32, of 32 bits float64, unless `options.dtype` says otherwise.
   *   Integer results are rounded half to even and saturated.
   * @throws {TypeError} An argument or option of the wrong kind, or options that exclude each other.
   * @throws {RangeError} A wrong value or size. Both have a stable `code`, see `ErrorCode`; nothing was written.
   * @example
   * const image = [[1, 2, 3], [4, 5, 6]];
   * console.log(convolve2d(image, [[1, 10]], { mode: 'same' })); // [[1, 12, 23], [4, 45, 56]]
   * @example
   * const bytes = { data: new Uint8Array([9, 9, 9, 9]), shape: [2, 2] };
   * console.log(convolve2d(bytes, [[200]]).data); // Float32Array [1800, 1800, 1800, 1800]
   * console.log(convolve2d(bytes, [[200]], { dtype: 'uint8' }).data); // Uint8Array [255, 255, 255, 255]
   */
  convolve2d<I extends Image, O extends ConvolveOptions = Record<never, never>>(
    image: I,
    kernel: Kernel,
    options?: Known<O>,
  ): Result<I, O>;

  /**
   * Slides a kernel over an image as it is; as `scipy.signal.correlate2d` for real numbers; with a
   * kernel of odd size and mode `same` as OpenCV's `filter2D`.
   *
   *     out[i][j] = delta + sum over u, v of kernel[u][v] * image[i - top + u][j - left + v]
   *
   * Arguments, result and errors are those of `convolve2d`.
   *
   * @example
   * const image = [[1, 2, 3], [4, 5, 6]];
   * console.log(correlate2d(image, [[1, 10]], { mode: 'valid' })); // [[21, 32], [54, 65]]
   */
  correlate2d<I extends Image, O extends ConvolveOptions = Record<never, never>>(
    image: I,
    kernel: Kernel,
    options?: Known<O>,
  ): Result<I, O>;

  /**
   * Which backend serves a call that names none, why, and what is known of the others. Loads them all.
   *
   * @throws {RangeError} The environment variable `CONVOLVE_WASM_BACKEND` holds something else than a backend's name.
   * @example
   * console.log(backendInfo().backends.js.available); // true
   */
  backendInfo(): BackendInfo;
}

/** The package's functions over the backends that an entry point includes. */
export function createApi(reference: BackendLoader, others: readonly BackendLoader[]): Api {
  const registry = new Registry(reference, others);
  return {
    convolve2d: (image, kernel, options) => filter(registry, 'convolve2d', image, kernel, options) as never,
    correlate2d: (image, kernel, options) => filter(registry, 'correlate2d', image, kernel, options) as never,
    backendInfo: () => registry.info(),
  };
}

function filter(
  registry: Registry,
  operation: Operation,
  imageArgument: unknown,
  kernelArgument: unknown,
  optionsArgument: ConvolveOptions | undefined,
): unknown {
  const options = checkOptions(optionsArgument);
  const container = readImage(imageArgument);
  const image = container.view;
  const kernel = readKernel(kernelArgument);
  const result = resultType(options, image.dtype);
  const tasks = inMemory(() => reduceToTasks(operation, image, kernel, options, result));
  const [{ problem, source: firstSource }] = tasks as [Task];
  const backend = registry.choose(options.backend, options.deterministic, problem);
  const shape = { ...problem.output, channels: image.channels };
  const destination =
    options.out === undefined
      ? inMemory(() => newDestination(container, result, shape))
      : readOut(options.out, result, shape);
  if (overlaps(destination.view, image)) {
    throw wrongValue('ERR_OVERLAP', 'out', 'memory apart from the image', 'an overlap');
  }
  // Where the operands have traded places, it is the kernel that is read while results are written.
  if (overlaps(destination.view, firstSource)) {
    throw wrongValue('ERR_OVERLAP', 'out', 'memory apart from the kernel', 'an overlap');
  }
  tasks.forEach(({ problem, source }, channel) => {
    const view = tasks.length === 1 ? destination.view : channelView(destination.view, channel);
    const run = inMemory(() => backend.prepare(makePlan(problem)));
    run(rowSource(source), rowSink(view));
  });
  registry.countRun(backend.name);
  return destination.finish();
}

/** Gives the engine's refusal to allocate a name and a code. */
function inMemory<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof RangeError) || 'code' in error) throw error;
    const refusal = wrongValue('ERR_MEMORY', 'image', 'sizes that fit into memory', 'larger ones');
    throw Object.assign(refusal, { cause: error });
  }
}

function resultType({ dtype, out }: CheckedOptions, image: DType): DType {
  const given = dtypeOfOut(out);
  if (dtype !== undefined && given !== undefined && dtype !== given) {
    throw wrongKind('ERR_CONFLICT', 'out', `elements of the "dtype" ${dtype}`, describe(given));
  }
  return dtype ?? given ?? defaultResult(image);
}
