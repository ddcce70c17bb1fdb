import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length));

const pages = ['docs/recipes', 'docs/coming-from'].flatMap(filesIn).filter((path) => path.endsWith('.md'));
const examples = filesIn('examples').filter((path) => !path.includes('node_modules'));

/** The files that a page includes by VitePress' `<<< @/path{language} [title]`; `@` is docs. */
const includedBy = (page: string) =>
  [...read(page).matchAll(/^<<< @\/(\S+?)(\{\w+\})?( \[.*\])?$/gm)].map(([, path]) => join('docs', path!));

it('finds pages and examples', () => {
  expect(pages.length).toBeGreaterThan(15);
  expect(examples.length).toBeGreaterThan(40);
});

it.each(pages)('%s has a title, a first sentence, and links to pages that exist', (page) => {
  const text = read(page);
  expect(text).toMatch(/^# .+\n\n[A-Z`].+/);
  const links = [...text.matchAll(/\]\((\.[^)#]+)/g)].map(([, path]) => join(dirname(page), path!));
  expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it('each program is on a page, and each page includes programs that exist', () => {
  const included = pages.flatMap(includedBy).sort();
  const programs = examples.filter((path) =>
    /\.(js|jsx|py|m)$|\/webcam.*\.html$|\/video.*\.html$|jsonc$/.test(path),
  );
  expect(included).toEqual(programs.sort());
});

it('the page of the notebook has its cells', () => {
  const { cells } = JSON.parse(read('examples/notebook/convolution.ipynb'));
  const code = cells.filter((cell: { cell_type: string }) => cell.cell_type === 'code');
  const blocks = [...read('docs/recipes/notebook.md').matchAll(/```js elsewhere\n(.*?)\n```/gs)].map(
    ([, block]) => block,
  );
  expect(blocks).toEqual(code.map((cell: { source: string[] }) => cell.source.join('')));
});

it('no other page has code of its own, but for a shell', () => {
  const own = pages.filter((page) => !page.endsWith('notebook.md') && /```(?!sh\n|\n)/.test(read(page)));
  expect(own).toEqual([]);
});

it('each program imports what its package.json lists', () => {
  for (const path of examples.filter((name) => /\.jsx?$/.test(name))) {
    const folder = path.split('/').slice(0, 2).join('/');
    const { dependencies } = JSON.parse(read(`${folder}/package.json`));
    const imported = [...read(path).matchAll(/(?:from|import) '([^.][^']*)'/g)].map(([, name]) => name!);
    const packages = imported
      .filter((name) => !name.startsWith('node:'))
      .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)![0]);
    expect(
      packages.filter((name) => !(name in dependencies)),
      path,
    ).toEqual([]);
  }
});
