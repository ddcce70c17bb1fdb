import { CommanderError } from 'commander';
import { asFailure, exitCodes, Failure, report, UsageError } from './failure.ts';
import { beforeTemporary } from './output.ts';
import { createProgram } from './program.ts';

// If `main.ts` has started this process, it gets the path of each temporary file, and confirms by sending the path back.
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

// A program that reads only the first lines, such as `head`, closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(asFailure(error));
}

function exitCodeOf(error: unknown): number {
  // Commander has printed the message. It throws for --help and --version, too, with the exit code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
  if (!(error instanceof Failure)) throw error;
  report(error);
  return error instanceof UsageError ? exitCodes.wrongUsage : exitCodes.someFailed;
}
