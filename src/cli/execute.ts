import { CommanderError } from 'commander';
import { asFailure, exitCodes, Failure, report, UsageError } from './failure.ts';
import { createProgram } from './program.ts';

/** Runs a command, reports what failed, and sets the exit code of the process. */
export async function execute(args: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(asFailure(error));
  }
}

function exitCodeOf(error: unknown): number {
  // Commander has printed the message. It throws for --help and --version, too, with the exit code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
  if (!(error instanceof Failure)) throw error;
  report(error);
  return error instanceof UsageError ? exitCodes.wrongUsage : exitCodes.someFailed;
}
