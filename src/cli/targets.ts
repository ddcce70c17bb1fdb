import { basename, extname, join, resolve } from 'node:path';
import { UsageError } from './failure.ts';
import { kindOf, refuseMissingFolder } from './output.ts';
import { isPictureExtension, pictureExtensions } from './pictures.ts';
import { STANDARD } from './standard.ts';

export interface Targets {
  /** The caller creates it if it is missing. */
  readonly folder?: string;
  /** A file for each input, or `-`. */
  readonly paths: readonly string[];
}

/** Where results go: the one file that `output` names, or files named as the inputs, in the folder that it names. */
export async function targetsFor(
  inputs: readonly string[],
  output: string,
  format?: string,
  mayBeSeveral = inputs.length > 1,
): Promise<Targets> {
  if (output === STANDARD) {
    if (inputs.length !== 1) throw new UsageError('standard output takes one picture');
    if (process.stdout.isTTY) throw new UsageError('standard output is a terminal; > names a file');
    return { paths: [STANDARD] };
  }
  const kind = await kindOf(output);
  const endsInSlash = /[/\\]$/.test(output);
  const namesFile = isPictureExtension(extname(output)) && !endsInSlash;
  if (inputs.length === 1 && kind !== 'folder' && !endsInSlash && (namesFile || !mayBeSeveral)) {
    if (format !== undefined) throw new UsageError('--format goes with an output folder');
    refuseExtension(extname(output), output);
    await refuseMissingFolder(output);
    return { paths: [output] };
  }
  if (kind === 'file' || (kind === 'nothing' && namesFile)) {
    throw new UsageError(
      `the output "${output}" is a file; several pictures need a folder, whose name ends in /`,
    );
  }
  const inputOf = new Map<string, string>();
  const paths = inputs.map((input) => {
    const path = join(output, fileName(input, format));
    const other = inputOf.get(resolve(path));
    if (other !== undefined) throw new UsageError(`"${other}" and "${input}" would both become "${path}"`);
    inputOf.set(resolve(path), input);
    return path;
  });
  return { folder: output, paths };
}

/** The name of a file for the input's result in the format that is asked for, else in its own if that can be written, else as PNG. */
export function fileName(input: string, format?: string): string {
  const name = input === STANDARD ? 'stdin' : input;
  const extension = extname(name);
  const own = isPictureExtension(extension) ? extension : '.png';
  return basename(name, extension) + (format === undefined ? own : `.${format}`);
}

function refuseExtension(extension: string, output: string): void {
  if (isPictureExtension(extension)) return;
  const known = pictureExtensions.join(', ');
  const hint = extension === '' ? '; a folder ends in /' : '';
  throw new UsageError(`the output "${output}" should end in one of ${known}${hint}`);
}
