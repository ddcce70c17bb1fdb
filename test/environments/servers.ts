/* Servers that are commands. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const PATIENCE = 60_000;

/** Runs a server until `use` has had its answer. */
export async function whileServing<T>(
  folder: string,
  command: readonly [string, ...string[]],
  address: string,
  use: () => Promise<T>,
): Promise<T> {
  const [program, ...args] = command;
  const server = spawn(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  server.stderr.on('data', (text) => {
    complaints += text;
  });
  try {
    const end = performance.now() + PATIENCE;
    while (
      !(await fetch(address).then(
        () => true,
        () => false,
      ))
    ) {
      if (server.exitCode !== null || performance.now() > end) throw new Error(`no server: ${complaints}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return await use();
  } finally {
    server.kill();
  }
}
