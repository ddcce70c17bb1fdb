/* Bundlers for pages: what each makes, with its defaults, runs in Chromium. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { visit, visitSite } from './browsers.ts';
import { type Environment, output, write } from './environment.ts';
import { asModule, show } from './probe.ts';
import { freePort, whileServing } from './servers.ts';
import { place, tool } from './tools.ts';

const entries = ['convolve-wasm', 'convolve-wasm/slim'];

/** The script has to be beside the page, or it is what the bundler writes. */
const page = (script: string) =>
  `<!doctype html><title></title><link rel="icon" href="data:,"><script type="module" src="./${script}"></script>`;

interface Assets {
  /** A statement that makes \`address\` that of a binary. */
  readonly address?: string;
  /** A statement that makes \`workerUrl\` that of the script of workers. */
  readonly worker?: string;
  /** Whether the user of \`/slim\` copies the binaries to where the scripts are. */
  readonly areCopied?: boolean;
}

/** @param build A script that builds a project. */
function bundler(name: string, advice: string, build: string, assets: Assets): Environment {
  return {
    name,
    advice,
    isQuick: true,
    async run(folder) {
      const mains = entries.map((from) => asModule(show(), { from }));
      if (assets.address) {
        const start = `${assets.address}\ninit(address).then(() => {\n${show()}\n});`;
        mains.push(asModule(start, { from: 'convolve-wasm/slim' }));
      }
      if (assets.worker) mains.push(asModule(`${assets.worker}\n${show('{ workerUrl }')}`));
      const answers = [];
      for (const [place, main] of mains.entries()) {
        const project = join(folder, String(place));
        write(project, {
          'package.json': { type: 'module', private: true },
          'main.js': main,
          'index.html': page('main.js'),
          'static/index.html': page('main.js'),
          'build.js': build,
        });
        await output(project, process.execPath, 'build.js');
        if (assets.areCopied) {
          for (const file of ['convolve.wasm', 'convolve-relaxed.wasm']) {
            cpSync(tool(`convolve-wasm/dist/${file}`), join(project, 'dist', file));
          }
        }
        answers.push(await visitSite('Chromium', join(project, 'dist')));
      }
      return answers;
    },
  };
}

const nothing = 'nothing to configure';
const copy = `with \`/slim\` copy the \`.wasm\` files to where the scripts are`;
const copyPage = `
import { cpSync } from 'node:fs';
cpSync('static', 'dist', { recursive: true });`;

const viteServer: Environment = {
  name: 'Vite, development server',
  advice: nothing,
  isQuick: true,
  async run(folder) {
    const answers = [];
    for (const entry of entries) {
      const port = await freePort();
      const address = `http://127.0.0.1:${port}/`;
      const project = join(folder, entry);
      const options = {
        // In other projects the package lies inside.
        server: { host: '127.0.0.1', port, fs: { allow: [place] } },
      };
      write(project, {
        'package.json': { type: 'module', private: true },
        'main.js': asModule(show(), { from: entry }),
        'index.html': page('main.js'),
        'serve.js': `import { createServer } from 'vite'; await (await createServer(${JSON.stringify(options)})).listen();`,
      });
      const command = [process.execPath, 'serve.js'] as const;
      answers.push(await whileServing(project, command, address, () => visit('Chromium', address)));
    }
    return answers;
  },
};

export const bundlers: readonly Environment[] = [
  viteServer,
  bundler('Vite', nothing, `import { build } from 'vite'; await build({ base: './', logLevel: 'error' });`, {
    address: `import address from 'convolve-wasm/wasm/convolve.wasm?url';`,
    worker: `import workerUrl from 'convolve-wasm/worker.js?url';`,
  }),
  bundler(
    'webpack',
    nothing,
    `
import webpack from 'webpack';
const path = process.cwd() + '/dist';
webpack({ mode: 'production', entry: './main.js', output: { path, publicPath: 'auto' } }, (error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
});${copyPage}`,
    {
      address: `const address = new URL('convolve-wasm/wasm/convolve.wasm', import.meta.url);`,
      worker: `const workerUrl = new URL('convolve-wasm/worker.js', import.meta.url);`,
    },
  ),
  bundler(
    'Parcel 2',
    nothing,
    `
import { execFileSync } from 'node:child_process';
const options = ['build', 'index.html', '--public-url', './', '--cache-dir', 'cache', '--no-source-maps'];
execFileSync(process.execPath, [${JSON.stringify(tool('parcel/lib/bin.js'))}, ...options]);`,
    {
      address: `const address = new URL('npm:convolve-wasm/dist/convolve.wasm', import.meta.url);`,
      worker: `import workerUrl from 'url:convolve-wasm/dist/worker.js';`,
    },
  ),
  bundler(
    'Rollup',
    `\`@rollup/plugin-node-resolve\`; ${copy}`,
    `
import resolve from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
const bundle = await rollup({ input: 'main.js', plugins: [resolve({ browser: true })] });
await bundle.write({ dir: 'dist' });${copyPage}`,
    { areCopied: true },
  ),
  bundler(
    'esbuild',
    `\`--splitting\` for \`/slim\`; ${copy}`,
    `
import { build } from 'esbuild';
await build({ entryPoints: ['main.js'], bundle: true, minify: true, splitting: true, format: 'esm', outdir: 'dist' });${copyPage}`,
    { areCopied: true },
  ),
];
