import { elementTypes } from '../base/dtype.ts';
import type { DType, NdArray } from '../base/types.ts';
import { Failure, UsageError } from './failure.ts';
import { readKernel } from './kernel.ts';
import { noise, sizeOf } from './noise.ts';
import { type CallOptions, callOptions } from './options.ts';
import { table } from './table.ts';
import { openThreads, type ThreadsExplanation } from './threads.ts';

export interface ExplainFlags extends CallOptions {
  readonly shape: number[];
  readonly kernel?: string;
  readonly kernelShape?: number[];
  readonly dtype?: DType;
  readonly resultDtype?: DType;
  readonly json?: boolean;
}

/** Prints how an image of a shape would be filtered, and why. */
export async function explainPlan(flags: ExplainFlags): Promise<void> {
  const { shape, operation = 'convolve2d', dtype = 'float32', json = false } = flags;
  const kernel = await kernelOf(flags);
  const image = zeros(shape, dtype);
  const threads = await openThreads(flags.threads);
  const options = { ...callOptions(flags), dtype: flags.resultDtype, operation };
  const explanation = threads.explain(image, kernel, options);
  await threads.close();
  if (json) return console.log(JSON.stringify(explanation, null, 2));

  console.log(`${explanation.sentence}\n${threadsOf(explanation)}\n`);
  const rows = explanation.candidates.map(({ method, estimatedMilliseconds, reason }) => [
    method === explanation.method ? `${method} *` : method,
    estimatedMilliseconds === null ? '-' : `${Number(estimatedMilliseconds.toPrecision(3))}`,
    reason,
  ]);
  console.log(table(['method', 'estimated ms', ''], ['left', 'right', 'left'], rows));
}

function threadsOf({ threads, why }: ThreadsExplanation): string {
  return `${threads === 0 ? 'without workers' : `by ${threads} workers`}: ${why}`;
}

function zeros(shape: number[], dtype: DType): NdArray {
  try {
    return { data: new elementTypes[dtype].array(sizeOf(shape)), shape };
  } catch {
    throw new Failure(`there is not enough memory for an image of ${shape.join(' x ')}`);
  }
}

async function kernelOf({ kernel, kernelShape }: ExplainFlags): Promise<NdArray> {
  if ((kernel === undefined) === (kernelShape === undefined)) {
    throw new UsageError('explain takes either --kernel or --kernel-shape');
  }
  if (kernel !== undefined) return readKernel(kernel);
  // The method depends on the taps. Those of noise are no outer product, as those of most kernels are not.
  return noise(Float64Array, kernelShape!);
}
