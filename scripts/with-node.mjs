// Runs a script on another version of Node than the one installed, from the npm registry, kept in .cache/:
//
//     node scripts/with-node.mjs 24 bench/programs/main.ts f32-5
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [version, ...script] = process.argv.slice(2);
if (!/^\d+(\.\d+)*$/.test(version ?? '') || script.length === 0) {
  console.error('usage: node scripts/with-node.mjs VERSION SCRIPT [ARGUMENT ...]');
  process.exit(1);
}
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, `.cache/node-${version}`);
const node = join(folder, 'node_modules/node/bin/node');
if (!existsSync(node)) {
  mkdirSync(folder, { recursive: true });
  const options = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', ...options, `node@${version}`], { cwd: folder, stdio: ['ignore', 2, 2] });
}
const child = spawn(node, ['--import', 'tsx', ...script], { stdio: 'inherit' });
child.once('exit', (code, signal) => {
  if (signal === null) process.exitCode = code;
  else process.kill(process.pid, signal);
});
