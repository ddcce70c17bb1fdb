import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Answer } from './probe.ts';

/** Somewhere that the package is loaded. */
export interface Environment {
  readonly name: string;
  /** What its user does, in Markdown. */
  readonly advice: string;
  /** Whether the continuous integration has the time for it. */
  readonly isQuick: boolean;
  /** Makes a project in a new folder, and runs the probe there in every way that the environment has. */
  run(folder: string): Promise<readonly Answer[]>;
}

/** Writes the files of a project, by their paths in its folder. */
export function write(folder: string, files: { readonly [path: string]: string | object }): void {
  for (const [path, contents] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof contents === 'string' ? contents : JSON.stringify(contents));
  }
}

const execute = promisify(execFile);

/** What a command prints. */
export async function output(folder: string, command: string, ...args: readonly string[]): Promise<string> {
  const env = {
    ...process.env,
    NO_UPDATE_NOTIFIER: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    DENO_NO_UPDATE_CHECK: '1',
  };
  try {
    const { stdout } = await execute(command, args, { cwd: folder, env, timeout: 180_000 });
    return stdout;
  } catch (error) {
    const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string };
    throw new Error([message, stdout, stderr].join('\n').slice(0, 4000));
  }
}
