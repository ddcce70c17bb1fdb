/** What the person at the keyboard can put right: shown as one line, without a stack. */
export class Failure extends Error {}

/** The command itself is wrong; nothing was done. */
export class UsageError extends Failure {}

/** Exit codes, as the help states them. */
export const exitCodes = { done: 0, someFailed: 1, wrongUsage: 2 } as const;

/** What the library says of arguments that are wrong whatever the image. */
const aboutArguments = ['ERR_OPTION', 'ERR_CONFLICT', 'ERR_KERNEL', 'ERR_BACKEND'];

/** An error that the user can put right, as a `Failure`; any other as it is, for it is a fault of this program. */
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
