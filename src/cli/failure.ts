/** An error that the user can correct: printed as one line, without a stack. */
export class Failure extends Error {}

/** The command line is wrong, and nothing was done. */
export class UsageError extends Failure {}

/** Exit codes, as the help states them. */
export const exitCodes = { done: 0, someFailed: 1, wrongUsage: 2 } as const;

/** Codes of the library for arguments that are wrong for every image. */
const aboutArguments = ['ERR_OPTION', 'ERR_CONFLICT', 'ERR_KERNEL', 'ERR_BACKEND'];

/** An error that the user can correct, as a `Failure`. Any other is a bug of this program, and comes back as it is. */
export function asFailure(error: unknown): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string') return error;
  if (aboutArguments.includes(code)) return new UsageError(reasonOf(error));
  if (code.startsWith('ERR_') || 'syscall' in error) return new Failure(reasonOf(error));
  return error;
}

/** The first line of an error message, without the path that Node repeats at its end. */
export function reasonOf(error: unknown): string {
  const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line!.replace(/, \w+ '.*$/, '');
}

export function report(error: unknown): void {
  console.error(`convolve-wasm: ${error instanceof Error ? error.message : error}`);
}
