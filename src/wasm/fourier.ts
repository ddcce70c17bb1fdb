import type { Prepared } from '../backend/backend.ts';
import { elementTypes } from '../base/dtype.ts';
import type { RowSink } from '../io/view.ts';
import { type FourierPlan, roundUp, TILE_BYTES } from '../plan/fourier.ts';
import type { Strip } from '../plan/strips.ts';
import { twiddles } from '../plan/transform.ts';
import { multipliedOut } from '../problem/taps.ts';
import {
  type Clear,
  clear,
  forward,
  inverse,
  type Magnitude,
  magnitude,
  type Subsample,
  subsample,
  VECTOR_BYTES,
} from './abi.ts';
import { type TransformCalls, transformCalls } from './columns.ts';
import { PreparedDirect } from './direct.ts';
import { type Engine, suffixOf } from './engine.ts';
import { PreparedPlan } from './prepared.ts';
import { Results } from './results.ts';
import { Rows } from './rows.ts';
import { type SpectrumRows, spectrumStrideBytes, TapRows, TransformedRows } from './spectrum-rows.ts';
import { Workspace } from './workspace.ts';

export function prepareFourier(plan: FourierPlan, engine: Engine): Prepared {
  const { vertical, horizontal } = plan;
  const factors = { vertical: twiddles(vertical), horizontal: horizontal && twiddles(horizontal) };
  const prepared = Workspace.prepare(engine, (workspace) => new PreparedFourier(plan, factors, workspace));
  prepared.transformKernels();
  return prepared;
}

interface Factors {
  readonly vertical: Float64Array;
  readonly horizontal: Float64Array | null;
}

class PreparedFourier extends PreparedPlan<FourierPlan> {
  readonly rows: Rows;
  /** Computes strips again in which something is not finite, so large that a transform could overflow, or near a tie. */
  readonly fallback: PreparedDirect;
  /** Of each kernel. */
  protected readonly results: readonly Results[];
  protected readonly ties = null;
  readonly #transforms: TransformCalls;
  readonly #spectrumRows: SpectrumRows;
  readonly #bytes: number;
  readonly #strideBytes: number;
  readonly #spectrum: number;
  readonly #spectrumBytes: number;
  /** What a kernel makes of the spectrum: a bank correlates the same spectrum again and again. */
  readonly #filtered: number;
  readonly #zeros: number;
  /** Of each kernel, rows of results before every so-many-th pixel is kept, and their length. */
  readonly #dense: readonly number[];
  readonly #denseStrideBytes: number;
  readonly #magnitude: Magnitude;
  readonly #clear: Clear;
  readonly #subsample: Subsample | null;

  constructor(plan: FourierPlan, factors: Factors, workspace: Workspace) {
    super(plan, workspace);
    const { kernel, accumulator, vertical, horizontal, paired, strip } = plan;
    const { bytes } = elementTypes[accumulator];
    this.#bytes = bytes;
    const { exports } = workspace.engine;
    const suffix = suffixOf(accumulator);
    const strideBytes = spectrumStrideBytes(plan);
    this.rows = new Rows(plan, workspace, {
      dtype: accumulator,
      isBordered: true,
      rows: vertical.length + (paired ? plan.blockRows : 0),
    });
    this.#spectrumRows =
      horizontal && factors.horizontal
        ? new TransformedRows(plan, horizontal, factors.horizontal, workspace)
        : new TapRows(plan, workspace);
    this.#strideBytes = strideBytes;
    this.#spectrumBytes = 2 * vertical.length * strideBytes;
    this.#spectrum = workspace.scratch(this.#spectrumBytes);
    this.#filtered = kernel.taps.length > 1 ? workspace.scratch(this.#spectrumBytes) : this.#spectrum;
    this.#zeros = workspace.scratch(strideBytes);
    this.#transforms = transformCalls(
      vertical,
      factors.vertical,
      accumulator,
      workspace,
      this.#spectrum,
      strideBytes,
    );
    const { inverse: back } = this.#transforms;
    back.spectrum = this.#filtered;
    back.delta = plan.delta;
    back.discard = workspace.scratch(strideBytes);
    back.rowStride = plan.rowStep;
    // Vectors run past the end of rows of other lengths.
    const denseLength = roundUp(plan.denseRowLength, VECTOR_BYTES / bytes);
    this.#denseStrideBytes = denseLength * bytes;
    const isStrided = plan.columnStride > 1;
    this.#dense = kernel.taps.map(() =>
      isStrided ? workspace.scratch(strip.outputRows * this.#denseStrideBytes) : 0,
    );
    const stride = isStrided ? plan.outputRowLength : denseLength;
    this.results = kernel.taps.map(
      () => new Results(plan, workspace, { computed: accumulator, stride, rounds: plan.rounds }),
    );
    this.#magnitude = {
      kernel: exports[`magnitude_${suffix}` as const],
      source: 0,
      pitchBytes: 0,
      rows: 0,
      count: plan.stagedRowLength,
    };
    this.#clear = {
      kernel: exports.clear,
      at: 0,
      pitchBytes: strideBytes,
      rows: 2 * vertical.length,
      rowBytes: 0,
    };
    this.#subsample = isStrided
      ? {
          kernel: exports[`subsample_${suffix}` as const],
          source: 0,
          pixels: plan.output.columns,
          channels: plan.channels,
          stride: plan.columnStride,
          destination: 0,
        }
      : null;
    this.fallback = new PreparedDirect(plan.direct, workspace);
  }

  /** Keeps the spectra of all kernels. To be called first: afterwards transforms are those of the image. */
  transformKernels(): void {
    const { kernel, accumulator, vertical, horizontal, tapRowStep, columnStep } = this.plan;
    const bytes = this.#bytes;
    const elements = this.workspace.engine.heap.array(accumulator);
    const start = this.#spectrum / bytes;
    const stride = this.#strideBytes / bytes;
    const points = vertical.length * (horizontal?.length ?? 1);
    const { forward: call } = this.#transforms;
    call.rowBytes = roundUp((horizontal?.length ?? kernel.columns) * bytes, VECTOR_BYTES);
    kernel.taps.forEach((each, index) => {
      const taps = multipliedOut(each);
      elements.fill(0, start, start + this.#spectrumBytes / bytes);
      // Tap u of a correlation is element -u of the convolution that a product of spectra is.
      for (let u = 0; u < kernel.rows; u++) {
        const row = (vertical.length - u * tapRowStep) % vertical.length;
        for (let v = 0; v < kernel.columns; v++) {
          const column = horizontal ? (horizontal.length - v * columnStep) % horizontal.length : v;
          elements[start + 2 * row * stride + column] = (taps[u * kernel.columns + v] as number) / points;
        }
      }
      forward(call);
      this.#spectrumRows.keepKernel(index, this.#spectrum);
    });
  }

  /** Transforms all kernels' results at once: they share the spectrum of the image. */
  override begin({ outputRow, outputRows, stagedRows }: Strip, sinks: readonly RowSink[]): number {
    const { rows } = this;
    const call = this.#magnitude;
    call.source = rows.address;
    call.pitchBytes = rows.strideBytes;
    call.rows = stagedRows;
    const sum = magnitude(call);
    if (!(sum <= this.plan.maxMagnitude)) return sum;
    // The rest of a block, which no result needs.
    rows.fill(rows.capacity - stagedRows, stagedRows, 0);
    this.#computeAll(sinks, outputRow, outputRows);
    return sum;
  }

  compute(): number {
    return 0;
  }

  #computeAll(sinks: readonly RowSink[], outputRow: number, outputRows: number): void {
    const { plan } = this;
    const { horizontal, denseRowLength, blockColumns } = plan;
    const bytes = this.#bytes;
    const bytesOfMemory = this.workspace.engine.heap.array('uint8');
    for (let index = 0; index < sinks.length; index++) {
      (this.results[index] as Results).place(sinks[index] as RowSink, outputRow);
    }
    bytesOfMemory.fill(0, this.#zeros, this.#zeros + this.#strideBytes);
    for (let column = 0; column < denseRowLength; column += blockColumns) {
      const width = Math.min(blockColumns, denseRowLength - column);
      const read = horizontal
        ? horizontal.length
        : roundUp(width, TILE_BYTES / bytes) + roundUp(plan.reach, VECTOR_BYTES / bytes);
      this.#transformBlock(column, read);
      for (let index = 0; index < sinks.length; index++) {
        if (this.#filtered !== this.#spectrum) {
          bytesOfMemory.copyWithin(this.#filtered, this.#spectrum, this.#spectrum + this.#spectrumBytes);
        }
        this.#spectrumRows.correlate(index, this.#filtered, width);
        this.#transformBack(index, column, width, outputRows);
      }
    }
    const call = this.#subsample;
    for (let index = 0; call !== null && index < sinks.length; index++) {
      const results = this.results[index] as Results;
      call.source = this.#dense[index] as number;
      call.destination = results.address;
      for (let row = 0; row < outputRows; row++) {
        subsample(call);
        call.source += this.#denseStrideBytes;
        call.destination += results.strideBytes;
      }
    }
  }

  /** Transforms columns of a block, but not those that are all zeros. */
  #transformBlock(column: number, count: number): void {
    const { rows, plan } = this;
    const { paired, blockRows } = plan;
    const bytes = this.#bytes;
    const lanes = VECTOR_BYTES / bytes;
    const isZeroBeyond = plan.boundary[1] === 'fill' && plan.fillvalue === 0;
    const before = isZeroBeyond ? plan.leftBorder.length - column : 0;
    const begin = Math.min(count, Math.max(0, before - (before % lanes)));
    const after = isZeroBeyond ? before + plan.imageRowLength : count;
    const end = Math.min(count, Math.max(begin, roundUp(after, lanes)));
    this.#clearColumns(0, begin);
    this.#clearColumns(end, count);
    if (begin === end) return;
    const { forward: call } = this.#transforms;
    call.real = rows.address + (column + begin) * bytes;
    call.realPitchBytes = rows.strideBytes;
    call.imaginary = paired ? call.real + blockRows * rows.strideBytes : this.#zeros;
    call.imaginaryPitchBytes = paired ? rows.strideBytes : 0;
    call.spectrum = this.#spectrum + begin * bytes;
    call.rowBytes = (end - begin) * bytes;
    forward(call);
  }

  #clearColumns(begin: number, end: number): void {
    const bytes = this.#bytes;
    this.#clear.at = this.#spectrum + begin * bytes;
    this.#clear.rowBytes = (end - begin) * bytes;
    clear(this.#clear);
  }

  #transformBack(index: number, column: number, width: number, outputRows: number): void {
    const { paired, blockRows, rowStep, columnStride } = this.plan;
    const bytes = this.#bytes;
    const results = this.results[index] as Results;
    const isStrided = columnStride > 1;
    const strideBytes = isStrided ? this.#denseStrideBytes : results.strideBytes;
    const denseRows = (outputRows - 1) * rowStep + 1;
    const { inverse: call } = this.#transforms;
    call.rowBytes = roundUp(width * bytes, VECTOR_BYTES);
    call.real = (isStrided ? (this.#dense[index] as number) : results.address) + column * bytes;
    call.realRows = Math.min(blockRows, denseRows);
    call.imaginary = call.real + (blockRows / rowStep) * strideBytes;
    call.imaginaryRows = paired ? denseRows - blockRows : 0;
    call.destinationPitchBytes = strideBytes;
    inverse(call);
  }
}
