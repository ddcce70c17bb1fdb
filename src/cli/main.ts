#!/usr/bin/env node
import { CommanderError } from 'commander';
import { asFailure, exitCodes, Failure, report, UsageError } from './failure.ts';
import { createProgram } from './program.ts';

// A reader that has seen enough, such as `head`, closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(asFailure(error));
}

function exitCodeOf(error: unknown): number {
  // Commander has printed what it has to say; help that was asked for is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
  if (!(error instanceof Failure)) throw error;
  report(error);
  return error instanceof UsageError ? exitCodes.wrongUsage : exitCodes.someFailed;
}
