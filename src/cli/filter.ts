import { mkdir } from 'node:fs/promises';
import { asFailure, exitCodes, Failure, reasonOf, report, UsageError } from './failure.ts';
import { filterNamed, findFilter } from './filter-names.ts';
import { kernelFilter, namedFilter, type PictureFilter, type PictureFlags } from './filters.ts';
import { expand, type Input } from './inputs.ts';
import { readKernel } from './kernel.ts';
import { refuseExisting, writeWhole } from './output.ts';
import { encodePicture, isPictureExtension, loadSharp, readPicture } from './pictures.ts';
import { showProgress } from './progress.ts';
import { targetsFor } from './targets.ts';

export interface FilterFlags extends PictureFlags {
  readonly output?: string;
  readonly kernel?: string;
  readonly format?: string;
  readonly quality?: number;
  readonly force?: boolean;
  readonly quiet?: boolean;
}

/** Filters pictures, one after the other; one that fails is reported, and the others are done. */
export async function filter(args: readonly string[], flags: FilterFlags): Promise<void> {
  const { output, format, quality, force = false, quiet = false } = flags;
  if (output === undefined)
    throw new UsageError('where to? -o names a file, or a folder for several pictures');
  if (format !== undefined && !isPictureExtension(`.${format}`))
    throw new UsageError(`--format "${format}" is not known`);
  if (quality !== undefined && !(Number.isInteger(quality) && quality >= 1 && quality <= 100)) {
    throw new UsageError('--quality takes a whole number from 1 to 100');
  }
  const { pictures, apply } = await readArguments(args, flags);
  if (pictures.length === 0)
    throw new UsageError('which pictures? Files, or patterns such as "photos/*.jpg"');

  const inputs = await expand(pictures);
  const { folder, paths } = await targetsFor(
    inputs.map(({ path }) => path),
    output,
    format,
  );
  await refuseExisting(paths, force);
  await loadSharp();
  if (folder !== undefined) await makeFolder(folder);

  const progress = showProgress(inputs.length, quiet);
  let failed = 0;
  for (const [index, input] of inputs.entries()) {
    const path = paths[index]!;
    try {
      await writeWhole(path, await encodePicture(apply(await read(input)), path, quality), force);
      progress.done(`${input.path} -> ${path}`);
    } catch (error) {
      const failure = asFailure(error);
      if (!(failure instanceof Failure) || failure instanceof UsageError) {
        progress.stop();
        throw failure;
      }
      failed++;
      progress.failed(lineOf(input, failure));
    }
  }
  progress.stop();
  if (failed > 0 && inputs.length > 1) report(`${failed} of ${inputs.length} failed`);
  if (failed > 0) process.exitCode = exitCodes.someFailed;
}

async function readArguments(
  args: readonly string[],
  flags: FilterFlags,
): Promise<{ pictures: readonly string[]; apply: PictureFilter }> {
  if (flags.kernel === undefined) {
    const [name, ...pictures] = args;
    if (name === undefined)
      throw new UsageError('which filter? A name, or a --kernel; filter --help lists them');
    return { pictures, apply: namedFilter(filterNamed(name), flags) };
  }
  const [first] = args;
  if (first !== undefined && findFilter(first) !== undefined) {
    throw new UsageError(`either the filter "${first}" or a --kernel (./${first} is a file of that name)`);
  }
  return { pictures: args, apply: kernelFilter(await readKernel(flags.kernel), flags) };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new Failure(`cannot make the folder "${folder}": ${reasonOf(error)}`);
  }
}

function read(input: Input) {
  if ('failure' in input) throw input.failure;
  return readPicture(input.path);
}

/** Names the file, if the message does not yet. */
function lineOf({ path }: Input, { message }: Failure): string {
  return `convolve-wasm: ${message.includes(`"${path}"`) ? message : `"${path}": ${message}`}`;
}
