import type { BackendName } from '../../src/base/types.ts';
import * as api from '../../src/index-js.ts';

/** What the probe finds. */
export interface Answer {
  readonly backend: BackendName;
  readonly sums: readonly number[];
}

const names = [
  'backendInfo',
  'boxBlur',
  'convolve2d',
  'gaussianBlur',
  'init',
  'kernels',
  'normalize',
] as const;

/** The ten lines that run everywhere: results are integers, which all backends agree on. */
export const lines = `
async function probe() {
  await init();
  const image = { data: Uint8Array.from({ length: 4096 }, (_, i) => (i * i) % 251), shape: [64, 64] };
  const edges = convolve2d(image, kernels.laplacian(), { mode: 'same', boundary: 'symm' });
  const results = [edges, normalize(edges, 'abs'), boxBlur(image, { precision: 'exact' }), gaussianBlur(image, { precision: 'exact' })];
  const sums = results.map(({ data }) => {
    let sum = 0;
    for (let i = 0; i < data.length; i++) sum = (sum * 31 + Number(data[i])) % 1000003;
    return sum;
  });
  return { backend: backendInfo().backend, sums };
}
`;

export const asModule = (report: string, from = 'convolve-wasm') =>
  `import { ${names.join(', ')} } from '${from}';\n${lines}\n${report}\n`;

export const asCommonJs = (report: string, from = 'convolve-wasm') =>
  `const { ${names.join(', ')} } = require('${from}');\n${lines}\n${report}\n`;

export const print = 'probe().then((answer) => console.log(JSON.stringify(answer)));';
/** For a page. */
export const show = 'probe().catch(String).then((answer) => { document.title = JSON.stringify(answer); });';

/** The answer is the last line that was printed. */
export function parse(printed: string): Answer {
  return JSON.parse(printed.trim().split('\n').at(-1) as string);
}

/** What the sources give in JavaScript, to which the tests of the package hold it. */
export function expected(): Promise<Answer> {
  const probe = new Function(...names, `${lines}; return probe();`);
  return probe(...names.map((name) => Reflect.get(api, name)));
}
