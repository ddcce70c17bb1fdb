import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const compiler = join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc');

/**
 * What TypeScript, which is strict, says of each of the modules, without their places; of what is about none of them it throws.
 *
 * @param folder The name of a folder of its own, in `.cache/`.
 * @param stricter Options of the compiler besides.
 */
export function complaintsOf(modules: readonly string[], folder: string, stricter: object = {}): string[] {
  const project = join(root, '.cache', folder);
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  modules.forEach((code, n) => {
    writeFileSync(join(project, `module-${n}.ts`), code);
  });
  const compilerOptions = {
    module: 'esnext',
    moduleResolution: 'bundler',
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable', 'esnext.disposable'],
    types: ['node'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    paths: {
      'convolve-wasm': ['../../src/index.ts'],
      'convolve-wasm/js': ['../../src/index-js.ts'],
      'convolve-wasm/slim': ['../../src/slim.ts'],
      'convolve-wasm/pool': ['../../src/pool.ts'],
      'convolve-wasm-zarr': ['../../src/zarr/index.ts'],
    },
    ...stricter,
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', project, '--pretty', 'false'], {
    cwd: project,
    encoding: 'utf8',
  });
  const complaints = modules.map(() => '');
  // The lines that follow an error and are indented belong to it.
  const errors = stdout.split(/\n(?=\S)/).filter((error) => error.trim() !== '');
  for (const error of errors) {
    const [, n, words] = /^module-(\d+)\.ts\(.*?\): error (.*)$/s.exec(error.trimEnd()) ?? [];
    if (n === undefined) throw new Error(error);
    complaints[Number(n)] += `${words}\n`;
  }
  if (errors.length === 0 && status !== 0) throw new Error(`TypeScript ended with ${status}`);
  return complaints;
}
