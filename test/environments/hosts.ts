/* Servers that run a user's functions. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { visit } from './browsers.ts';
import { type Environment, output, write } from './environment.ts';
import { type Answer, asModule, parse, show } from './probe.ts';
import { freePort, whileServing } from './servers.ts';
import { place, tool } from './tools.ts';

async function get(address: string): Promise<Answer> {
  return parse(await (await fetch(address)).text());
}

const respond = 'export default { fetch: async () => Response.json(await probe()) };';

const capnp = (port: number) => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "convolve.wasm", wasm = embed "convolve.wasm"),
    (name = "convolve-relaxed.wasm", wasm = embed "convolve-relaxed.wasm"),
  ],
  compatibilityDate = "2026-01-01",
);
`;

const workerd: Environment = {
  name: 'Cloudflare Workers (`workerd`)',
  advice: 'nothing to configure: the condition `workerd` imports the `.wasm` files',
  isQuick: true,
  async run(folder) {
    const port = await freePort();
    write(folder, { 'main.js': asModule(respond), 'config.capnp': capnp(port) });
    // As Wrangler does.
    await build({
      entryPoints: [join(folder, 'main.js')],
      outfile: join(folder, 'worker.js'),
      bundle: true,
      format: 'esm',
      conditions: ['workerd', 'worker', 'browser'],
      external: ['*.wasm'],
    });
    for (const file of ['convolve.wasm', 'convolve-relaxed.wasm']) {
      cpSync(tool(`convolve-wasm/dist/${file}`), join(folder, file));
    }
    const address = `http://127.0.0.1:${port}/`;
    const command = [tool('.bin/workerd'), 'serve', 'config.capnp'] as const;
    return [await whileServing(folder, command, address, () => get(address))];
  },
};

const client = `
'use client';
import { useEffect } from 'react';
${asModule('')}
export default function Page() {
  useEffect(() => {
    ${show()}
  }, []);
  return null;
}`;
const route =
  'export const dynamic = "force-dynamic";\nexport const GET = async () => Response.json(await probe());';

const next: Environment = {
  name: 'Next (server, edge, client)',
  advice:
    'nothing to configure; where a host forbids its edge to compile, JavaScript serves, unless `init` gets a module',
  isQuick: false,
  async run(folder) {
    const port = await freePort();
    write(folder, {
      'package.json': { private: true },
      'next.config.mjs': `export default { turbopack: { root: ${JSON.stringify(place)} }, outputFileTracingRoot: ${JSON.stringify(place)} };`,
      'app/layout.jsx': 'export default ({ children }) => <html lang="en"><body>{children}</body></html>;',
      'app/page.jsx': client,
      'app/server/route.js': asModule(route),
      'app/edge/route.js': asModule(`export const runtime = 'edge';\n${route}`),
    });
    const cli = [process.execPath, tool('next/dist/bin/next')] as const;
    await output(folder, ...cli, 'build');
    const address = `http://127.0.0.1:${port}/`;
    const start = [...cli, 'start', '-p', String(port), '-H', '127.0.0.1'] as const;
    return whileServing(folder, start, address, async () => [
      await get(`${address}server`),
      await get(`${address}edge`),
      await visit('Chromium', address),
    ]);
  },
};

export const hosts: readonly Environment[] = [workerd, next];
