import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asFailure, exitCodes, reasonOf, report, UsageError } from './failure.ts';
import { filterNamed, findFilter } from './filter-names.ts';
import { kernelFilter, namedFilter, type PictureFilter, type PictureFlags } from './filters.ts';
import { expand, type Input } from './inputs.ts';
import { readKernel } from './kernel.ts';
import { refuseExisting, writeWhole } from './output.ts';
import { encodePicture, loadSharp, pictureExtensions, readPicture } from './pictures.ts';
import { showProgress } from './progress.ts';
import { STANDARD, writeStandardOutput } from './standard.ts';
import { fileName, targetsFor } from './targets.ts';

export interface FilterFlags extends PictureFlags {
  readonly output?: string;
  readonly kernel?: string;
  readonly format?: string;
  readonly quality?: number;
  readonly force?: boolean;
  readonly quiet?: boolean;
}

/** Filters pictures one after the other. Reports those that fail, and goes on with the others. */
export async function filter(args: readonly string[], flags: FilterFlags): Promise<void> {
  const { output, format, quality, force = false, quiet = false } = flags;
  if (output === undefined)
    throw new UsageError('no output: -o names a file, or a folder for several pictures');
  if (format !== undefined && !pictureExtensions.includes(`.${format}`))
    throw new UsageError(`--format takes one of ${pictureExtensions.join(', ').replaceAll('.', '')}`);
  if (quality !== undefined && !(Number.isInteger(quality) && quality >= 1 && quality <= 100)) {
    throw new UsageError('--quality takes a whole number from 1 to 100');
  }
  const { pictures, apply } = await readArguments(args, flags);
  if (pictures.length === 0)
    throw new UsageError('no pictures: name files, or patterns such as "photos/*.jpg"');

  const inputs = await expand(pictures);
  const { inFolder, paths } = await targetsFor(
    inputs.map(({ path }) => path),
    output,
    format,
    // A folder may hold a single picture.
    inputs.length > 1 || inputs.some(({ path }) => !pictures.includes(path)),
  );
  await refuseExisting(paths, force);
  await loadSharp();

  const progress = showProgress(inputs.length, quiet);
  watchRows((part) => progress.within(part));
  let done = 0;
  for (const [index, input] of inputs.entries()) {
    const path = paths[index]!;
    try {
      const isStandard = path === STANDARD;
      const name = isStandard ? fileName(input.path, format) : path;
      const bytes = await encodePicture(apply(await read(input)), name, quality);
      if (inFolder) await makeFolder(dirname(path));
      await (isStandard ? writeStandardOutput(bytes) : writeWhole(path, bytes, force));
      done++;
      progress.done(`${input.path} -> ${path}`);
    } catch (error) {
      const failure = asFailure(error);
      // A wrong option fails for every picture: one message is enough.
      if (failure instanceof UsageError && done === 0) {
        progress.stop();
        throw failure;
      }
      progress.failed(lineOf(input, failure));
    }
  }
  progress.stop();
  if (done === inputs.length) return;
  if (inputs.length > 1) report(`${inputs.length - done} of ${inputs.length} failed`);
  process.exitCode = exitCodes.someFailed;
}

/** Listens to how far the library is with a picture: see `WATCHER` of src/backend/run.ts. */
function watchRows(listener: (part: number) => void): void {
  const watcher = (done: number, total: number) => listener(done / total);
  Object.assign(globalThis, { [Symbol.for('convolve-wasm.watcher')]: watcher });
}

async function readArguments(
  args: readonly string[],
  flags: FilterFlags,
): Promise<{ pictures: readonly string[]; apply: PictureFilter }> {
  if (flags.kernel === undefined) {
    const [name, ...pictures] = args;
    if (name === undefined)
      throw new UsageError('no filter: give a name, which filter --help lists, or a --kernel');
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
    throw new UsageError(`cannot make the folder "${folder}": ${reasonOf(error)}`);
  }
}

function read(input: Input) {
  if ('failure' in input) throw input.failure;
  return readPicture(input.path);
}

/** The message of a failure, with the name of the file. */
function lineOf({ path }: Input, failure: unknown): string {
  const message = reasonOf(failure);
  if (path === STANDARD) return `convolve-wasm: ${message}`;
  return `convolve-wasm: ${message.includes(`"${path}"`) ? message : `"${path}": ${message}`}`;
}
