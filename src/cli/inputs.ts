import { join, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { Failure } from './failure.ts';
import { kindOf } from './output.ts';
import { readableExtensions } from './pictures.ts';
import { STANDARD } from './standard.ts';

/** A file to read, or why there is none. */
export type Input = { readonly path: string } | { readonly path: string; readonly failure: Failure };

/** The files that arguments name, each once. Expands patterns that the shell has left, as on Windows and in quotes. */
export async function expand(args: readonly string[]): Promise<Input[]> {
  const inputs = new Map<string, Input>();
  for (const arg of args) {
    for (const input of await expandOne(arg)) {
      inputs.set(input.path === STANDARD ? STANDARD : resolve(input.path), input);
    }
  }
  return [...inputs.values()];
}

async function expandOne(arg: string): Promise<Input[]> {
  if (arg === STANDARD) return [{ path: arg }];
  const kind = await kindOf(arg).catch(() => 'file' as const);
  if (kind === 'file') return [{ path: arg }];
  if (kind === 'folder') {
    const paths = await picturesIn(arg);
    if (paths.length > 0) return paths.map((path) => ({ path }));
    return [{ path: arg, failure: new Failure(`there are no pictures in the folder "${arg}"`) }];
  }
  const pattern = process.platform === 'win32' ? arg.replaceAll('\\', '/') : arg;
  if (!isDynamicPattern(pattern)) return [{ path: arg, failure: new Failure(`there is no file "${arg}"`) }];
  const paths = await glob(pattern, { expandDirectories: false });
  if (paths.length === 0) return [{ path: arg, failure: new Failure(`no file matches "${arg}"`) }];
  return paths.sort().map((path) => ({ path }));
}

/** The pictures that lie in a folder itself, but not hidden ones. */
async function picturesIn(folder: string): Promise<string[]> {
  const names = readableExtensions.map((extension) => `*${extension}`);
  const found = await glob(names, { cwd: folder, expandDirectories: false, caseSensitiveMatch: false });
  return found.sort().map((name) => join(folder, name));
}
