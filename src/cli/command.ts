import { execute } from './execute.ts';
import { beforeTemporary } from './output.ts';

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

await execute(process.argv.slice(2));
