// Bundles src/ into dist/: the entries, as modules and as CommonJS, the AssemblyScript loader, and the binaries as files of
// their own; the command line into packages/cli/dist/, with its tools, a font and their licences; and the adapter for Zarr into
// packages/zarr/dist/. Libraries stay readable, with source maps, since users' bundlers minify; the command line, most of which is
// Vega, is minified.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import subsetFont from 'subset-font';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });
const common = {
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'warning',
  // Source maps name files by their paths, which should not tell where node_modules lies.
  preserveSymlinks: true,
};

/**
 * What the loader does on import, done without what engines may lack, and without changing their globals: it makes a
 * TextDecoder, which Jest's jsdom does not have, and defines `Object.hasOwn` where it is missing.
 */
const loaderReplacements = [
  [
    'const utf16 = new TextDecoder("utf-16le", { fatal: true });',
    'const utf16 = { decode: (codes) => new TextDecoder("utf-16le", { fatal: true }).decode(codes) };',
  ],
  [
    'Object.hasOwn = Object.hasOwn || function(obj, prop) {\n  return Object.prototype.hasOwnProperty.call(obj, prop);\n};',
    'function hasOwn(obj, prop) {\n  return Object.prototype.hasOwnProperty.call(obj, prop);\n}',
  ],
  ['Object.hasOwn(', 'hasOwn('],
];
const purifyLoader = {
  name: 'the loader does nothing on import',
  setup({ onLoad }) {
    onLoad({ filter: /@assemblyscript\/loader\/index\.js$/ }, ({ path }) => {
      let contents = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
      for (const [old, replacement] of loaderReplacements) {
        if (!contents.includes(old)) throw new Error(`${path} does not contain ${old}`);
        contents = contents.replaceAll(old, replacement);
      }
      return { contents };
    });
  },
};
/** For packages that have the library as a dependency. */
const libraryOutside = {
  name: 'the library is a dependency',
  setup({ onResolve }) {
    // Both entries, so that they share their state.
    const entries = { '../index.ts': 'convolve-wasm', '../pool.ts': 'convolve-wasm/pool' };
    onResolve({ filter: /^\.\.\/(index|pool)\.ts$/ }, ({ path }) => ({
      path: entries[path],
      external: true,
    }));
  },
};
const library = {
  ...common,
  outdir: dist,
  platform: 'neutral',
  conditions: ['import'],
  sourcemap: true,
  plugins: [purifyLoader],
};
// fflate fills tables on import. As an entry it comes into a file of its own, which bundlers drop where nothing uses it.
const unused = 'src/wasm/inlined.ts';
const { metafile: modules } = await build({
  ...library,
  entryPoints: [
    'src/index.ts',
    'src/index-js.ts',
    'src/index-imported.ts',
    'src/index-fetched.ts',
    'src/slim.ts',
    'src/pool.ts',
    'src/pool-imported.ts',
    unused,
  ],
  entryNames: '[name]',
  external: ['*.wasm'],
  metafile: true,
});
for (const name of ['inlined.js', 'inlined.js.map']) rmSync(join(dist, name));
// esbuild keeps imports of nothing for the order in which files run, which does not matter here. Bundlers warn of them.
// And esbuild keeps `2 ** 24` in a bundle that does not use it, but drops a number.
const importOfNothing = /^import "\.\/[\w-]+\.js";$/gm;
const arithmetic = /^( *(?:var )?\w+(?: = |: ))([\d.]+(?: (?:\*\*|[*/+-]) -?[\d.]+)+)([,;]?)$/gm;
for (const name of readdirSync(dist).filter((name) => name.endsWith('.js'))) {
  const script = readFileSync(join(dist, name), 'utf8')
    .replaceAll(importOfNothing, '')
    .replaceAll(
      arithmetic,
      (_, start, sum, end) => `${start}${new Function(`return ${sum}`)()}${end} // ${sum}`,
    );
  writeFileSync(join(dist, name), script);
}
// For `require`. Node's `import` gets the same functions, and with them the same state, by a module that only hands them on.
const commonJs = {
  ...library,
  splitting: false,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
};
const namesOf = (name) => modules.outputs[`dist/${name}.js`].exports.sort().join(', ');
/** Never run: Node looks for the names of exports in the text. */
const footerOf = (name) => ({ js: `0 && (module.exports = { ${namesOf(name)} });` });
await build({ ...commonJs, entryPoints: ['src/index-js.ts'], footer: footerOf('index-js') });

// esbuild does not split CommonJS. The pool is a file of its own, so that nobody else has to parse it, and takes all modules outside
// of src/pool/ from the file that has the other functions.
const whole = './whole.cjs';
const shared = new Set();
await build({
  ...commonJs,
  entryPoints: ['src/pool.ts'],
  footer: footerOf('pool'),
  plugins: [
    {
      name: 'modules that the pool shares',
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^\./, namespace: 'file' }, ({ path, resolveDir }) => {
          const file = relative(root, join(resolveDir, path)).replaceAll('\\', '/');
          if (/^src\/pool[./]/.test(file)) return undefined;
          shared.add(file);
          return { path: file, namespace: 'shared' };
        });
        onLoad({ filter: /^/, namespace: 'shared' }, ({ path }) => ({
          contents: `module.exports = require('${whole}').shared['${path}'];`,
        }));
        onResolve({ filter: /^/, namespace: 'shared' }, ({ path }) => ({ path, external: true }));
      },
    },
  ],
});
// In one order, whatever order esbuild went in.
const paths = [...shared].sort();
const imports = paths.map((path, n) => `import * as shared${n} from './${path}';`);
const list = paths.map((path, n) => `shared['${path}'] = shared${n};`);
await build({
  ...commonJs,
  stdin: {
    contents: `${imports.join('\n')}
export * from './src/index.ts';
export const shared = {};
${list.join('\n')}
`,
    resolveDir: root,
    sourcefile: 'src/whole.ts',
  },
  outdir: undefined,
  outExtension: undefined,
  outfile: join(dist, whole),
});
writeFileSync(
  join(dist, 'index.cjs'),
  `'use strict';
const { ${namesOf('index')} } = require('${whole}');
module.exports = { ${namesOf('index')} };
Object.defineProperty(module.exports, '__esModule', { value: true });
`,
);
for (const name of ['index', 'index-js', 'pool']) {
  writeFileSync(join(dist, `${name}-node.js`), `export { ${namesOf(name)} } from './${name}.cjs';\n`);
}
for (const name of ['worker.js', 'worker.js.map']) copyFileSync(join(root, 'build', name), join(dist, name));
copyFileSync(join(root, 'build/simd.wasm'), join(dist, 'convolve.wasm'));
copyFileSync(join(root, 'build/relaxed.wasm'), join(dist, 'convolve-relaxed.wasm'));

// The library's command, which finds or fetches the package of the command line.
await build({
  ...common,
  entryPoints: { bin: 'src/cli/launcher.ts' },
  outdir: dist,
  platform: 'node',
});

const cliPackage = join(root, 'packages/cli');
const cli = join(cliPackage, 'dist');
rmSync(cli, { recursive: true, force: true });
const { optionalDependencies } = JSON.parse(readFileSync(join(cliPackage, 'package.json'), 'utf8'));
const { metafile } = await build({
  ...common,
  entryPoints: ['src/cli/main.ts', 'src/cli/command.ts'],
  outdir: cli,
  platform: 'node',
  minify: true,
  // Node prints the line in which an uncaught error was thrown.
  lineLimit: 200,
  metafile: true,
  // Some of the tools are CommonJS and ask for Node's modules by `require`.
  banner: {
    js: "import{createRequire as createRequireOfNode}from'node:module';const require=createRequireOfNode(import.meta.url);",
  },
  external: Object.keys(optionalDependencies),
  plugins: [libraryOutside],
});
const fonts = dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json'));
writeFileSync(join(cli, 'DejaVuSans.ttf'), await letters(join(fonts, 'ttf/DejaVuSans.ttf')));
writeFileSync(join(cli, 'LICENSES.txt'), licences([...packagesIn(metafile), fonts]));

const zarrPackage = join(root, 'packages/zarr');
const zarr = join(zarrPackage, 'dist');
rmSync(zarr, { recursive: true, force: true });
const { version, peerDependencies } = JSON.parse(readFileSync(join(zarrPackage, 'package.json'), 'utf8'));
await build({
  ...library,
  entryPoints: ['src/zarr/index.ts'],
  outdir: zarr,
  define: { PACKAGE_VERSION: JSON.stringify(version) },
  external: Object.keys(peerDependencies),
  plugins: [libraryOutside],
});

// In a clone the packages' dependency is the library beside them.
for (const folder of [cliPackage, zarrPackage]) {
  const installed = join(folder, 'node_modules/convolve-wasm');
  if (existsSync(installed)) continue;
  mkdirSync(dirname(installed), { recursive: true });
  symlinkSync('../../..', installed, 'junction');
}

/** The blocks of Unicode that src/cli/letters.ts counts on, of a font that has many more. */
async function letters(path) {
  const blocks = JSON.parse(readFileSync(join(root, 'src/cli/letters.json'), 'utf8'));
  const codes = Object.values(blocks).flatMap((ends) => {
    const [first, last] = ends.map((code) => Number.parseInt(code, 16));
    return Array.from({ length: last - first + 1 }, (_, n) => first + n);
  });
  return subsetFont(readFileSync(path), String.fromCodePoint(...codes), {
    targetFormat: 'truetype',
    noHinting: true,
  });
}

/** The folders of the packages that a bundle is made of. */
function packagesIn({ inputs }) {
  const folders = Object.keys(inputs).flatMap(
    (path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [],
  );
  return [...new Set(folders)].sort().map((folder) => join(root, folder));
}

/** Whose work the command line contains, and under which terms. */
function licences(folders) {
  const texts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
    return `${name} ${version}: ${license}\n\n${text}\n`;
  });
  return texts.join(`\n${'-'.repeat(72)}\n\n`);
}
