import type { NdArray } from '../base/types.ts';
import { reasonOf, UsageError } from './failure.ts';
import { parseJson, readNumbers } from './numbers.ts';

/** Reads the value of `--kernel`: rows of numbers, or the path of a file of numbers. */
export async function readKernel(given: string): Promise<NdArray> {
  try {
    const kernel = given.trim().startsWith('[') ? parseJson(given) : await readNumbers(given);
    if (kernel.shape.length !== 2)
      throw new UsageError(`expected rows and columns, got ${kernel.shape.length} axes`);
    return kernel;
  } catch (error) {
    throw new UsageError(`--kernel: ${reasonOf(error)}`);
  }
}
