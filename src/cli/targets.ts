import { basename, extname, join, resolve } from 'node:path';
import { UsageError } from './failure.ts';
import { kindOf, refuseMissingFolder } from './output.ts';
import { isPictureExtension, pictureExtensions } from './pictures.ts';

export interface Targets {
  /** To be made if it is missing. */
  readonly folder?: string;
  /** A file for each input. */
  readonly paths: readonly string[];
}

/** Where results go: the one file that `output` names, or files named as the inputs, in the folder that it names. */
export async function targetsFor(
  inputs: readonly string[],
  output: string,
  format?: string,
): Promise<Targets> {
  const kind = await kindOf(output);
  if (inputs.length === 1 && kind !== 'folder' && !/[/\\]$/.test(output)) {
    if (format !== undefined) throw new UsageError('--format goes with an output folder');
    refuseExtension(extname(output), output);
    await refuseMissingFolder(output);
    return { paths: [output] };
  }
  const namesFile = isPictureExtension(extname(output).toLowerCase()) && !/[/\\]$/.test(output);
  if (kind === 'file' || (kind === 'nothing' && namesFile)) {
    throw new UsageError(
      `the output "${output}" is a file; several pictures need a folder, whose name ends in /`,
    );
  }
  const paths = inputs.map((input) => join(output, fileName(input, format)));
  const taken = new Map<string, string>();
  paths.forEach((path, index) => {
    const other = taken.get(resolve(path));
    if (other !== undefined)
      throw new UsageError(`"${other}" and "${inputs[index]}" would both become "${path}"`);
    taken.set(resolve(path), inputs[index]!);
  });
  return { folder: output, paths };
}

/** The input's own format if it can be written, else PNG. */
function fileName(input: string, format?: string): string {
  const extension = extname(input);
  const own = isPictureExtension(extension.toLowerCase()) ? extension : '.png';
  return basename(input, extension) + (format === undefined ? own : `.${format}`);
}

function refuseExtension(extension: string, output: string): void {
  if (isPictureExtension(extension.toLowerCase())) return;
  const known = pictureExtensions.join(', ');
  const hint = extension === '' ? '; a folder ends in /' : '';
  throw new UsageError(`the output "${output}" should end in one of ${known}${hint}`);
}
