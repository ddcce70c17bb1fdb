import { type ForkOptions, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a module in a process of its own, sends it a message and gives the one it answers with. */
export function inFreshProcess<Answer>(
  module: string,
  message: object,
  options: ForkOptions = {},
): Promise<Answer> {
  const path = fileURLToPath(new URL(module, import.meta.url));
  const child = fork(path, { ...options, serialization: 'advanced' });
  return new Promise((resolve, reject) => {
    child.once('message', (answer) => resolve(answer as Answer));
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`${module} ended with ${signal ?? code}`)));
    child.send(message);
  });
}
