import { randomUUID } from 'node:crypto';
import { constants, unlinkSync } from 'node:fs';
import { copyFile, link, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure, reasonOf, UsageError } from './failure.ts';

/** Temporary files that exist now, for the case that the process is interrupted. */
const temporaries = new Set<string>();

process.on('exit', () => {
  for (const path of temporaries) {
    try {
      unlinkSync(path);
    } catch {
      // It has its final name already.
    }
  }
});
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const) {
  // 128 + the signal's number, as shells have it.
  process.once(signal, () => process.exit(128 + number));
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

/** Refuses before any work what `writeWhole` would refuse after it. */
export async function refuseExisting(paths: readonly string[], force: boolean): Promise<void> {
  for (const path of paths) {
    const kind = await kindOf(path);
    if (kind === 'folder') throw new UsageError(`"${path}" is a folder`);
    if (kind === 'file' && !force) throw new UsageError(`"${path}" exists; --force overwrites it`);
  }
}

/**
 * Writes a file that is there as a whole or not at all: under another name in the same folder first. Without `force` a file
 * that has come into being meanwhile is left alone.
 */
export async function writeWhole(path: string, bytes: Uint8Array | string, force: boolean): Promise<void> {
  const temporary = join(dirname(path), `.convolve-wasm-${randomUUID()}.tmp`);
  try {
    temporaries.add(temporary);
    await writeFile(temporary, bytes, { flag: 'wx' });
    await (force ? rename(temporary, path) : publish(temporary, path));
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    const reason = exists ? 'it exists; --force overwrites it' : reasonOf(error);
    throw new Failure(`cannot write "${path}": ${reason}`);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
    temporaries.delete(temporary);
  }
}

/** `rename` would replace a file of that name; these two fail instead. */
async function publish(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    // A file system without hard links.
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes((error as NodeJS.ErrnoException).code!))
      throw error;
    await copyFile(temporary, path, constants.COPYFILE_EXCL);
  }
}
