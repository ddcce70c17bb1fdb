/* Runtimes without a browser. */
import { type Environment, output, write } from './environment.ts';
import { asCommonJs, asModule, parse, print } from './probe.ts';
import { nodeOf, tool } from './tools.ts';

const files = { 'probe.mjs': asModule(print), 'probe.cjs': asCommonJs(print) };

function runtime(
  name: string,
  advice: string,
  isQuick: boolean,
  ...command: readonly [string, ...string[]]
): Environment {
  return {
    name,
    advice,
    isQuick,
    async run(folder) {
      write(folder, files);
      const [program, ...args] = command;
      const run = async (file: string) => parse(await output(folder, program, ...args, file));
      return [await run('probe.mjs'), await run('probe.cjs')];
    },
  };
}

const node = '`import` or `require`';
const workers = `
import { Worker } from 'node:worker_threads';
new Worker(new URL('./probe.mjs', import.meta.url));`;

export const runtimes: readonly Environment[] = [
  runtime('Node 20.0', node, true, nodeOf('20.0')),
  runtime('Node 20.19', node, false, nodeOf('20.19')),
  runtime('Node 22.0', node, true, nodeOf('22.0')),
  runtime('Node 24', node, false, nodeOf('24')),
  runtime('Node 26', node, false, nodeOf('26')),
  runtime('Node with `--jitless`', `${node}. There is no WebAssembly`, true, process.execPath, '--jitless'),
  {
    name: '`worker_threads`',
    advice: `${node}. Each thread has its own instance`,
    isQuick: true,
    async run(folder) {
      write(folder, { ...files, 'main.mjs': workers });
      return [parse(await output(folder, process.execPath, 'main.mjs'))];
    },
  },
  runtime('Deno', `${node}. No permissions are needed`, false, tool('.bin/deno'), 'run', '--allow-read=.'),
  runtime('Bun', node, false, tool('.bin/bun'), 'run'),
];
