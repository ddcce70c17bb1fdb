import type { Prepared } from '../backend/backend.ts';
import type { Registry } from '../backend/registry.ts';
import { run } from '../backend/run.ts';
import { inMemory } from '../base/errors.ts';
import type { TypedArray } from '../base/types.ts';
import { allocateView, type RowSink, type RowSource, type View } from '../io/view.ts';
import { type Strip, stripsOf } from '../plan/strips.ts';
import type { Output } from '../problem/reduce.ts';
import { greatestOf } from '../problem/taps.ts';
import { PreservedAlpha, unpremultiply } from './alpha.ts';
import { add, renormalize, type Weight } from './nan.ts';
import { type Call, type Part, sourceOf, type Validity } from './plan-call.ts';
import { ChangedSink, type RowChange } from './rows.ts';

/** A call whose plans are set up on their backends. */
export class ReadyCall {
  readonly call: Call;
  /** Of linear memory, and of arrays, until it is disposed of. */
  readonly bytes: number;
  readonly #parts: readonly Prepared[];
  readonly #validity: readonly Prepared[];
  readonly #registry: Registry;

  constructor(call: Call, registry: Registry) {
    this.call = call;
    this.#registry = registry;
    const ready: Prepared[] = [];
    const setUp = (part: Part) => {
      const prepared = inMemory(() => part.backend.prepare(part.choice.plan));
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

  /** Filters an image into views of the call's shapes, one for each kernel. */
  run(image: View, results: readonly View[]): void {
    const { call } = this;
    const { floats } = call;
    if (!call.isSwapped) {
      this.#runParts(image, (part) => sinksFor(call, part, image, results));
      return;
    }
    // Each channel is a problem of its own, but alpha needs all channels of a pixel.
    const sums = floats === null ? results : results.map((view) => allocateView(floats, view));
    this.#runParts(image, ({ outputs }) =>
      outputs.map(({ kernel, channel }) => {
        const view = sums[kernel] as View;
        return channel === null ? view : view.channel(channel);
      }),
    );
    results.forEach((result, kernel) => {
      const { data, rowStride } = sums[kernel] as View;
      if (floats === null) return;
      const sink = new ChangedSink(result, floats, changesOf(call, result));
      sink.write(0, result.rows, data, 0, rowStride);
    });
  }

  #runParts(image: View, sinksOf: (part: Part) => readonly RowSink[]): void {
    const { parts, subject, floats, validity } = this.call;
    const source = sourceOf(image, subject, floats, 'elements');
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] as Part;
      const sinks = sinksOf(part);
      if (validity === null) {
        run(this.#parts[i] as Prepared, part.source ?? source, sinks, part.strips);
      } else {
        const valid = sourceOf(image, subject, floats, 'validity');
        this.#runIgnoringNan(i, validity, [source, valid], sinks);
      }
      this.#registry.countRun(part.backend.name);
    }
  }

  /** Sums and weights of some strips at a time, so that no array is as large as the image. */
  #runIgnoringNan(
    index: number,
    { parts, weights }: Validity,
    [elements, valid]: readonly [RowSource, RowSource],
    sinks: readonly RowSink[],
  ): void {
    const { source, strips, outputs, choice } = this.call.parts[index] as Part;
    const weighing = parts[index] as Part;
    const { outputRowLength } = choice.plan;
    const blocks = inMemory(() => blocksOf(strips, outputRowLength * sinks.length));
    const most = greatestOf(blocks, ({ rowCount }) => rowCount);
    const newRows = () => inMemory(() => sinks.map(() => new BlockRows(most, outputRowLength)));
    const [sums, remaining] = [newRows(), newRows()];
    for (const { strips, firstRow, rowCount } of blocks) {
      for (const rows of [...sums, ...remaining]) rows.firstRow = firstRow;
      run(this.#parts[index] as Prepared, source ?? elements, sums, strips);
      const weighed = stripsOf(weighing.choice.plan, firstRow, rowCount);
      run(this.#validity[index] as Prepared, weighing.source ?? valid, remaining, weighed);
      sinks.forEach((sink, place) => {
        const { data } = sums[place] as BlockRows;
        const weight = weights[(outputs[place] as Output).kernel] as Weight;
        renormalize(data, (remaining[place] as BlockRows).data, weight, rowCount * outputRowLength);
        sink.write(firstRow, rowCount, data, 0, outputRowLength);
        sink.done(firstRow, rowCount);
      });
    }
  }

  dispose(): void {
    for (const prepared of [...this.#parts, ...this.#validity]) prepared.dispose();
  }
}

/** Some rows of results in float64. */
class BlockRows implements RowSink {
  readonly view = null;
  readonly data: Float64Array;
  /** The row of results that is the first one here. */
  firstRow = 0;
  readonly #rowLength: number;

  constructor(rows: number, rowLength: number) {
    this.data = new Float64Array(rows * rowLength);
    this.#rowLength = rowLength;
  }

  write(firstRow: number, rowCount: number, from: TypedArray, at: number, pitch: number): void {
    const length = this.#rowLength;
    for (let i = 0; i < rowCount; i++) {
      const begin = at + i * pitch;
      this.data.set(from.subarray(begin, begin + length), (firstRow - this.firstRow + i) * length);
    }
  }

  done(): void {}
}

/** Elements of results in a block: 512 KiB of float64, and as much for the weights, stay in a second-level cache. */
const BLOCK_ELEMENTS = 2 ** 16;

interface Block {
  readonly strips: readonly Strip[];
  readonly firstRow: number;
  readonly rowCount: number;
}

/** Strips in groups whose results have about BLOCK_ELEMENTS elements, and one strip at least. */
function blocksOf(strips: readonly Strip[], rowElements: number): Block[] {
  const blocks: Block[] = [];
  for (let begin = 0; begin < strips.length; ) {
    const { outputRow: firstRow } = strips[begin] as Strip;
    let rowCount = 0;
    let end = begin;
    do {
      rowCount += (strips[end] as Strip).outputRows;
      end++;
    } while (end < strips.length && rowCount * rowElements < BLOCK_ELEMENTS);
    blocks.push({ strips: strips.slice(begin, end), firstRow, rowCount });
    begin = end;
  }
  return blocks;
}

/** Where a part's results go: straight into the caller's views, or through what alpha and rounding make of them. */
function sinksFor(
  call: Call,
  { problem, outputs }: Part,
  image: View,
  results: readonly View[],
): readonly RowSink[] {
  const { subject, floats } = call;
  const keepsAlpha = subject.alpha === 'preserve';
  if (floats === null && !keepsAlpha && call.parts.length === 1) return results;
  return outputs.map(({ kernel }) => {
    const result = results[kernel] as View;
    const sink = floats === null ? result : new ChangedSink(result, floats, changesOf(call, result));
    return keepsAlpha ? new PreservedAlpha(sink, image, result, problem) : sink;
  });
}

function changesOf({ subject, options: { delta } }: Call, result: View): readonly RowChange[] {
  if (subject.alpha === 'premultiply') return [unpremultiply(subject.dtype, result.dtype, delta)];
  return delta === 0 ? [] : [add(delta)];
}
