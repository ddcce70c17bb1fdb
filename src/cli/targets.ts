import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { UsageError } from './failure.ts';
import { kindOf, refuseMissingFolder } from './output.ts';
import { isPictureExtension, pictureExtensions } from './pictures.ts';
import { STANDARD } from './standard.ts';

export interface Targets {
  /** Whether `paths` lie in a folder, or in folders in it. The caller creates those that are missing. */
  readonly inFolder: boolean;
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
    return { inFolder: false, paths: [STANDARD] };
  }
  const kind = await kindOf(output);
  const endsInSlash = /[/\\]$/.test(output);
  const namesFile = isPictureExtension(extname(output)) && !endsInSlash;
  if (inputs.length === 1 && kind !== 'folder' && !endsInSlash && (namesFile || !mayBeSeveral)) {
    if (format !== undefined) throw new UsageError('--format goes with an output folder');
    refuseExtension(extname(output), output);
    await refuseMissingFolder(output);
    return { inFolder: false, paths: [output] };
  }
  if (kind === 'file' || (kind === 'nothing' && namesFile)) {
    throw new UsageError(
      `the output "${output}" is a file; several pictures need a folder, whose name ends in /`,
    );
  }
  const paths = namesFor(inputs, format).map((name) => join(output, name));
  const [twin] = repeated(paths);
  if (twin !== undefined) {
    const [one, two] = inputs.filter((_, index) => fileKey(paths[index]!) === twin);
    throw new UsageError(`"${one}" and "${two}" would become one file in "${output}"`);
  }
  return { inFolder: true, paths };
}

/**
 * Names for the results in a folder. Pictures of one name in several folders keep their folders, below the one that holds all
 * of them. Pictures of one folder that differ only in their format keep its extension in the name: a.jpg.png beside a.gif.png.
 */
function namesFor(inputs: readonly string[], format?: string): string[] {
  const besideInputs = inputs.map((input) => join(dirname(input), fileName(input, format)));
  const twins = repeated(besideInputs);
  const names = inputs.map((input, index) => {
    const path = besideInputs[index]!;
    return twins.has(fileKey(path)) ? basename(input) + extname(path) : basename(path);
  });
  if (repeated(names).size === 0) return names;
  const folders = inputs.map((input) => dirname(resolve(input)));
  const shared = sharedFolder(folders);
  return names.map((name, index) => join(relative(shared, folders[index]!), name));
}

function sharedFolder(folders: readonly string[]): string {
  return folders.reduce((shared, folder) => {
    const [ours, theirs] = [shared.split(sep), folder.split(sep)];
    const end = ours.findIndex((name, index) => name !== theirs[index]);
    return end < 0 ? shared : ours.slice(0, end).join(sep) || sep;
  });
}

/** The keys of the files that several paths name. */
function repeated(paths: readonly string[]): Set<string> {
  const seen = new Set<string>();
  return new Set(paths.map(fileKey).filter((key) => seen.size === seen.add(key).size));
}

/** Equal for paths that name one file. Most file systems of Windows and macOS ignore case. */
function fileKey(path: string): string {
  const whole = resolve(path);
  return process.platform === 'linux' ? whole : whole.toLowerCase();
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
