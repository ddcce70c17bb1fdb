import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inBrowsers } from './browsers.ts';
import { project } from './build.ts';
import { shownResult } from './pixels.ts';

/* The page as `npm run playground` serves it, from its sources. All other tests open the built page. */

let server: ChildProcess;
let site: string;

beforeAll(async () => {
  // Without the shell between, so that the process is Vite's. It takes a free port.
  server = spawn(process.execPath, ['node_modules/vite/bin/vite.js', '--port', '0'], {
    cwd: project,
    env: { ...process.env, NODE_ENV: 'development', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  site = await new Promise((resolve, reject) => {
    server.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const [address] = /http:\S+/.exec(text) ?? [];
      if (address) resolve(address);
    });
    server.on('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
});
afterAll(() => server.kill());

inBrowsers((open) => {
  it('shows a result', async () => {
    const page = await open('#picture=impulse&side=64', { site });
    const { rows, columns } = await shownResult(page);
    expect([rows, columns]).toEqual([64, 64]);
  });
});
