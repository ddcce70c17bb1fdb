import type { Backend, BackendLoader, Run } from '../backend/backend.ts';
import { runStrips } from '../backend/strips.ts';
import { elementTypes } from '../dtype.ts';
import type { Plan } from '../plan/plan.ts';
import type { DType } from '../types.ts';
import { Arena } from './arena.ts';
import relaxedBinary from './binary/relaxed.ts';
import simdBinary from './binary/simd.ts';
import { type Exports, instantiate } from './instance.ts';
import { layOut } from './layout.ts';

export const wasmLoader: BackendLoader = {
  name: 'wasm',
  load: () => createBackend('wasm', simdBinary, 'no-simd'),
};

export const relaxedLoader: BackendLoader = {
  name: 'wasm-relaxed',
  load: () => createBackend('wasm-relaxed', relaxedBinary, 'no-relaxed-simd'),
};

/** Element types as `assembly/index.ts` names them. */
const suffixes: { readonly [dtype in DType]: string } = {
  float32: 'f32',
  float64: 'f64',
  uint8: 'u8',
  uint8clamped: 'u8',
  int8: 'i8',
  int16: 'i16',
  uint16: 'u16',
  int32: 'i32',
  uint32: 'u32',
};

function createBackend(
  name: 'wasm' | 'wasm-relaxed',
  binary: string,
  refused: 'no-simd' | 'no-relaxed-simd',
): Backend {
  const { exports, memory } = instantiate(binary, refused);
  const arena = new Arena(memory);
  return { name, prepare: (plan) => prepare(plan, exports, arena) };
}

function prepare(plan: Plan, exports: Exports, arena: Arena): Run {
  const layout = layOut(plan, arena);
  const buffer = arena.commit();
  const { kernel, strip, phases, stagedRowLength, outputRowLength } = plan;
  const sum = elementTypes[plan.accumulator];
  const sumSuffix = suffixes[plan.accumulator];
  const direct = exports[`direct_${sumSuffix}`] as Exports[string];
  const flip = exports[`flip_${sumSuffix}`] as Exports[string];
  const pad = exports[`pad_${suffixes[plan.storage]}_${sumSuffix}`] as Exports[string];
  const split = exports[`split_${sumSuffix}`] as Exports[string];
  const { range } = elementTypes[plan.result];
  const narrow = exports[`narrow_${sumSuffix}_${suffixes[plan.result]}`];

  const { values } = kernel;
  if (kernel.flip) {
    // The strip is not in use yet, and at least as large as the kernel.
    new sum.array(buffer, layout.staged, values.length).set(values);
    flip(layout.staged, values.length, layout.taps);
  } else {
    new sum.array(buffer, layout.taps, values.length).set(values);
  }
  const offsets = new Int32Array(buffer, layout.columnOffsets, kernel.columns);
  for (let column = 0; column < kernel.columns; column++) {
    offsets[column] = (plan.columnOffsets[column] as number) * sum.bytes;
  }
  new Int32Array(buffer, layout.leftMargin, plan.leftMargin.length).set(plan.leftMargin);
  new Int32Array(buffer, layout.rightMargin, plan.rightMargin.length).set(plan.rightMargin);

  const storage = elementTypes[plan.storage];
  const rawRowBytes = plan.imageRowLength * storage.bytes;
  const raw = new storage.array(buffer, layout.raw, layout.rawRows * plan.imageRowLength);
  const pitchBytes = layout.stagedPitchBytes;
  const pitch = pitchBytes / sum.bytes;
  const staged = new sum.array(buffer, layout.staged, strip.stagedRows * pitch);
  const resultLength = strip.outputRows * outputRowLength;
  const results =
    range === null
      ? new sum.array(buffer, layout.sums, resultLength)
      : new elementTypes[plan.result].array(buffer, layout.results, resultLength);
  const padRows = (from: number, fromPitchBytes: number, rowCount: number, to: number) => {
    pad(
      from,
      fromPitchBytes,
      rowCount,
      plan.imageRowLength,
      layout.leftMargin,
      plan.leftMargin.length,
      layout.rightMargin,
      plan.rightMargin.length,
      plan.fillvalue,
      to,
      pitchBytes,
    );
  };
  const paddedPixels =
    (plan.leftMargin.length + plan.imageRowLength + plan.rightMargin.length) / plan.channels;

  return (source, sink) => {
    runStrips(plan, {
      stage(firstImageRow, rowCount, at) {
        const to = layout.staged + at * pitchBytes;
        if (layout.rawRows === 0) {
          source.read(firstImageRow, rowCount, staged, at * pitch + plan.leftMargin.length, pitch);
          padRows(to + plan.leftMargin.length * sum.bytes, pitchBytes, rowCount, to);
          return;
        }
        source.read(firstImageRow, rowCount, raw, 0, plan.imageRowLength);
        if (phases === 1) {
          padRows(layout.raw, rawRowBytes, rowCount, to);
          return;
        }
        for (let row = 0; row < rowCount; row++) {
          padRows(layout.raw + row * rawRowBytes, 0, 1, layout.paddedRow);
          split(
            layout.paddedRow,
            paddedPixels,
            plan.channels,
            phases,
            to + row * pitchBytes,
            plan.phaseLength * sum.bytes,
          );
        }
      },
      fill(rowCount, at) {
        for (let row = at; row < at + rowCount; row++) {
          staged.fill(plan.fillvalue, row * pitch, row * pitch + stagedRowLength);
        }
      },
      keep(from, rowCount) {
        staged.copyWithin(0, from * pitch, (from + rowCount) * pitch);
      },
      compute(firstOutputRow, rowCount) {
        direct(
          layout.staged,
          plan.rowStep * pitchBytes,
          plan.tapRowStep * pitchBytes,
          plan.columnStep * sum.bytes,
          layout.columnOffsets,
          layout.taps,
          kernel.rows,
          kernel.columns,
          plan.delta,
          layout.sums,
          rowCount,
          outputRowLength,
        );
        if (range !== null) narrow?.(layout.sums, rowCount * outputRowLength, layout.results);
        sink.write(firstOutputRow, rowCount, results, 0);
      },
    });
  };
}
