import type { BackendName } from '../../src/base/types.ts';
import * as api from '../../src/index-js.ts';
import { createPool, type PoolTransport } from '../../src/pool.ts';

/** What the probe finds. */
export interface Answer {
  readonly backend: BackendName;
  readonly sums: readonly number[];
  readonly pool: PoolAnswer;
}

/** How a pool of two workers computed a call. */
export interface PoolAnswer {
  readonly workers: number;
  readonly transport: PoolTransport;
  /** Why there are no workers, or null. */
  readonly failure: string | null;
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

/** The lines that run everywhere: results are integers, which all backends agree on. */
const lines = `
async function probe(options = {}) {
  await init();
  const image = { data: Uint8Array.from({ length: 4096 }, (_, i) => (i * i) % 251), shape: [64, 64] };
  const edges = convolve2d(image, kernels.laplacian(), { mode: 'same', boundary: 'symm' });
  const results = [edges, normalize(edges, 'abs'), boxBlur(image, { precision: 'exact' }), gaussianBlur(image, { precision: 'exact' })];

  const large = { data: Float64Array.from({ length: 2 ** 18 }, (_, i) => (i * i) % 251), shape: [512, 512] };
  const kernel = Array.from({ length: 11 }, (_, u) => Array.from({ length: 11 }, (_, v) => ((u + 2) * v * v) % 7));
  const pool = createPool({ threads: 2, ...options });
  const filtered = await pool.convolve2d(large, kernel, { method: 'direct' });
  const { workers, transport, failure = null } = pool.stats();
  await pool.close();

  const sums = [...results, filtered].map(({ data }) => {
    let sum = 0;
    for (let i = 0; i < data.length; i++) sum = (sum * 31 + Number(data[i])) % 1000003;
    return sum;
  });
  return { backend: backendInfo().backend, sums, pool: { workers, transport, failure } };
}
`;

/** Where the functions and pools come from: by default the package. */
interface Sources {
  readonly from?: string;
  readonly pool?: string;
}

export const asModule = (
  report: string,
  { from = 'convolve-wasm', pool = 'convolve-wasm/pool' }: Sources = {},
) =>
  `import { ${names.join(', ')} } from '${from}';\nimport { createPool } from '${pool}';\n${lines}\n${report}\n`;

export const asCommonJs = (report: string) =>
  `const { ${names.join(', ')} } = require('convolve-wasm');
const { createPool } = require('convolve-wasm/pool');\n${lines}\n${report}\n`;

export const print = 'probe().then((answer) => console.log(JSON.stringify(answer)));';
/** For a page. `options` are those of the pool, an expression. */
export const show = (options = '') =>
  `probe(${options}).catch(String).then((answer) => { document.title = JSON.stringify(answer); });`;

/** The answer is the last line that was printed. */
export function parse(printed: string): Answer {
  return JSON.parse(printed.trim().split('\n').at(-1) as string);
}

/** What the sources give in JavaScript, to which the tests of the package hold it. */
export function expected(): Promise<Answer> {
  const probe = new Function(...names, 'createPool', `${lines}; return probe();`);
  return probe(...names.map((name) => Reflect.get(api, name)), createPool);
}
