import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ahead } from './ahead.ts';
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
import { openThreads } from './threads.ts';

export interface FilterFlags extends PictureFlags {
  readonly output?: string;
  readonly kernel?: string;
  readonly format?: string;
  readonly quality?: number;
  readonly force?: boolean;
  readonly quiet?: boolean;
  readonly threads?: number;
}

/**
 * At most so many pictures are in memory. sharp decodes and encodes in Node's own threads, which are four by default: more pictures
 * would wait for these.
 */
const MAX_PICTURES = 4;

/** Filters pictures, several at once. Writes results in their order, reports those that fail, and goes on with the others. */
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

  const threads = await openThreads(flags.threads);
  const progress = showProgress(inputs.length, quiet);
  const stop = new AbortController();
  const { signal } = stop;
  const nameOf = (index: number) =>
    paths[index] === STANDARD ? fileName(inputs[index]!.path, format) : paths[index]!;
  const bytesOf = async (index: number): Promise<Uint8Array> => {
    const picture = await read(inputs[index]!, signal);
    const onProgress = (rows: number, total: number) => progress.within(index, rows / total);
    const filtered = await apply(picture, threads, { signal, onProgress });
    return encodePicture(filtered, nameOf(index), quality);
  };
  let done = 0;
  try {
    const atOnce = Math.min(threads.count, MAX_PICTURES);
    for (const { item: index, result } of ahead(inputs.keys(), atOnce, bytesOf)) {
      const input = inputs[index]!;
      const path = paths[index]!;
      try {
        const bytes = await result;
        if (inFolder) await makeFolder(dirname(path));
        await (path === STANDARD ? writeStandardOutput(bytes) : writeWhole(path, bytes, force));
        done++;
        progress.done(`${input.path} -> ${path}`);
      } catch (error) {
        const failure = asFailure(error);
        // A wrong option fails for every picture: one message is enough.
        if (failure instanceof UsageError && done === 0) throw failure;
        progress.failed(lineOf(input, failure));
      }
    }
  } finally {
    stop.abort();
    progress.stop();
    await threads.close();
  }
  if (done === inputs.length) return;
  if (inputs.length > 1) report(`${inputs.length - done} of ${inputs.length} failed`);
  process.exitCode = exitCodes.someFailed;
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

function read(input: Input, signal: AbortSignal) {
  if ('failure' in input) throw input.failure;
  return readPicture(input.path, signal);
}

/** The message of a failure, with the name of the file. */
function lineOf({ path }: Input, failure: unknown): string {
  const message = reasonOf(failure);
  if (path === STANDARD) return `convolve-wasm: ${message}`;
  return `convolve-wasm: ${message.includes(`"${path}"`) ? message : `"${path}": ${message}`}`;
}
