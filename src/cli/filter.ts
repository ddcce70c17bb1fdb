import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ahead } from './ahead.ts';
import { asFailure, exitCodes, Failure, reasonOf, report, UsageError } from './failure.ts';
import { filterNamed, findFilter } from './filter-names.ts';
import {
  filterPicture,
  kernelFilter,
  namedFilter,
  type PictureFilter,
  type PictureFlags,
} from './filters.ts';
import { expand, type Input } from './inputs.ts';
import { readKernel } from './kernel.ts';
import { refuseExisting, writeWhole } from './output.ts';
import { encodePicture, loadSharp, lookAtPicture, pictureExtensions, readPicture } from './pictures.ts';
import { showProgress } from './progress.ts';
import { STANDARD, writeStandardOutput } from './standard.ts';
import { filterStreamed, MAX_BYTES_IN_MEMORY, type StreamedResult } from './streamed.ts';
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
  readonly stream?: boolean;
}

/**
 * At most so many pictures are in memory. sharp decodes and encodes in Node's own threads, which are four by default: more pictures
 * would wait for these.
 */
const MAX_PICTURES = 4;

/** Filters pictures, several at once. Writes results in their order, reports those that fail, and goes on with the others. */
export async function filter(args: readonly string[], flags: FilterFlags): Promise<void> {
  const { output, format, quality, force = false, quiet = false, stream = false } = flags;
  if (output === undefined)
    throw new UsageError('no output: -o names a file, or a folder for several pictures');
  if (format !== undefined && !pictureExtensions.includes(`.${format}`))
    throw new UsageError(`--format takes one of ${pictureExtensions.join(', ').replaceAll('.', '')}`);
  if (quality !== undefined && !(Number.isInteger(quality) && quality >= 1 && quality <= 100)) {
    throw new UsageError('--quality takes a whole number from 1 to 100');
  }
  const { pictures, filter } = await readArguments(args, flags);
  if (pictures.length === 0)
    throw new UsageError('no pictures: name files, or patterns such as "photos/*.jpg"');
  if (stream && pictures.includes(STANDARD)) throw new UsageError('--stream takes files, not standard input');

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
  // Workers take memory that nobody asked for where the point is to take little.
  const poolOfStreams = flags.threads === undefined ? undefined : threads.pool;
  const progress = showProgress(inputs.length, quiet);
  const stop = new AbortController();
  const { signal } = stop;
  const nameOf = (index: number) =>
    paths[index] === STANDARD ? fileName(inputs[index]!.path, format) : paths[index]!;
  /** One at a time, since only the width of a picture bounds what it takes. */
  let streaming: Promise<unknown> = Promise.resolve();
  const streamed: Promise<StreamedResult>[] = [];
  const work = async (index: number): Promise<FilteredPicture> => {
    const { path } = readable(inputs[index]!);
    const name = nameOf(index);
    const within = (part: number) => progress.within(index, part);
    if (await isStreamed(path, stream)) {
      const request = { path: paths[index]!, name, quality, signal, pool: poolOfStreams, onProgress: within };
      const result = streaming.then(() => filterStreamed(path, filter, request));
      streaming = result.catch(() => undefined);
      streamed.push(result);
      return result;
    }
    const picture = await readPicture(path, signal);
    const onProgress = (rows: number, total: number) => within(rows / total);
    const filtered = await filterPicture(filter, picture, threads, { signal, onProgress });
    return inMemory(await encodePicture(filtered, name, quality));
  };
  let done = 0;
  try {
    const atOnce = Math.min(threads.count, MAX_PICTURES);
    for (const { item: index, result } of ahead(inputs.keys(), atOnce, work)) {
      const input = inputs[index]!;
      const path = paths[index]!;
      try {
        const filtered = await result;
        try {
          if (inFolder) await makeFolder(dirname(path));
          await filtered.write(path, force);
        } finally {
          await filtered.remove();
        }
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
    await Promise.allSettled(streamed.map(async (result) => (await result).remove()));
    await threads.close();
  }
  if (done === inputs.length) return;
  if (inputs.length > 1) report(`${inputs.length - done} of ${inputs.length} failed`);
  process.exitCode = exitCodes.someFailed;
}

async function readArguments(
  args: readonly string[],
  flags: FilterFlags,
): Promise<{ pictures: readonly string[]; filter: PictureFilter }> {
  if (flags.kernel === undefined) {
    const [name, ...pictures] = args;
    if (name === undefined)
      throw new UsageError('no filter: give a name, which filter --help lists, or a --kernel');
    return { pictures, filter: namedFilter(filterNamed(name), flags) };
  }
  const [first] = args;
  if (first !== undefined && findFilter(first) !== undefined) {
    throw new UsageError(`either the filter "${first}" or a --kernel (./${first} is a file of that name)`);
  }
  return { pictures: args, filter: kernelFilter(await readKernel(flags.kernel), flags) };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`cannot make the folder "${folder}": ${reasonOf(error)}`);
  }
}

function readable(input: Input): { readonly path: string } {
  if ('failure' in input) throw input.failure;
  return input;
}

/** A picture that is filtered, in memory or in a file, until it is removed. */
type FilteredPicture = StreamedResult;

function inMemory(bytes: Uint8Array): FilteredPicture {
  return {
    write: (path, force) => (path === STANDARD ? writeStandardOutput(bytes) : writeWhole(path, bytes, force)),
    remove: async () => undefined,
  };
}

/** Whether a picture goes from file to file, row by row. */
async function isStreamed(path: string, isAskedFor: boolean): Promise<boolean> {
  if (path === STANDARD) return false;
  const { rawBytes, isUpright } = await lookAtPicture(path);
  if (isAskedFor && !isUpright) throw new Failure('--stream takes no picture that EXIF says to turn');
  return isUpright && (isAskedFor || rawBytes > MAX_BYTES_IN_MEMORY);
}

/** The message of a failure, with the name of the file. */
function lineOf({ path }: Input, failure: unknown): string {
  const message = reasonOf(failure);
  if (path === STANDARD) return `convolve-wasm: ${message}`;
  return `convolve-wasm: ${message.includes(`"${path}"`) ? message : `"${path}": ${message}`}`;
}
