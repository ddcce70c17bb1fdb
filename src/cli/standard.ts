import { Failure, reasonOf } from './failure.ts';

/** The argument that stands for standard input, and for standard output. */
export const STANDARD = '-';

/** Writes everything, however slowly it is read. A reader that goes away is no failure. */
export function writeStandardOutput(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(bytes, (error) => {
      if (!error || (error as NodeJS.ErrnoException).code === 'EPIPE') resolve();
      else reject(new Failure(`cannot write to standard output: ${reasonOf(error)}`));
    });
  });
}
