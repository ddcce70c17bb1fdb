import { beforeAll, expect, it } from 'vitest';
import { complaintsOf } from '../support/typescript.ts';

/* TypeScript's errors name the mistake, in one line or two. */

const mistakes: readonly (readonly [call: string, error: string])[] = [
  [
    'convolve2d(photo, kernel, { fillValue: 1 })',
    "TS2561: Object literal may only specify known properties, but 'fillValue' does not exist in type 'ConvolveOptions<undefined, undefined>'. Did you mean to write 'fillvalue'?",
  ],
  [
    "convolve2d(photo, kernel, { mode: 'some' })",
    `TS2322: Type '"some"' is not assignable to type 'Mode | undefined'.`,
  ],
  [
    "convolve2d(photo, kernel, { mode: 'same', boundary: 'mirror' })",
    `TS2322: Type '"mirror"' is not assignable to type 'Boundaries | undefined'.`,
  ],
  [
    "convolve2d(photo, kernel, { dtype: 'bool' })",
    `TS2322: Type '"bool"' is not assignable to type 'DType | undefined'.`,
  ],
  [
    "convolve2d(photo, kernel, 'same')",
    "TS2345: Argument of type 'string' is not assignable to parameter of type 'ConvolveOptions<undefined, undefined>'.",
  ],
  ["convolve2d(photo, kernel, 'same', 'symm')", 'TS2554: Expected 2-3 arguments, but got 4.'],
  [
    "convolve2d(photo, kernel, { out: 'x' })",
    "TS2322: Type 'string' is not assignable to type 'OutContainer | undefined'.",
  ],
  [
    'convolve2d(photo, 3)',
    "TS2345: Argument of type 'number' is not assignable to parameter of type 'Kernel | KernelBank'.",
  ],
  [
    'correlate2d(photo, new ImageData(2, 2))',
    "TS2345: Argument of type 'ImageData' is not assignable to parameter of type 'Kernel | KernelBank'.\n  Property 'shape' is missing in type 'ImageData' but required in type 'NdArray<TypedArray>'.",
  ],
  [
    'convolve2d({ data: new Float32Array(4) }, kernel)',
    "TS2345: Argument of type '{ data: Float32Array<ArrayBuffer>; }' is not assignable to parameter of type 'Image'.\n  Property 'shape' is missing in type '{ data: Float32Array<ArrayBuffer>; }' but required in type 'NdArray<TypedArray>'.",
  ],
  [
    'convolve2d(canvas, kernel)',
    "TS2345: Argument of type 'HTMLCanvasElement' is not assignable to parameter of type 'Image'.\n  Property 'data' is missing in type 'HTMLCanvasElement' but required in type 'PixelImage<TypedArray>'.",
  ],
  [
    'convolve2d(tensor, kernel)',
    "TS2345: Argument of type 'Tensor' is not assignable to parameter of type 'Image'.\n  Type 'Tensor' is not assignable to type 'NdArray<TypedArray>'.\n    Types of property 'data' are incompatible.\n      Type '() => Promise<Float32Array<ArrayBufferLike>>' is not assignable to type 'TypedArray'.",
  ],
  [
    'convolve2d(Promise.resolve(photo), kernel)',
    "TS2345: Argument of type 'Promise<NdArray<TypedArray>>' is not assignable to parameter of type 'Image'.",
  ],
  [
    'gaussianBlur(photo, { sigm: 3 })',
    "TS2561: Object literal may only specify known properties, but 'sigm' does not exist in type 'GaussianBlurOptions<undefined, undefined, undefined>'. Did you mean to write 'sigma'?",
  ],
  [
    'gaussianBlur(photo, 3)',
    "TS2559: Type '3' has no properties in common with type 'GaussianBlurOptions<undefined, undefined, undefined>'.",
  ],
  [
    "sobel(photo, { output: 'mag' })",
    `TS2322: Type '"mag"' is not assignable to type 'GradientOutput | undefined'.`,
  ],
  [
    "convolveRows(rows, 'sobel', { width: 640 })",
    'TS2345: Argument of type \'{ width: number; }\' is not assignable to parameter of type \'ConvolveRowsOptions<"sobel", undefined, GradientOutput, PerAxis>\'.\n  Property \'output\' is missing in type \'{ width: number; }\' but required in type \'{ readonly output: "angle" | "magnitude" | "x" | "y"; }\'.',
  ],
  [
    "convolveRows(rows, 'sobel', { width: 640, output: 'all' })",
    `TS2322: Type '"all"' is not assignable to type '"angle" | "magnitude" | "x" | "y"'.`,
  ],
  [
    'convolveRows(rows, kernel, { width: 640, pool: {} })',
    "TS2739: Type '{}' is missing the following properties from type 'RowPool': stats, close",
  ],
  [
    "prepare(kernel, { mode: 'same' })",
    `TS2741: Property 'shape' is missing in type '{ mode: "same"; }' but required in type 'PrepareOptions<undefined>'.`,
  ],
  [
    "prepare('gausianBlur', { shape: [3, 4] })",
    `TS2345: Argument of type '"gausianBlur"' is not assignable to parameter of type 'FilterName | Kernel | KernelBank'.`,
  ],
  [
    "prepare('gaussianBlur', { shape: [3, 4], sigm: 3 })",
    `TS2561: Object literal may only specify known properties, but 'sigm' does not exist in type 'PrepareFilterOptions<"gaussianBlur", undefined, undefined, undefined>'. Did you mean to write 'sigma'?`,
  ],
  [
    "allocate([3, 4], 'float')",
    `TS2345: Argument of type '"float"' is not assignable to parameter of type 'DType'.`,
  ],
  [
    "toImageData(photo, 'max')",
    `TS2345: Argument of type '"max"' is not assignable to parameter of type 'Normalization | undefined'.`,
  ],
];

const start = `import { allocate, convolve2d, convolveRows, correlate2d, gaussianBlur, type NdArray, prepare, sobel, toImageData } from 'convolve-wasm';
interface Tensor { shape: number[]; dtype: string; data(): Promise<Float32Array>; dataSync(): Float32Array }
declare const rows: Uint8Array[], photo: NdArray, kernel: number[][], canvas: HTMLCanvasElement, tensor: Tensor;
`;
const right = `import { createPool } from 'convolve-wasm/pool';
convolve2d(photo, kernel);
const pool = createPool();
convolveRows(rows, kernel, { width: 640, pool });
convolveRows(rows, 'sobel', { width: 640, pool, output: 'x' });
for await (const { data } of convolveRows(rows, 'gaussianBlur', { width: 640, pool, sigma: 2, dtype: 'uint8' })) data satisfies Uint8Array;
export {};
`;
let complaints: readonly string[];

beforeAll(() => {
  complaints = complaintsOf([...mistakes.map(([call]) => `${start}${call};\n`), start + right], 'mistakes');
});

it.each(mistakes.map(([call, error], n) => [call, error, n] as const))('%s', (_, error, n) => {
  expect(complaints[n]).toBe(`${error}\n`);
});

it('no mistake, no error', () => {
  expect(complaints.at(-1)).toBe('');
});
