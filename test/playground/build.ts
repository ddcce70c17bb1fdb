import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The playground's project, whose `dist` the tests open. */
export const project = fileURLToPath(new URL('../../demo/playground', import.meta.url));

/** Vitest's global set-up: builds the playground as it is now. The package and the playground's libraries are there already. */
export default function build(): void {
  // Vitest says `test`, with which Vite would build a page for developers.
  const env = { ...process.env, NODE_ENV: 'production' };
  const { status, stderr } = spawnSync('npx', ['vite', 'build', '--logLevel', 'warn'], {
    cwd: project,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}
