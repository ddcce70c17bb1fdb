import { copyFileSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { transpile } from '../package/transpile.ts';

const app = fileURLToPath(new URL('app/', import.meta.url));
const entries = ['main.ts', 'worker.ts', 'js-only.ts'];
const pages = ['index.html', 'js-only.html'];

/** A folder to serve, and where in it the app's pages are. */
export interface Site {
  readonly root: string;
  readonly path: string;
}

/**
 * The app for a browser as it is: scripts import the installed package by its address, no bundler has seen it.
 * The root is the consumer folder, so that the package's own files are served.
 */
export async function plainSite(consumer: string): Promise<Site> {
  const folder = 'node_modules/convolve-wasm';
  const { exports } = JSON.parse(readFileSync(join(consumer, folder, 'package.json'), 'utf8'));
  const addressOf = (name: string) =>
    posix.join('/', folder, exports[name.replace('convolve-wasm', '.')].default.default);
  await prepare(join(consumer, 'plain'), addressOf);
  return { root: consumer, path: '/plain/' };
}

/** The app as a Vite project without any configuration, built for production. */
export async function viteSite(consumer: string): Promise<Site> {
  const project = join(consumer, 'vite');
  await prepare(project);
  await build({ root: project, configFile: false, logLevel: 'warn' });
  return { root: join(project, 'dist'), path: '/' };
}

async function prepare(folder: string, specifier?: (name: string) => string): Promise<void> {
  await transpile(
    entries.map((entry) => join(app, entry)),
    folder,
    specifier,
  );
  for (const page of pages) copyFileSync(join(app, page), join(folder, page));
}
