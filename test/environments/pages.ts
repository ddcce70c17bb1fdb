/* Pages without a bundler. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserName, visitSite } from './browsers.ts';
import { type Environment, write } from './environment.ts';
import { asModule, show } from './probe.ts';
import { tool } from './tools.ts';

const package_ = './convolve-wasm/dist';
const map = {
  imports: { 'convolve-wasm': `${package_}/index.js`, 'convolve-wasm/slim': `${package_}/slim.js` },
};
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
    advice: 'map `convolve-wasm` to `dist/index.js`, or `convolve-wasm/slim` to `dist/slim.js`',
    isQuick: true,
    async run(folder) {
      const answers = [];
      for (const entry of ['convolve-wasm', 'convolve-wasm/slim']) {
        const project = join(folder, entry);
        site(project, asModule(show, entry));
        answers.push(await visitSite(browser, project));
      }
      return answers;
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
${show}`;

export const pages: readonly Environment[] = [
  withImportMap('Chromium'),
  withImportMap('Firefox'),
  {
    name: 'Chromium, service worker that is a module',
    advice: 'import `dist/index.js` by its address',
    isQuick: true,
    async run(folder) {
      site(folder, register);
      write(folder, { 'service.js': asModule(serve, `${package_}/index.js`) });
      return [await visitSite('Chromium', folder)];
    },
  },
  {
    name: 'Chromium, a policy without `wasm-unsafe-eval`',
    advice: 'nothing to configure; JavaScript serves',
    isQuick: true,
    async run(folder) {
      site(folder, asModule(show));
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
