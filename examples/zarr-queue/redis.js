import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A Redis that runs already, or one of our own in a temporary folder, which nobody else reaches. */
export function startRedis(url) {
  if (url) {
    const { hostname, port, username, password } = new URL(url);
    const connection = { host: hostname, port: Number(port || 6379), username, password };
    return { connection, stop: () => {} };
  }
  const folder = mkdtempSync(join(tmpdir(), 'zarr-queue-'));
  const path = join(folder, 'redis.sock');
  const settings = ['--port', '0', '--unixsocket', path, '--dir', folder, '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'exit').catch((error) => console.error(error.message));
  const remove = () => {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove); // also after an error that nobody caught
  const stop = async () => {
    server.kill();
    await ended;
  };
  return { connection: ready(server).then(() => ({ path })), stop };
}

async function ready(server) {
  for await (const line of createInterface(server.stdout)) {
    if (line.includes('eady to accept connections')) return server.stdout.resume();
  }
  throw new Error('Redis did not start');
}
