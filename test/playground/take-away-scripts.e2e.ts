import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PixelImage } from 'convolve-wasm';
import { transform } from 'esbuild';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isNumbers } from '../../demo/playground/src/take-away/call.ts';
import { javascript } from '../../demo/playground/src/take-away/javascript.ts';
import { npyOf } from '../../demo/playground/src/take-away/npy.ts';
import { typescript } from '../../demo/playground/src/take-away/typescript.ts';
import { cases, codeCallOf, pictureOf, pixels, resultOf, size } from './code-states.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;

beforeAll(() => {
  // Within the project, so that the code finds the package and sharp.
  mkdirSync(join(root, '.cache'), { recursive: true });
  folder = mkdtempSync(join(root, '.cache/take-away-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs each `code.mjs` in its folder, and writes `result.json` there. */
const runner = `
import { writeFileSync } from 'node:fs';
for (const folder of process.argv.slice(2)) {
  process.chdir(folder);
  const { result } = await import(folder + '/code.mjs');
  const { data, ...size } = result;
  const found = { ...size, type: data.constructor.name, data: Array.from(data, String) };
  writeFileSync('result.json', JSON.stringify(found));
}
`;

describe('the JavaScript that the page gives', () => {
  const folderOf = (name: string) => join(folder, name.replaceAll(/\W/g, '-'));

  beforeAll(async () => {
    const [height, width] = size;
    for (const { name, state } of cases) {
      const own = folderOf(name);
      mkdirSync(own);
      const { data, channels } = pictureOf(state);
      if (isNumbers(state))
        writeFileSync(join(own, 'picture.npy'), npyOf(data, channels === 1 ? size : [...size, 4]));
      else
        await sharp(pixels.data, { raw: { width, height, channels: 4 } })
          .png()
          .toFile(join(own, 'picture.png'));
      writeFileSync(join(own, 'code.mjs'), `${javascript(codeCallOf(state))}export { result };\n`);
    }
    writeFileSync(join(folder, 'run.mjs'), runner);
    execFileSync(process.execPath, [join(folder, 'run.mjs'), ...cases.map(({ name }) => folderOf(name))]);
  });

  it.each(cases)('computes what the page shows: $name', ({ name, state }) => {
    const found = JSON.parse(readFileSync(join(folderOf(name), 'result.json'), 'utf8'));
    expect(found).toEqual(plain(resultOf(state)));
  });
});

describe('the TypeScript that the page gives', () => {
  it('compiles under strict rules', () => {
    cases.forEach(({ state }, index) => {
      writeFileSync(join(folder, `code${index}.mts`), typescript(codeCallOf(state)));
    });
    const options = {
      strict: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      module: 'nodenext',
      target: 'es2022',
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, include: ['*.mts'] }),
    );
    const { status, stdout } = spawnSync('npx', ['tsc', '-p', '.'], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it('is the JavaScript but for its types', async () => {
    for (const { state } of cases) {
      const [typed, plainCode] = [typescript, javascript].map((generate) => generate(codeCallOf(state)));
      expect(await withoutTypes(typed!)).toBe(await withoutTypes(plainCode!));
    }
  });
});

function plain({ data, width, height, channels }: PixelImage) {
  return { width, height, channels, type: data.constructor.name, data: Array.from(data, String) };
}

/** Code as esbuild writes it anew, without types. */
async function withoutTypes(code: string): Promise<string> {
  return (await transform(code, { loader: 'ts' })).code;
}
