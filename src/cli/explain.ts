import Table from 'cli-table3';
import type { DType, NdArray } from '../base/types.ts';
import { explain } from '../index.ts';
import { Failure, UsageError } from './failure.ts';
import { readKernel } from './kernel.ts';
import { noise } from './noise.ts';
import { type CallOptions, callOptions } from './options.ts';
import { plainTable } from './table.ts';

export interface ExplainFlags extends CallOptions {
  readonly shape: number[];
  readonly kernel?: string;
  readonly kernelShape?: number[];
  readonly dtype?: DType;
  readonly resultDtype?: DType;
  readonly json?: boolean;
}

/** How an image of a shape would be filtered, and why so. */
export async function explainPlan(flags: ExplainFlags): Promise<void> {
  const { shape, operation = 'convolve2d', dtype = 'float32', json = false } = flags;
  const kernel = await kernelOf(flags);
  const image = zeros(shape, dtype);
  const explanation = explain(image, kernel, { ...callOptions(flags), dtype: flags.resultDtype, operation });
  if (json) return console.log(JSON.stringify(explanation, null, 2));

  console.log(`${explanation.sentence}\n`);
  const table = new Table(plainTable(['method', 'estimated ms', ''], ['left', 'right', 'left']));
  for (const { method, estimatedMilliseconds, reason } of explanation.candidates) {
    const mark = method === explanation.method ? `${method} *` : method;
    table.push([mark, estimatedMilliseconds?.toPrecision(3) ?? '-', reason]);
  }
  console.log(table.toString());
}

function zeros(shape: number[], dtype: DType): NdArray {
  try {
    return { data: new arrays[dtype](shape.reduce((product, along) => product * along, 1)), shape };
  } catch {
    throw new Failure(`there is no memory for an image of ${shape.join(' x ')}`);
  }
}

async function kernelOf({ kernel, kernelShape }: ExplainFlags): Promise<NdArray> {
  if ((kernel === undefined) === (kernelShape === undefined)) {
    throw new UsageError('explain takes either --kernel or --kernel-shape');
  }
  if (kernel !== undefined) return readKernel(kernel);
  // Values matter: noise is no outer product, as most kernels are not.
  return noise(Float64Array, kernelShape!);
}

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  uint8: Uint8Array,
  uint8clamped: Uint8ClampedArray,
  int8: Int8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
} as const satisfies { readonly [dtype in DType]: unknown };
