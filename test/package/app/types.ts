/* What a TypeScript user may write: compiled against the installed package, never run. */
import {
  allocate,
  type BackendInfo,
  backendInfo,
  type ConvolveOptions,
  convolve2d,
  correlate2d,
  gaussianBlur,
  type Kernel,
  kernels,
  type NdArray,
  prepare,
  sobel,
} from 'convolve-wasm';
import * as js from 'convolve-wasm/js';
import { createPool, type Pool, type PoolStats } from 'convolve-wasm/pool';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Elements<R extends { data: { [Symbol.toStringTag]: string } }> = R['data'][typeof Symbol.toStringTag];
function check<_True extends true>(): void {}

const kernel = [
  [0, 1, 0],
  [1, -4, 1],
  [0, 1, 0],
];
const shape = [2, 2];

const rows = correlate2d(kernel, kernel, { mode: 'same', boundary: 'symm', dtype: 'uint8' });
check<Equal<typeof rows, number[][]>>();
const rowsOfJs = js.convolve2d(kernel, { data: new Float32Array(4), shape });
check<Equal<typeof rowsOfJs, number[][]>>();

const float32 = convolve2d({ data: new Float32Array(4), shape }, kernel);
const float64 = convolve2d({ data: new Float64Array(4), shape }, kernel, { stride: 2, padding: [1, 1] });
const uint8 = convolve2d({ data: new Uint8Array(4), shape, stride: [1, 2], offset: 0 }, kernel);
const uint32 = convolve2d({ data: new Uint32Array(4), shape }, kernel, { dilation: [1, 2], delta: 1 });
const asked = convolve2d({ data: new Uint8Array(4), shape }, kernel, { dtype: 'int16' });
check<Equal<Elements<typeof float32>, 'Float32Array'>>();
check<Equal<Elements<typeof float64>, 'Float64Array'>>();
check<Equal<Elements<typeof uint8>, 'Float32Array'>>();
check<Equal<Elements<typeof uint32>, 'Float64Array'>>();
check<Equal<Elements<typeof asked>, 'Int16Array'>>();
check<Equal<typeof uint8.shape, number[]>>();
// @ts-expect-error: 8-bit integers give floats
check<Equal<Elements<typeof uint8>, 'Uint8Array'>>();

const canvas = convolve2d(new ImageData(2, 2), kernel, { mode: 'same' });
const decoded = convolve2d({ data: new Uint8Array(12), width: 2, height: 2, channels: 3 }, kernel);
check<Equal<Elements<typeof canvas>, 'Uint8ClampedArray'>>();
check<Equal<Elements<typeof decoded>, 'Float32Array'>>();
check<Equal<typeof decoded.channels, number>>();
new ImageData(canvas.data, canvas.width);

const out = new Uint8ClampedArray(16);
const bare = convolve2d(kernel, kernel, { out });
check<Equal<typeof bare, typeof out>>();
const labelled = convolve2d(kernel, kernel, { out: { data: new Float32Array(4), shape, label: 'kept' } });
check<Equal<typeof labelled.label, string>>();

const wide: ConvolveOptions = { dtype: 'int16' };
const any = convolve2d(uint8, kernel, wide);
check<Equal<Elements<typeof any>, Elements<NdArray>>>();

const info: BackendInfo = backendInfo();
check<Equal<typeof info.backend, 'wasm-relaxed' | 'wasm' | 'js'>>();
const anyArray: NdArray = uint8;
convolve2d(anyArray, anyArray, { backend: 'js', method: 'direct', deterministic: true });

// Results of an array literal of kernels are a tuple, whose elements are there even with `noUncheckedIndexedAccess`.
const image = { data: new Uint8Array(4), shape };
const [across, down] = convolve2d(image, [kernels.sobelX(), kernels.sobelY()], { dtype: 'int16' });
check<Equal<Elements<typeof across>, 'Int16Array'>>();
check<Equal<Elements<typeof down>, 'Int16Array'>>();
const [first, second] = correlate2d(kernel, [[[1, 2]], [[1], [2]]]);
check<Equal<typeof first, number[][]>>();
check<Equal<typeof second, number[][]>>();
// @ts-expect-error: there are two
correlate2d(kernel, [[[1, 2]], [[1], [2]]])[2];
const bank: Kernel[] = [kernel, kernel];
const [perhaps] = convolve2d(image, bank);
check<Equal<typeof perhaps, { data: Float32Array<ArrayBuffer>; shape: number[] } | undefined>>();
const [into, intoOther] = convolve2d(image, [kernel, kernel], {
  out: [new Float32Array(4), new Float64Array(4)],
});
check<Equal<typeof into, Float32Array<ArrayBuffer>>>();
check<Equal<typeof intoOther, Float64Array<ArrayBuffer>>>();

const convolver = prepare([kernel, kernel], { shape, dtype: 'uint8' });
const [prepared, other] = convolver.run(image);
check<Equal<Elements<typeof prepared>, 'Uint8Array'>>();
check<Equal<Elements<typeof other>, 'Uint8Array'>>();
const [reused] = convolver.run(image, [new Uint8Array(4), new Uint8Array(4)]);
check<Equal<typeof reused, Uint8Array<ArrayBuffer>>>();
const single = prepare(kernel, { shape }).run(image);
check<Equal<Elements<typeof single>, 'Float32Array'>>();

const { magnitude, angle } = sobel(image);
check<Equal<Elements<typeof magnitude>, 'Float32Array'>>();
check<Equal<Elements<typeof angle>, 'Float32Array'>>();
const x = sobel(image, { output: 'x', dtype: 'int16' });
check<Equal<Elements<typeof x>, 'Int16Array'>>();
const parts = sobel(image, { out: { x: new Float64Array(4) } });
check<Equal<typeof parts.x, Float64Array<ArrayBuffer>>>();
check<Equal<Elements<typeof parts.y>, 'Float32Array'>>();
const y = prepare('sobel', { output: 'y', shape }).run(image);
check<Equal<Elements<typeof y>, 'Float32Array'>>();

const soft = gaussianBlur(image, { sigma: 2 });
check<Equal<Elements<typeof soft>, 'Uint8Array'>>();
const slope = gaussianBlur(image, { sigma: 2, order: [0, 1] });
check<Equal<Elements<typeof slope>, 'Uint8Array' | 'Float32Array'>>();
const softened = prepare('gaussianBlur', { sigma: 2, shape, dtype: 'float32' }).run(image);
check<Equal<Elements<typeof softened>, 'Float32Array'>>();

const resident = allocate(shape, 'int16');
check<Equal<Elements<typeof resident>, 'Int16Array'>>();
const pixels = allocate({ width: 2, height: 2 }, 'uint8clamped');
check<Equal<typeof pixels.channels, number>>();
const inMemory = allocate(shape, 'int16', { backend: 'js' });
check<Equal<typeof inMemory.data, Int16Array<ArrayBuffer>>>();
const shared = allocate(shape, 'int16', { shared: true });
check<Equal<typeof shared.data, Int16Array<SharedArrayBuffer>>>();
const ofShared = convolve2d(shared, kernel);
check<Equal<Elements<typeof ofShared>, 'Float32Array'>>();

async function pooled(): Promise<void> {
  await using pool = createPool({ threads: 2, workerUrl: new URL('https://example.org/worker.js') });
  const named: Pool = pool;
  const stats: PoolStats = named.stats();
  check<Equal<typeof stats.transport, 'shared' | 'transferred'>>();
  const { signal } = new AbortController();
  const blurred = await pool.gaussianBlur(image, {
    sigma: 2,
    signal,
    onProgress: (done, total) => done / total,
  });
  check<Equal<typeof blurred, typeof soft>>();
  const [horizontal] = await pool.convolve2d(image, [kernels.sobelX()], { dtype: 'int16' });
  check<Equal<typeof horizontal, typeof across>>();
  const { magnitude: lengths } = await pool.sobel(image);
  check<Equal<typeof lengths, typeof magnitude>>();
  const run = await pool.run(convolver, image);
  check<Equal<typeof run, [typeof prepared, typeof other]>>();
  // @ts-expect-error: no such option
  await pool.gaussianBlur(image, { radius: 2 });
  // @ts-expect-error: no such option
  createPool({ workers: 2 });
}
pooled();

// @ts-expect-error: no such mode
convolve2d(kernel, kernel, { mode: 'some' });
// @ts-expect-error: no such boundary
convolve2d(kernel, kernel, { boundary: 'zero' });
// @ts-expect-error: no such option
convolve2d(kernel, kernel, { fillValue: 1 });
// @ts-expect-error: a mistyped option beside a right one
convolve2d(kernel, kernel, { mode: 'same', fillValue: 1 });
// @ts-expect-error: no such element type
convolve2d(kernel, kernel, { dtype: 'bool' });
// @ts-expect-error: three strides
convolve2d(kernel, kernel, { stride: [1, 1, 1] });
// @ts-expect-error: no such backend
convolve2d(kernel, kernel, { backend: 'gpu' });
// @ts-expect-error: no shape
convolve2d({ data: new Float32Array(4) }, kernel);
// @ts-expect-error: no such elements
convolve2d({ data: new BigInt64Array(4), shape }, kernel);
// @ts-expect-error: no kernel
correlate2d(kernel);
// @ts-expect-error: a kernel has no pixels
correlate2d(kernel, new ImageData(2, 2));
