/* Pages without a bundler. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserName, visitSite } from './browsers.ts';
import { type Environment, write } from './environment.ts';
import { asModule, show } from './probe.ts';
import { tool } from './tools.ts';

const package_ = './convolve-wasm/dist';
const map = {
  imports: {
    'convolve-wasm': `${package_}/index.js`,
    'convolve-wasm/pool': `${package_}/pool.js`,
    'convolve-wasm/slim': `${package_}/slim.js`,
  },
};
/** For scripts without an import map, such as those of workers. */
const byAddress = { from: `${package_}/index.js`, pool: `${package_}/pool.js` };
const pageOf = (script: string) => `<!doctype html><title></title><link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify(map)}</script>
<script type="module" src="./${script}"></script>`;

/** A page, and the package's files beside it. */
function site(folder: string, script: string): void {
  cpSync(tool('convolve-wasm/dist'), join(folder, 'convolve-wasm/dist'), { recursive: true });
  write(folder, { 'index.html': pageOf('main.js'), 'main.js': script });
}

function withImportMap(browser: BrowserName): Environment {
  return {
    name: `${browser}, import map`,
    advice:
      'map `convolve-wasm` to `dist/index.js`, or `convolve-wasm/slim` to `dist/slim.js`; `convolve-wasm/pool` to `dist/pool.js`',
    isQuick: true,
    async run(folder) {
      const answers = [];
      for (const entry of ['convolve-wasm', 'convolve-wasm/slim']) {
        const project = join(folder, entry);
        site(project, asModule(show(), { from: entry }));
        answers.push(await visitSite(browser, project));
      }
      return answers;
    },
  };
}

const withAddress = `{ workerUrl: '${package_}/worker.js' }`;
const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

function isolated(browser: BrowserName): Environment {
  return {
    name: `${browser}, cross-origin isolated`,
    advice: 'send the headers of [All cores](threads.md#memory-that-workers-share)',
    isQuick: true,
    async run(folder) {
      const answers = [];
      for (const options of ['', withAddress]) {
        const project = join(folder, String(answers.length));
        site(project, asModule(show(options)));
        answers.push(await visitSite(browser, project, isolation));
      }
      return answers;
    },
  };
}

const startWorker = `
const worker = new Worker('./worker.js', { type: 'module' });
worker.onmessage = ({ data }) => { document.title = data; };
worker.onerror = ({ message }) => { document.title = message; };`;
const answerPage = 'probe().catch(String).then((answer) => postMessage(JSON.stringify(answer)));';

function inWorker(browser: BrowserName): Environment {
  return {
    name: `${browser}, web worker`,
    advice: 'nothing to configure; the workers of a pool are workers of the worker',
    isQuick: true,
    async run(folder) {
      site(folder, startWorker);
      write(folder, { 'worker.js': asModule(answerPage, byAddress) });
      return [await visitSite(browser, folder)];
    },
  };
}

const withoutBlobs = {
  'content-security-policy': "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
};

/** @param options Those of the pool, an expression. */
function underPolicy(browser: BrowserName, name: string, advice: string, options = ''): Environment {
  return {
    name: `${browser}, a policy without \`blob:\`${name}`,
    advice,
    isQuick: true,
    async run(folder) {
      site(folder, asModule(show(options)));
      return [await visitSite(browser, folder, withoutBlobs)];
    },
  };
}

const register = `
navigator.serviceWorker.addEventListener('message', ({ data }) => { document.title = data; });
await navigator.serviceWorker.register('./service.js', { type: 'module' });
const { active } = await navigator.serviceWorker.ready;
active.postMessage('probe');`;
/** Service workers know no import maps. */
const serve = `
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('message', async ({ source }) => source.postMessage(JSON.stringify(await probe().catch(String))));`;

const policy = { 'content-security-policy': "script-src 'self' 'unsafe-inline'" };
/** The policy of a worker is that of its own response. */
const compile = `
const response = await fetch('./convolve-wasm/dist/convolve.wasm');
postMessage(await WebAssembly.compile(await response.arrayBuffer()));`;
const receive = `
const worker = new Worker('./compile.js', { type: 'module' });
const { data } = await new Promise((resolve) => { worker.onmessage = resolve; });
await init(data);
${show()}`;

export const pages: readonly Environment[] = [
  ...(['Chromium', 'Firefox'] as const).flatMap((browser) => [
    withImportMap(browser),
    isolated(browser),
    inWorker(browser),
    underPolicy(browser, '', 'nothing to configure; pools compute in the thread that calls'),
    underPolicy(
      browser,
      ', and `workerUrl`',
      'copy `dist/worker.js` to your server, and pass its address to `createPool`',
      withAddress,
    ),
  ]),
  {
    name: 'Chromium, service worker that is a module',
    advice: 'import `dist/index.js` by its address',
    isQuick: true,
    async run(folder) {
      site(folder, register);
      write(folder, { 'service.js': asModule(serve, byAddress) });
      return [await visitSite('Chromium', folder)];
    },
  },
  {
    name: 'Chromium, a policy without `wasm-unsafe-eval`',
    advice: 'nothing to configure; JavaScript serves',
    isQuick: true,
    async run(folder) {
      site(folder, asModule(show()));
      return [await visitSite('Chromium', folder, policy)];
    },
  },
  {
    name: 'The same policy, compiled elsewhere',
    advice:
      'a worker whose own policy allows it compiles `convolve.wasm` and posts the module, which `init` takes',
    isQuick: true,
    async run(folder) {
      site(folder, asModule(receive));
      write(folder, { 'compile.js': compile });
      return [await visitSite('Chromium', folder, (path) => (path === '/compile.js' ? {} : policy))];
    },
  },
];
