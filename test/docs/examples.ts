import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A code block of a page, or an `@example` of a docstring. */
export interface Example {
  readonly name: string;
  readonly code: string;
  /** Whether a test runs it. Blocks for browsers are marked ```` ```js browser ````. */
  readonly runs: boolean;
}

const root = new URL('../../', import.meta.url);

export function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

/** The README, the pages of docs/ and those of examples/, but not what a generator wrote or installed. */
export function pages(): string[] {
  const under = (folder: string) => {
    try {
      return readdirSync(fileURLToPath(new URL(folder, root)), { recursive: true, encoding: 'utf8' });
    } catch {
      return [];
    }
  };
  const isOwn = (path: string) =>
    path.endsWith('.md') && !/(^|\/)(\.vitepress|node_modules|api)\//.test(path);
  return [
    'README.md',
    ...['docs', 'examples'].flatMap((folder) => under(folder).map((path) => `${folder}/${path}`)),
  ]
    .filter(isOwn)
    .sort();
}

/**
 * The JavaScript and TypeScript of all pages. A word behind the language says that a block is not run: `browser`, since it needs
 * a page. Blocks marked `elsewhere` are left out: the cells of the notebook, which test/examples/notebook.e2e.ts runs.
 */
export const blocks: readonly Example[] = pages().flatMap((page) =>
  [...withScripts(read(page)).matchAll(/^```(?:js|ts|javascript|typescript)\b(.*)\n([\s\S]*?)^```/gm)]
    .map(([, mark, code], n) => ({ name: `${page} ${n + 1}`, code: code!, mark: mark!.trim() }))
    .filter(({ mark }) => mark !== 'elsewhere')
    .map(({ name, code, mark }) => ({ name, code, runs: mark !== 'browser' })),
);

/** A page with the module of each HTML block in the block's place. */
function withScripts(page: string): string {
  const block = /^```html\n[\s\S]*?^<script type="module">\n([\s\S]*?)^<\/script>\n```/gm;
  return page.replaceAll(block, (_, code: string) => `\`\`\`js\n${code.replaceAll(/^ {2}/gm, '')}\`\`\``);
}

/** Those of `convolve-wasm/pool`. */
const poolFiles = ['pool', 'pool/pool-types'];

/** The files whose docstrings users see. */
const documented = [
  'index',
  'base/errors',
  'base/types',
  'image/filters',
  'image/kernel-types',
  'image/kernels',
  'image/pictures',
  'image/prepare',
  'stream/row-types',
  ...poolFiles,
  'zarr/convolve',
  'zarr/jobs',
  'zarr/level',
  'zarr/output',
];

export const docstrings: readonly Example[] = documented.flatMap((file) =>
  [...read(`src/${file}.ts`).matchAll(/@example\n(.*?)(?=@example|\*\/)/gs)].map(([, code], n) => ({
    name: `src/${file}.ts, example ${n + 1}`,
    code: code!.replaceAll(/^ *\* ?/gm, ''),
    runs: true,
  })),
);

/** The types that files export: docstrings use their names, as those of values, without an import. */
const typesOf = (files: readonly string[]): readonly string[] =>
  files.flatMap((file) =>
    Array.from(read(`src/${file}.ts`).matchAll(/^export (?:interface|type) (\w+)/gm), ([, name]) => name!),
  );
export const typeNames = typesOf(documented.filter((file) => !poolFiles.includes(file)));
export const poolTypeNames = typesOf(poolFiles);
