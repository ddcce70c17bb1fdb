import { CommanderError } from 'commander';
import { asFailure, exitCodes, Failure, report, UsageError } from './failure.ts';
import { beforeTemporary } from './output.ts';
import { createProgram } from './program.ts';

// Unless it is run by itself, `main.ts` waits for this process, and answers with the path that it was told.
if (process.send !== undefined) {
  beforeTemporary((path) => {
    return new Promise((resolve, reject) => {
      const answered = (answer: unknown) => {
        if (answer !== path) return;
        process.off('message', answered);
        resolve();
      };
      process.on('message', answered);
      process.send!(path, (error: Error | null) => error && reject(error));
    });
  });
}

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
