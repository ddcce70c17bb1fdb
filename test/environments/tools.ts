import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, pack, root } from '../package/consumer.ts';
import tools from './tools.json' with { type: 'json' };

/** Projects lie in it, and find the tools and the package as modules above them. */
export const place = join(root, '.cache/environments');
const modules = join(place, 'node_modules');

export const tool = (path: string) => join(modules, path);
export const nodeOf = (version: string) => tool(`node-${version}/bin/node`);

/** Installs the tools, unless they are there already, and the package as it would be published. */
export function install(isQuick: boolean): void {
  const wanted: Record<string, string> = isQuick ? tools.quick : { ...tools.quick, ...tools.others };
  mkdirSync(modules, { recursive: true });
  if (!Object.entries(wanted).every(([name, version]) => isInstalled(name, version))) {
    rmSync(join(place, 'package-lock.json'), { force: true });
    writeFileSync(join(place, 'package.json'), JSON.stringify({ private: true, dependencies: wanted }));
    npm(place, 'install', '--no-audit', '--no-fund', '--no-package-lock');
  }
  const { filename } = pack('--pack-destination', place);
  const folder = tool('convolve-wasm');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  execFileSync('tar', ['xzf', join(place, filename), '-C', folder, '--strip-components=1']);
}

function isInstalled(name: string, version: string): boolean {
  const manifest = tool(`${name}/package.json`);
  return existsSync(manifest) && version.endsWith(JSON.parse(readFileSync(manifest, 'utf8')).version);
}
