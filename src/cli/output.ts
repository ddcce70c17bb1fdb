import { randomUUID } from 'node:crypto';
import { link, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure, reasonOf, UsageError } from './failure.ts';
import { STANDARD } from './standard.ts';

let announce: (path: string) => Promise<void> = async () => {};

/** Sets what to call with the path of each temporary file before it is created, so that another process can remove it. */
export function beforeTemporary(listener: (path: string) => Promise<void>): void {
  announce = listener;
}

export async function kindOf(path: string): Promise<'folder' | 'file' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code!)) return 'nothing';
    throw new Failure(`cannot write "${path}": ${reasonOf(error)}`);
  }
}

export async function refuseMissingFolder(path: string): Promise<void> {
  const folder = dirname(path);
  const kind = await kindOf(folder);
  if (kind === 'file') throw new UsageError(`cannot write "${path}": "${folder}" is no folder`);
  if (kind === 'nothing') throw new UsageError(`cannot write "${path}": there is no folder "${folder}"`);
}

/** Refuses, before any picture is filtered, the paths that `writeWhole` would refuse. */
export async function refuseExisting(paths: readonly string[], force: boolean): Promise<void> {
  for (const path of paths) {
    if (path === STANDARD) continue;
    const kind = await kindOf(path);
    if (kind === 'folder') throw new UsageError(`"${path}" is a folder`);
    if (kind === 'file' && !force) throw new UsageError(`"${path}" exists; --force overwrites it`);
  }
}

/**
 * Writes a whole file or none: first under another name in the same folder, then renames it. Without `force` it does not
 * replace a file that another program has created meanwhile.
 */
export function writeWhole(path: string, bytes: Uint8Array | string, force: boolean): Promise<void> {
  return writeWholeBy(path, (temporary) => writeFile(temporary, bytes, { flag: 'wx' }), force);
}

/** As `writeWhole`, of what `write` puts into a file. */
export async function writeWholeBy(
  path: string,
  write: (temporary: string) => Promise<void>,
  force: boolean,
): Promise<void> {
  let temporary: string | undefined;
  try {
    temporary = await temporaryIn(dirname(path), '.tmp');
    await write(temporary);
    await (force ? rename(temporary, path) : publish(temporary, path));
  } catch (error) {
    if (error instanceof Failure) throw error;
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    const reason = exists ? 'it exists; --force overwrites it' : reasonOf(error);
    throw new Failure(`cannot write "${path}": ${reason}`);
  } finally {
    if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** The path of a file that does not exist, and that is removed when this process is killed. */
export async function temporaryIn(folder: string, extension: string): Promise<string> {
  const path = join(folder, `.convolve-wasm-${randomUUID()}${extension}`);
  await announce(path);
  return path;
}

/** Renames a file. `rename` replaces an existing file; `link` and the flag `wx` fail instead. */
async function publish(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes((error as NodeJS.ErrnoException).code!))
      throw error;
    // The file system has no hard links, so an empty file reserves the name.
    await writeFile(path, '', { flag: 'wx' });
    await rename(temporary, path);
  }
}
