import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { BackendInfo } from '../../src/base/types.ts';

/** The package as one script whose value is its functions. */
let script: Script;
beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: `export * from 'convolve-wasm';`, resolveDir: inject('consumer') },
    bundle: true,
    format: 'iife',
    globalName: 'api',
    write: false,
    logLevel: 'silent',
  });
  script = new Script(`(() => { ${outputFiles[0]!.text}\nreturn api; })()`);
});

/** A realm that has what ECMAScript of 2021 asks for, and `given`. */
function oldEngine(given: object = {}): object {
  const context = createContext({ ...given });
  new Script(`
    for (const name of ['FinalizationRegistry', 'WeakRef', 'SharedArrayBuffer']) delete globalThis[name];
    ${'WebAssembly' in given ? '' : 'delete globalThis.WebAssembly;'}
    delete Object.hasOwn;
    delete Array.prototype.at;
    // \`dispose\` can be neither deleted nor hidden by a proxy around the function itself.
    const whole = Symbol;
    globalThis.Symbol = new Proxy(() => {}, {
      get: (_, name) => name === 'dispose' ? undefined : whole[name],
      apply: (_, self, [description]) => whole(description),
    });`).runInContext(context);
  return context;
}

/** Every property of the global object and of what it holds, by name. */
const listAll = new Script(`
  Reflect.ownKeys(globalThis).flatMap((name) => {
    const value = globalThis[name];
    const own = value !== globalThis && Object(value) === value ? Reflect.ownKeys(value) : [];
    const inPrototype = Object(value?.prototype) === value?.prototype ? Reflect.ownKeys(value.prototype) : [];
    return [name, ...own, ...inPrototype].map(String);
  }).join()`);

interface Found {
  readonly before: unknown;
  readonly after: unknown;
  readonly result: unknown;
  readonly info: BackendInfo;
}

function runIn(context: object): Found {
  const before = listAll.runInContext(context);
  const api = script.runInContext(context);
  const after = listAll.runInContext(context);
  const image = api.allocate([1, 2], 'float32');
  image.data.set([1, 2]);
  const result = api.convolve2d(image, [[1, 10]], { mode: 'full' });
  image.dispose();
  const convolver = api.prepare([[2]], { shape: [1, 3] });
  return { before, after, result: [...convolver.run(result).data], info: api.backendInfo() };
}

describe('an engine without anything newer than 2021', () => {
  it.each([
    ['without WebAssembly', {}, 'no-webassembly'],
    ['without atob', { WebAssembly }, 'failed-to-start'],
  ])('%s runs the package in JavaScript', (_, given, reason) => {
    const { before, after, result, info } = runIn(oldEngine(given));
    expect(after).toBe(before);
    expect(result).toEqual([2, 24, 40]);
    expect(info.backend).toBe('js');
    expect(info.backends.wasm).toMatchObject({ available: false, reason });
  });

  it('runs it in WebAssembly', () => {
    const { before, after, result, info } = runIn(oldEngine({ WebAssembly, atob }));
    expect(after).toBe(before);
    expect(result).toEqual([2, 24, 40]);
    expect(info.backends.wasm).toMatchObject({ available: true });
    expect(info.backend).not.toBe('js');
  });
});

it('an uncaught error is short, and its message does not drown in code', () => {
  const file = join(inject('consumer'), 'uncaught.js');
  for (const call of ['convolve2d(null, [[1]])', `convolve2d([[1]], [[1]], { mode: 'no such mode' })`]) {
    writeFileSync(file, `import { convolve2d } from 'convolve-wasm';\n${call};\n`);
    const { status, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr.length).toBeLessThan(2000);
    expect(Math.max(...stderr.split('\n').map((line) => line.length))).toBeLessThan(200);
    expect(stderr).toMatch(/(Type|Range)Error: "(image|mode)" expected/);
  }
});
