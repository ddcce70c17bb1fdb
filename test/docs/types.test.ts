import { beforeAll, expect, it } from 'vitest';
import * as api from '../../src/index.ts';
import * as poolApi from '../../src/pool.ts';
import { complaintsOf } from '../support/typescript.ts';
import { blocks, docstrings, type Example, poolTypeNames, typeNames } from './examples.ts';

/* Every example compiles under strict TypeScript. */

const examples = [...blocks, ...docstrings];
let complaints: readonly string[];

/** A docstring imports the names that it uses. It is in a block, since it may give one to something else. */
function moduleOf({ code }: Example): string {
  if (/^import /m.test(code)) return `${code}\nexport {};\n`;
  const importOf = (module: string, names: readonly string[]) =>
    `import { ${names.filter((name) => new RegExp(`\\b${name}\\b`).test(code)).join(', ')} } from '${module}';\n`;
  return `${importOf('convolve-wasm', [...Object.keys(api), ...typeNames])}${importOf('convolve-wasm/pool', [
    ...Object.keys(poolApi),
    ...poolTypeNames,
  ])}{\n${code}}\n`;
}

beforeAll(() => {
  complaints = complaintsOf(examples.map(moduleOf), 'examples');
}, 60_000);

it.each(examples.map(({ name }, n) => [name, n] as const))('%s compiles', (_, n) => {
  expect(complaints[n]).toBe('');
});
