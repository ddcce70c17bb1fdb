import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The command line as scripts, which start faster than its sources. */
export interface BuiltProgram {
  /** What users start: it waits for signals while another process does the work. */
  readonly main: string;
  /** What does the work. */
  readonly command: string;
  remove(): Promise<void>;
}

/** Bundles the command line, but for the packages that it imports, into a folder from which they are found. */
export async function buildProgram(): Promise<BuiltProgram> {
  await mkdir(join(root, '.cache'), { recursive: true });
  const folder = await mkdtemp(join(root, '.cache/cli-'));
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts', 'src/cli/command.ts'],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  });
  return {
    main: join(folder, 'main.js'),
    command: join(folder, 'command.js'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
