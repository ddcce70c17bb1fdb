import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import cliPackageJson from '../../packages/cli/package.json' with { type: 'json' };
import { hasBinaries } from './binaries.ts';
import { npm, type Packed, root } from './consumer.ts';
import { type Registry, serveRegistry } from './registry.ts';

const face = join(root, 'demo/images/face.jpg');
const consumer = inject('consumer');
const library = join(consumer, readdirSync(consumer).find((name) => name.endsWith('.tgz'))!);

/** What `npx convolve-wasm` starts. */
const BIN = 'node_modules/convolve-wasm/dist/bin.js';
/** A benchmark that does not end by itself while a test runs. */
const long = ['bench', '--json', '--time', '1e6'];
/** Milliseconds from a signal to the end, on a busy machine. test/cli/interrupt.test.ts has a narrow limit. */
const LIMIT = 5000;

let packed: Packed;
let tarball: string;
beforeAll(() => {
  const cli = join(root, 'packages/cli');
  [packed] = JSON.parse(npm(cli, 'pack', '--json', '--pack-destination', consumer)) as [Packed];
  tarball = join(consumer, packed.filename);
});

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The library's command, in a folder that has the library installed. */
function run(cwd: string, args: readonly string[], env: object = {}): Promise<Ended> {
  return start(process.execPath, cwd, [join(cwd, BIN), ...args], env);
}

function start(file: string, cwd: string, args: readonly string[], env: object = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(file, args, { cwd, env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      // npm itself may have something to say of its own settings.
      const lines = stderr.replaceAll(/^npm (warn|notice).*\n/gm, '');
      resolve({ status: Number(error?.code ?? 0), stdout, stderr: lines });
    });
  });
}

/** A folder with both packages. */
function install(name: string, ...options: string[]): string {
  const here = join(consumer, name);
  mkdirSync(here);
  writeFileSync(join(here, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  npm(here, 'install', '--no-audit', '--no-fund', ...options, library, tarball);
  copyFileSync(face, join(here, 'face.jpg'));
  return here;
}

/** The milliseconds from a signal to the end. */
async function terminate(child: ChildProcess): Promise<number> {
  child.kill('SIGTERM');
  const start = performance.now();
  // Not before all that have its standard streams are gone.
  expect(await once(child, 'close')).toEqual([143, null]);
  return performance.now() - start;
}

describe('the package', () => {
  it('has the version of the library, and depends on it', () => {
    expect(cliPackageJson.version).toBe(packageJson.version);
    expect(cliPackageJson.dependencies).toEqual({ 'convolve-wasm': packageJson.version });
  });

  it('takes the same releases of its tools as the tests do', () => {
    expect(packageJson.devDependencies).toMatchObject(cliPackageJson.optionalDependencies);
  });

  it('holds the program, its font and its licences, and nothing else', () => {
    const files = packed.files.map(({ path }) => path);
    const others = files.filter((path) => !/^dist\/[\w-]+\.js$/.test(path)).sort();
    expect(others).toEqual([
      'LICENSE',
      'README.md',
      'dist/DejaVuSans.ttf',
      'dist/LICENSES.txt',
      'package.json',
    ]);
    expect(files).toContain('dist/main.js');
    expect(files).toContain('dist/command.js');
  });

  it('does not hold the library a second time', () => {
    const scripts = packed.files.map(({ path }) => join(root, 'packages/cli', path));
    const holding = scripts.filter((path) => path.endsWith('.js') && hasBinaries(readFileSync(path, 'utf8')));
    expect(holding).toEqual([]);
  });

  it('names the licence of everything in it', () => {
    const licences = readFileSync(join(root, 'packages/cli/dist/LICENSES.txt'), 'utf8');
    const texts = licences.split(`\n${'-'.repeat(72)}\n\n`);
    expect(texts.length).toBeGreaterThan(30);
    for (const text of texts) {
      expect(text).toMatch(/^[@\w./-]+ \d+\.\d+\.\d+: \w+/);
      expect(text.length, text.split('\n')[0]).toBeGreaterThan(300);
    }
  });
});

describe('the library alone', () => {
  let registry: Registry;
  let env: object;
  beforeAll(async () => {
    registry = await serveRegistry([
      { manifest: packageJson, tarball: library },
      { manifest: cliPackageJson, tarball },
    ]);
    env = {
      npm_config_registry: registry.url,
      npm_config_cache: join(consumer, 'npm-cache'),
      npm_config_omit: 'optional',
    };
  });
  afterAll(() => registry.close());

  const fetches = `convolve-wasm: npm fetches convolve-wasm-cli@${packageJson.version}, the command line ("npm install convolve-wasm-cli" keeps it)\n`;

  it('lets npm fetch the command line, says so, and passes its output on', async () => {
    const { status, stdout, stderr } = await run(consumer, ['explain', '--shape', '9x9', '-k', '[[1]]'], env);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^direct sums/),
      stderr: fetches,
    });
  });

  it('passes exit codes on', async () => {
    const { status, stderr } = await run(consumer, ['filter', 'none', 'x.png', '-o', 'y.png'], env);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringContaining(`${fetches}convolve-wasm: there is no filter "none"`),
    });
  });

  it('passes signals on', async () => {
    const child = spawn(process.execPath, [join(consumer, BIN), ...long], {
      cwd: consumer,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await once(child.stderr!, 'data');
    // Until the backends are being timed.
    await wait(4000);
    expect(await terminate(child)).toBeLessThan(LIMIT);
  });

  it('says what is wrong where npm cannot fetch it', async () => {
    const nowhere = { ...env, npm_config_cache: join(consumer, 'empty-cache'), npm_config_offline: 'true' };
    const { status, stderr } = await run(consumer, ['info'], nowhere);
    expect(status).toBe(1);
    expect(stderr).toContain(fetches);
    expect(stderr).toMatch(/npm error/);
  });
});

describe('both packages, without optional ones', () => {
  let here: string;
  beforeAll(() => {
    here = install('without-optional', '--omit=optional');
  });

  it('print what is there', async () => {
    const args = ['--no-install', 'convolve-wasm', 'info', '--json'];
    const { status, stdout } = await start('npx', here, args);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: packageJson.version,
      sharp: null,
      backends: { js: { available: true }, wasm: { available: true } },
    });
  });

  it('end at once when they are told to', async () => {
    const child = spawn(process.execPath, [join(here, BIN), ...long], {
      cwd: here,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await wait(1000);
    expect(await terminate(child)).toBeLessThan(LIMIT);
  });

  it('plot numbers as SVG', async () => {
    expect((await run(here, ['plot', '--demo', '-o', 'demo.svg'])).status).toBe(0);
    expect(readFileSync(join(here, 'demo.svg'), 'utf8')).toMatch(/^<svg .*kernel, 10 x 10/s);
  });

  it('say which package pictures need', async () => {
    expect(await run(here, ['filter', 'edges', 'face.jpg', '-o', 'edges.png'])).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'convolve-wasm: pictures are read and written by the package sharp, which is not installed (npm install sharp)\n',
    });
    expect(existsSync(join(here, 'edges.png'))).toBe(false);
  });

  it('say which package PNG plots need', async () => {
    expect(await run(here, ['plot', '--demo', '-o', 'demo.png'])).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'convolve-wasm: PNG plots, other than SVG, are painted by the package @resvg/resvg-js, which is not installed (npm install @resvg/resvg-js)\n',
    });
    expect(existsSync(join(here, 'demo.png'))).toBe(false);
  });
});

describe('both packages, as npm installs them by itself', () => {
  let here: string;
  beforeAll(() => {
    here = install('with-optional');
  });

  it("find a photograph's edges", async () => {
    const kernel = '[[-1,-1,-1],[-1,8,-1],[-1,-1,-1]]';
    const args = ['--kernel', kernel, 'face.jpg', '--gray', '--padding', '2', '-o', 'edges.png'];
    expect(await run(here, ['filter', ...args])).toEqual({
      status: 0,
      stdout: '',
      stderr: 'face.jpg -> edges.png\n',
    });
    const header = readFileSync(join(here, 'edges.png')).subarray(0, 26);
    // PNG's IHDR: width, height, 8 bits, gray.
    expect([header.readUInt32BE(16), header.readUInt32BE(20), header[24], header[25]]).toEqual([
      1026, 770, 8, 0,
    ]);
  });

  it('plot as PNG, with the letters that come with it', async () => {
    const args = ['plot', '--demo', '--title'];
    expect((await run(here, [...args, 'Київ ⁻⁴ → ệ', '-o', 'letters.png'])).status).toBe(0);
    expect((await run(here, [...args, ' ', '-o', 'blank.png'])).status).toBe(0);
    const [letters, blank] = await Promise.all(['letters.png', 'blank.png'].map(inkOfTitle));
    expect(blank).toBe(0);
    // About 60 dark pixels for each of 9 letters at 36 pixels a line.
    expect(letters).toBeGreaterThan(9 * 60);
  });

  /** The dark pixels above the maps of the demo. */
  async function inkOfTitle(name: string): Promise<number> {
    const title = sharp(join(here, name)).extract({ left: 0, top: 0, width: 2724, height: 100 });
    return (await title.grayscale().raw().toBuffer()).filter((level) => level < 128).length;
  }
});

it('a clone of the repository runs its own command line', async () => {
  const bin = join(root, 'dist/bin.js');
  const child = spawn(process.execPath, [bin, '--version'], {
    cwd: consumer,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = await once(child.stdout!, 'data');
  expect(String(printed)).toBe(`${packageJson.version}\n`);
});
