import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DefaultTheme, defineConfig } from 'vitepress';

const docs = join(dirname(fileURLToPath(import.meta.url)), '..');
const repository = 'https://github.com/convolve-wasm/convolve-wasm';

/** Where the site will be served: `DOCS_BASE=/convolve-wasm/ npm run docs:build` for a folder of a host. */
const base = process.env.DOCS_BASE ?? '/';

export default defineConfig({
  title: 'convolve-wasm',
  description: 'Fast two-dimensional convolution for JavaScript',
  lang: 'en',
  base,
  srcExclude: ['node_modules/**'],
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config({ renderer: { rules } }) {
      // Indented code scrolls as fenced code does.
      rules.code_block = (...args) => rules.fence!(...args);
      // A head without words is no head of its column to a screen reader.
      const tag = (tokens: readonly { content: string }[], at: number) =>
        tokens[at]!.content === '' ? 'td' : 'th';
      rules.th_open = (tokens, at, _options, _env, self) => {
        tokens[at]!.tag = tag(tokens, at + 1);
        return self.renderToken(tokens, at, {});
      };
      rules.th_close = (tokens, at, _options, _env, self) => {
        tokens[at]!.tag = tag(tokens, at - 1);
        return self.renderToken(tokens, at, {});
      };
    },
  },
  // A page of its own, which `buildEnd` puts there.
  ignoreDeadLinks: ['/playground/'],
  buildEnd({ outDir }) {
    const playground = join(docs, '../demo/playground/dist');
    if (!existsSync(playground)) {
      execFileSync('npm', ['run', 'playground:build'], {
        cwd: join(docs, '..'),
        // Whatever runs this: a page for its users, not for developers.
        env: { ...process.env, NODE_ENV: 'production' },
        stdio: 'inherit',
      });
    }
    cpSync(playground, join(outDir, 'playground'), { recursive: true });
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    socialLinks: [{ icon: 'github', link: repository }],
    nav: [
      { text: 'Guide', link: '/start' },
      { text: 'Performance', link: '/performance' },
      { text: 'API', link: '/api/' },
      // Not a page of this site's router.
      { text: 'Playground', link: '/playground/', target: '_self' },
      { text: 'Changes', link: '/changes' },
    ],
    sidebar: {
      '/': [
        group('Guide', pages('start', 'convolution', 'filters', 'options', 'frames', 'threads')),
        group('In depth', pages('methods', 'precision', 'alpha', 'nan', 'performance', 'limits')),
        group('Use', pages('playground', 'environments', 'cli', 'streams', 'tiles')),
        folder('Recipes', 'recipes'),
        folder('Coming from', 'coming-from'),
        group('Reference', [
          { text: 'API', link: '/api/' },
          ...pages('semantics', 'architecture'),
          { text: 'Changes', link: '/changes' },
        ]),
      ].filter(({ items }) => items!.length > 0),
      '/api/': [{ text: 'API', link: '/api/' }, ...apiPages()],
    },
    footer: { message: 'MIT licence' },
  },
});

function group(text: string, items: DefaultTheme.SidebarItem[]): DefaultTheme.SidebarItem {
  return { text, items };
}

/** Those pages that are there, under their own titles. */
function pages(...names: string[]): DefaultTheme.SidebarItem[] {
  return names
    .filter((name) => existsSync(join(docs, `${name}.md`)))
    .map((name) => ({ text: title(join(docs, `${name}.md`)), link: `/${name}` }));
}

/** All pages of a folder, under its index if there is one. */
function folder(text: string, name: string): DefaultTheme.SidebarItem {
  if (!existsSync(join(docs, name))) return group(text, []);
  const names = readdirSync(join(docs, name)).filter((file) => file.endsWith('.md'));
  const items = pages(
    ...names
      .filter((file) => file !== 'index.md')
      .sort()
      .map((file) => `${name}/${file.slice(0, -3)}`),
  );
  return names.includes('index.md') ? { text, link: `/${name}/`, items } : group(text, items);
}

function title(file: string): string {
  const heading = /^# (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1];
  if (heading === undefined) throw new Error(`${file} has no title`);
  return heading.replaceAll('`', '');
}

/** What TypeDoc has written. Its groups stay open: a group that can be closed is a button inside of a button. */
function apiPages(): DefaultTheme.SidebarItem[] {
  const groups: DefaultTheme.SidebarItem[] = JSON.parse(
    readFileSync(join(docs, 'api/typedoc-sidebar.json'), 'utf8'),
  );
  return groups.map(({ text, items }) => ({ text, items }));
}
