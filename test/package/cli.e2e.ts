import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { npm, root } from './consumer.ts';

const face = join(root, 'demo/images/face.jpg');

/** `npx convolve-wasm` in a folder that has the package installed. */
function npx(cwd: string, ...args: string[]) {
  const options = { cwd, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'convolve-wasm', ...args], options);
  // npm itself may have something to say of its own settings.
  return { status, stdout, stderr: stderr.replaceAll(/^npm .*\n/gm, '') };
}

describe('without optional packages', () => {
  const here = inject('consumer');

  it('prints what is there', () => {
    const { status, stdout } = npx(here, 'info', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: packageJson.version,
      sharp: null,
      backends: { js: { available: true }, wasm: { available: true } },
    });
  });

  it('ends at once when it is told to', async () => {
    const main = join(here, 'node_modules/convolve-wasm/dist/cli/main.js');
    const child = spawn(process.execPath, [main, 'bench'], { cwd: here, stdio: 'ignore' });
    await wait(1000);
    child.kill('SIGTERM');
    const start = performance.now();
    expect(await once(child, 'exit')).toEqual([143, null]);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('explains', () => {
    const { status, stdout } = npx(here, 'explain', '--shape', '9x9', '-k', '[[1]]');
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^direct sums/) });
  });

  it('plots numbers as SVG', () => {
    expect(npx(here, 'plot', '--demo', '-o', 'demo.svg').status).toBe(0);
    expect(readFileSync(join(here, 'demo.svg'), 'utf8')).toMatch(/^<svg .*kernel, 10 x 10/s);
  });

  it('says which package pictures need', () => {
    copyFileSync(face, join(here, 'face.jpg'));
    expect(npx(here, 'filter', 'edges', 'face.jpg', '-o', 'edges.png')).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'convolve-wasm: pictures are read and written by the package sharp, which is not installed (npm install sharp)\n',
    });
    expect(existsSync(join(here, 'edges.png'))).toBe(false);
  });

  it('says which package PNG plots need', () => {
    expect(npx(here, 'plot', '--demo', '-o', 'demo.png')).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'convolve-wasm: PNG plots, other than SVG, are painted by the package @resvg/resvg-js, which is not installed (npm install @resvg/resvg-js)\n',
    });
    expect(existsSync(join(here, 'demo.png'))).toBe(false);
  });
});

describe('as npm installs it by itself', () => {
  const here = join(inject('consumer'), 'with-optional');

  beforeAll(() => {
    mkdirSync(here);
    writeFileSync(join(here, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    const tarball = readdirSync(inject('consumer')).find((name) => name.endsWith('.tgz'));
    npm(here, 'install', '--no-audit', '--no-fund', join(inject('consumer'), tarball!));
    copyFileSync(face, join(here, 'face.jpg'));
  });

  it("finds a photograph's edges", () => {
    const kernel = '[[-1,-1,-1],[-1,8,-1],[-1,-1,-1]]';
    const args = ['--kernel', kernel, 'face.jpg', '--gray', '--padding', '2', '-o', 'edges.png'];
    expect(npx(here, 'filter', ...args)).toEqual({
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

  it('plots as PNG, with the letters that come with it', () => {
    expect(npx(here, 'plot', '--demo', '-o', 'demo.png').status).toBe(0);
    expect(readFileSync(join(here, 'demo.png')).readUInt32BE(16)).toBe(2724);
  });
});
