import { readFileSync } from 'node:fs';

/** What the inlined binaries begin with: enough of it to be found nowhere else. */
const beginnings = ['simd', 'relaxed'].map((name) => {
  const module = readFileSync(new URL(`../../src/wasm/binary/${name}.ts`, import.meta.url), 'utf8');
  return (/'([\w+/]{60})/.exec(module) as RegExpExecArray)[1] as string;
});

/** Whether a script brings WebAssembly with it. */
export function hasBinaries(script: string): boolean {
  return beginnings.some((beginning) => script.includes(beginning));
}
