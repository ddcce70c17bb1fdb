#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { version } from './version.ts';

// The command line is a package of its own, so that projects which use the library install neither sharp nor Vega. This
// is the library's command: it runs that package where it is installed, and asks npm for it elsewhere.

const NAME = 'convolve-wasm-cli';

/** Where `node_modules` is looked up from. In a clone of the repository the first is the package itself. */
const places = [
  fileURLToPath(new URL('../packages/cli/here.js', import.meta.url)),
  join(process.cwd(), 'here.js'),
];

const installed = places.map(find).find((path) => path !== undefined);
if (installed === undefined) runByNpm();
else await import(pathToFileURL(installed).href);

function find(place: string): string | undefined {
  try {
    return createRequire(place).resolve(NAME);
  } catch {
    return undefined;
  }
}

function runByNpm(): void {
  const request = `${NAME}@${version}`;
  console.error(`convolve-wasm: npm fetches ${request}, the command line ("npm install ${NAME}" keeps it)`);
  // npm and npx tell their programs where npm's script is. Windows starts a script only with the program that runs it.
  const { npm_execpath: script = '' } = process.env;
  const [file, ...first] = script.endsWith('npm-cli.js') ? [process.execPath, script] : ['npm'];
  const args = [...first, 'exec', '--yes', `--package=${request}`, '--', NAME, ...process.argv.slice(2)];
  const child = spawn(file, args, { stdio: 'inherit' });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill(name));
  child.on('error', ({ message }) => {
    console.error(`convolve-wasm: npm does not start: ${message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    // 128 + the signal's number, as in shells.
    process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
  });
}
