#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
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

const installed = firstOf(places) ?? fetched();
if (installed !== undefined) await import(pathToFileURL(installed).href);

function firstOf(places: readonly string[]): string | undefined {
  for (const place of places) {
    try {
      return createRequire(place).resolve(NAME);
    } catch {}
  }
  return undefined;
}

/**
 * The command line, in npm's cache. npm only says where it is, so that the command line runs in this process, which terminals and
 * signals reach. Undefined if npm failed; the exit code is set then.
 */
function fetched(): string | undefined {
  const request = `${NAME}@${version}`;
  console.error(`convolve-wasm: npm fetches ${request}, the command line ("npm install ${NAME}" keeps it)`);
  // npm and npx tell their programs where npm's script is. Windows starts a script only with the program that runs it.
  const { npm_execpath: script = '' } = process.env;
  const [file, ...first] = script.endsWith('npm-cli.js') ? [process.execPath, script] : ['npm'];
  const ask = ['exec', '--yes', `--package=${request}`, '--', 'node', '-p', 'process.env.PATH'];
  const { error, status, signal, stdout } = spawnSync(file, [...first, ...ask], {
    stdio: ['inherit', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (error !== undefined) console.error(`convolve-wasm: npm does not start: ${error.message}`);
  if (error === undefined && status === 0) {
    // npm puts node_modules/.bin of its cache in front.
    return firstOf(
      stdout
        .trim()
        .split(delimiter)
        .map((folder) => join(folder, '../../here.js')),
    );
  }
  // 128 + the signal's number, as in shells.
  process.exitCode = signal ? 128 + constants.signals[signal] : (status ?? 1);
  return undefined;
}
