import type { Prepared } from '../backend/backend.ts';
import type { Registry } from '../backend/registry.ts';
import { run } from '../backend/run.ts';
import type { Accumulator } from '../base/dtype.ts';
import { inMemory } from '../base/errors.ts';
import type { BackendName } from '../base/types.ts';
import { allocateView, packed, type RowSink, type RowSource, View } from '../io/view.ts';
import { type Strip, stripsOf } from '../plan/strips.ts';
import type { Problem } from '../problem/problem.ts';
import type { Output } from '../problem/reduce.ts';
import { listsOf, sum } from '../problem/taps.ts';
import { OpaqueAlpha, PreservedAlpha, unpremultiply } from './alpha.ts';
import { add, renormalize, type Weight } from './nan.ts';
import type { Call, Part, Validity } from './plan-call.ts';
import { type Pointwise, ReachedRows } from './pointwise.ts';
import { Rooms } from './rooms.ts';
import { ChangedSink, chunkRows, type RowChange } from './rows.ts';
import { Sharpener } from './sharpen.ts';
import { sourceOf } from './sources.ts';
import { encoding } from './srgb.ts';

/** Some successive rows of the results of a part: those of whole strips, so that they do not depend on how a call is cut. */
export interface Piece {
  /** The index of the part. */
  readonly part: number;
  readonly firstRow: number;
  readonly rowCount: number;
}

/** A call whose plans are set up on their backends. */
export class ReadyCall {
  readonly call: Call;
  /** Of linear memory, and of arrays, until it is disposed of. */
  readonly bytes: number;
  readonly #parts: readonly Prepared[];
  readonly #validity: readonly Prepared[];
  /** Of each part, once all of them are computed: a stream has too many to list them. */
  readonly #strips: (readonly Strip[])[] = [];
  readonly #registry: Registry;

  constructor(call: Call, registry: Registry) {
    this.call = call;
    this.#registry = registry;
    // From here on the caller may change the kernels.
    for (const taps of call.taps) listsOf(taps);
    const ready: Prepared[] = [];
    const setUp = (part: Part) => {
      const prepared = registry.choose(part.backend, false).prepare(part.choice.plan);
      ready.push(prepared);
      return prepared;
    };
    try {
      this.#parts = call.parts.map(setUp);
      this.#validity = call.validity?.parts.map(setUp) ?? [];
    } catch (error) {
      for (const prepared of ready) prepared.dispose();
      throw error;
    }
    this.bytes = ready.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /**
   * Filters an image into views of the call's shapes, one for each kernel.
   *
   * @param piece The rows to compute, of a call whose inputs are not swapped. Nothing is read but the rows of the image that
   *   `rowsReadBy` tells, and no other rows of results are touched: the views' memory may end where these do. Default: all.
   * @throws {RangeError} `ERR_MEMORY`: there is not enough; nothing has been written.
   */
  run(image: View, results: readonly View[], piece?: Piece): void {
    const { call } = this;
    if (isPlain(call)) {
      this.#runPart(0, image, results, piece);
      return;
    }
    const rooms = new Rooms();
    try {
      this.#runChanged(image, results, rooms, piece);
    } finally {
      rooms.dispose();
    }
  }

  #runChanged(image: View, results: readonly View[], rooms: Rooms, piece: Piece | undefined): void {
    const { call } = this;
    const { validity } = call;
    const indices = piece ? [piece.part] : [...call.parts.keys()];
    const parts = indices.map((index) => call.parts[index] as Part);
    const pointwise = this.#registry.pointwiseOf((parts[0] as Part).backend);
    // Swapped, each channel is a problem of its own, while alpha needs all channels of a pixel.
    const swapped: View[] = [];
    const [source, sinks, ignoring, last] = inMemory(() => {
      const sinksOf = new Sinks(call, image, results, pointwise, rooms);
      const sinks = parts.map((part) => sinksOf.forPart(part, swapped));
      return [
        sourceOf(image, call, 'elements', pointwise, rooms),
        sinks,
        validity && {
          ...validity,
          valid: sourceOf(image, call, 'validity', pointwise, rooms),
          blocks: parts.map(blockFor),
        },
        swapped.map((_, kernel) => sinksOf.changed(results[kernel] as View)),
      ] as const;
    });
    for (const [place, index] of indices.entries()) {
      const partSinks = sinks[place] as readonly RowSink[];
      if (ignoring === null) {
        this.#runPart(index, source, partSinks, piece);
        continue;
      }
      this.#runIgnoringNan(index, source, ignoring, ignoring.blocks[place] as Block, partSinks, piece);
    }
    swapped.forEach(({ rows, data, rowStride }, kernel) => {
      last[kernel]?.write(0, rows, data, 0, rowStride);
    });
  }

  /** The backend of the first part. */
  get backend(): BackendName {
    return (this.call.parts[0] as Part).backend;
  }

  /** How many rows of results are computed at a time. */
  get stripRows(): number {
    return (this.call.parts[0] as Part).choice.plan.strip.outputRows;
  }

  /**
   * Filters an image into sinks, one for each kernel, all of which get rows before the next strip begins. Of calls that change no rows
   * on their way, and whose inputs are not swapped.
   *
   * @param piece Of the first part, and of the same rows of the others. Default: all rows.
   */
  runInto(image: View, sinks: readonly RowSink[], piece?: Piece): void {
    const { parts } = this.call;
    const all = this.#stripsOf(0, piece);
    const blocks = parts.length === 1 ? [all] : all.map((strip) => [strip]);
    for (const block of blocks) {
      const firstRow = (block[0] as Strip).outputRow;
      const rowCount = sum(block.map(({ outputRows }) => outputRows));
      parts.forEach(({ choice: { plan }, outputs }, i) => {
        const own = outputs.map(({ kernel }) => sinks[kernel] as RowSink);
        run(this.#parts[i] as Prepared, image, own, i === 0 ? block : stripsOf(plan, firstRow, rowCount));
      });
    }
    for (const { backend } of parts) this.#registry.countRun(backend);
  }

  #stripsOf(index: number, piece: Piece | undefined): readonly Strip[] {
    const { plan } = (this.call.parts[index] as Part).choice;
    if (piece) return stripsOf(plan, piece.firstRow, piece.rowCount);
    this.#strips[index] ??= stripsOf(plan);
    return this.#strips[index];
  }

  #runPart(index: number, image: RowSource, sinks: readonly RowSink[], piece: Piece | undefined): void {
    const { source, backend } = this.call.parts[index] as Part;
    run(this.#parts[index] as Prepared, source ?? image, sinks, this.#stripsOf(index, piece));
    this.#registry.countRun(backend);
  }

  /** Sums and weights of some strips at a time, so that no array is as large as the image. */
  #runIgnoringNan(
    index: number,
    elements: RowSource,
    ignoring: Ignoring,
    { stripCount, sums, weights }: Block,
    sinks: readonly RowSink[],
    piece: Piece | undefined,
  ): void {
    const { source, outputs, choice, backend } = this.call.parts[index] as Part;
    const strips = this.#stripsOf(index, piece);
    const weighing = ignoring.parts[index] as Part;
    const { outputRowLength } = choice.plan;
    for (let i = 0; i < strips.length; i += stripCount) {
      const block = strips.slice(i, i + stripCount);
      const firstRow = (block[0] as Strip).outputRow;
      const rowCount = sum(block.map(({ outputRows }) => outputRows));
      const rowsOf = (all: readonly Float64Array[]) =>
        all.map((rows) => rowsFrom(rows, firstRow, rowCount, outputRowLength));
      run(this.#parts[index] as Prepared, source ?? elements, rowsOf(sums), block);
      const weighed = stripsOf(weighing.choice.plan, firstRow, rowCount);
      run(this.#validity[index] as Prepared, weighing.source ?? ignoring.valid, rowsOf(weights), weighed);
      sinks.forEach((sink, place) => {
        const rows = sums[place] as Float64Array;
        const weight = ignoring.weights[(outputs[place] as Output).kernel] as Weight;
        renormalize(rows, weights[place] as Float64Array, weight, rowCount * outputRowLength);
        sink.write(firstRow, rowCount, rows, 0, outputRowLength);
        sink.done(firstRow, rowCount);
      });
    }
    this.#registry.countRun(backend);
  }

  dispose(): void {
    for (const prepared of [...this.#parts, ...this.#validity]) prepared.dispose();
  }
}

/** What a run that ignores NaN needs besides. */
interface Ignoring extends Validity {
  readonly valid: RowSource;
  /** Of each part that is computed. */
  readonly blocks: readonly Block[];
}

/** Room for the sums and weights of some strips: an array for each kernel. */
interface Block {
  readonly stripCount: number;
  readonly sums: readonly Float64Array[];
  readonly weights: readonly Float64Array[];
}

/** Elements of results in a block: 512 KiB of float64, and as much for the weights, stay in a second-level cache. */
const BLOCK_ELEMENTS = 2 ** 16;

function blockFor({ choice: { plan }, outputs }: Part): Block {
  const { output, outputRowLength, strip } = plan;
  const stripElements = strip.outputRows * outputRowLength * outputs.length;
  const stripCount = Math.max(1, Math.floor(BLOCK_ELEMENTS / stripElements));
  const length = Math.min(output.rows, stripCount * strip.outputRows) * outputRowLength;
  const rows = () => outputs.map(() => new Float64Array(length));
  return { stripCount, sums: rows(), weights: rows() };
}

/** Whether nothing stands between the image and its results, and all kernels belong to one problem. */
function isPlain({ sums, subject, isSwapped, parts }: Call): boolean {
  const isAlphaReplaced = subject.alpha === 'preserve' || subject.alpha === 'opaque';
  return sums === null && !isAlphaReplaced && !isSwapped && parts.length === 1;
}

/** A view of some rows of results, in which they keep their numbers. */
function rowsFrom(data: Float64Array, firstRow: number, rowCount: number, rowLength: number): View {
  const shape = { rows: rowCount, columns: rowLength, channels: 1 };
  return new View(data, 'float64', { ...packed(shape), offset: -firstRow * rowLength });
}

/** Where results go: straight into the caller's views, or through changes by alpha and rounding. */
class Sinks {
  readonly #call: Call;
  readonly #image: View;
  readonly #results: readonly View[];
  readonly #pointwise: Pointwise;
  readonly #rooms: Rooms;
  readonly #rowsAtOnce: number;
  /** The image's rows as they are, if their alpha is kept. */
  readonly #kept: ReachedRows | null;

  /** Memory may grow. */
  constructor(call: Call, image: View, results: readonly View[], pointwise: Pointwise, rooms: Rooms) {
    this.#call = call;
    this.#image = image;
    this.#results = results;
    this.#pointwise = pointwise;
    this.#rooms = rooms;
    this.#rowsAtOnce = chunkRows(image, image.dtype);
    this.#kept =
      call.subject.alpha === 'preserve'
        ? rooms.keep(new ReachedRows(image, pointwise, this.#rowsAtOnce))
        : null;
  }

  /** @param swapped With swapped inputs: becomes what is computed of each result. */
  forPart({ problem, outputs }: Part, swapped: View[]): readonly RowSink[] {
    const { sums } = this.#call;
    return outputs.map(({ kernel, channel }) => {
      const result = this.#results[kernel] as View;
      if (channel === null) return this.changed(result, this.#withAlpha(result, problem));
      if (sums === null) return result.channel(channel);
      swapped[kernel] ??= allocateView(sums, result);
      return swapped[kernel].channel(channel);
    });
  }

  /** @param sink The result, or a way to it. */
  changed(result: View, sink: RowSink = result): RowSink {
    const { sums } = this.#call;
    if (sums === null) return sink;
    return this.#rooms.keep(new ChangedSink(result, sink, sums, this.#changes(sums), this.#pointwise));
  }

  #withAlpha(result: View, problem: Problem): RowSink {
    const { alpha, dtype } = this.#call.subject;
    if (alpha === 'opaque') return new OpaqueAlpha(dtype, result, this.#pointwise);
    if (this.#kept === null) return result;
    return new PreservedAlpha(this.#image, result, problem, this.#pointwise, this.#kept, this.#rowsAtOnce);
  }

  /** The changes of sums before they are rounded. */
  #changes(sums: Accumulator): readonly RowChange[] {
    const pointwise = this.#pointwise;
    const { subject, options } = this.#call;
    const { alpha, channels, dtype, result } = subject;
    const { delta, colorSpace, sharpening, nan } = options;
    const changes: RowChange[] = [];
    // What is compared with the image are floats, whose alpha is not saturated.
    const blurred = sharpening === null ? result : sums;
    if (alpha === 'premultiply') changes.push(unpremultiply(dtype, blurred, delta, pointwise));
    else if (delta !== 0) changes.push(add(delta));
    if (colorSpace !== 'srgb') {
      const transfer = this.#rooms.keep(encoding(pointwise, sums, dtype));
      changes.push((rows, count) => pointwise.encode(rows, count, channels === 4, transfer.elements));
    }
    if (sharpening !== null) {
      const fillsNan = nan === 'ignore';
      const [top] = (this.#call.parts[0] as Part).problem.centre;
      const sharpener = new Sharpener(this.#image, top, sums, sharpening, fillsNan, pointwise);
      changes.push(this.#rooms.keep(sharpener).change);
    }
    return changes;
  }
}
