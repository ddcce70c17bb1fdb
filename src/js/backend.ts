import type { Backend, BackendLoader, Run } from '../backend/backend.ts';
import { runStrips } from '../backend/strips.ts';
import { elementTypes } from '../dtype.ts';
import type { Plan } from '../plan/plan.ts';
import type { DType } from '../types.ts';
import { directF32 } from './direct-f32.ts';
import { directF64 } from './direct-f64.ts';
import { flip } from './flip.ts';
import { narrow } from './narrow.ts';
import { pad } from './pad.ts';
import { split } from './split.ts';

const jsBackend: Backend = { name: 'js', prepare };

export const jsLoader: BackendLoader = { name: 'js', load: () => jsBackend };

/** The types that float32 holds exactly; others are rounded as they are staged. */
const float32Holds: readonly DType[] = ['float32', 'uint8', 'uint8clamped', 'int8', 'int16', 'uint16'];

function prepare(plan: Plan): Run {
  // Sums that float32 holds exactly come out the same without rounding each operation, and sooner.
  const rounds = plan.accumulator === 'float32' && !plan.exact;
  const round = (values: Float64Array) => (rounds ? values.map(Math.fround) : values);
  const taps = round(plan.kernel.flip ? flip(plan.kernel.values) : plan.kernel.values);
  const [fill = 0, delta = 0] = round(Float64Array.of(plan.fillvalue, plan.delta));
  const direct = rounds ? directF32 : directF64;
  const { imageRowLength, outputRowLength, stagedRowLength, leftMargin, rightMargin, phases, strip } = plan;
  const staged = new Float64Array(strip.stagedRows * stagedRowLength);
  const result = elementTypes[plan.result];
  const sums = new elementTypes[plan.accumulator].array(strip.outputRows * outputRowLength);
  const results = result.range === null ? sums : new result.array(sums.length);
  const paddedLength = leftMargin.length + imageRowLength + rightMargin.length;
  const paddedRow = phases > 1 ? new Float64Array(paddedLength) : staged;
  const roundsImage = rounds && !float32Holds.includes(plan.storage);

  return (source, sink) => {
    runStrips(plan, {
      stage(firstImageRow, rowCount, at) {
        for (let row = 0; row < rowCount; row++) {
          const begin = (at + row) * stagedRowLength;
          const paddedBegin = phases > 1 ? 0 : begin;
          const interior = paddedBegin + leftMargin.length;
          source.read(firstImageRow + row, 1, paddedRow, interior, imageRowLength);
          if (roundsImage) roundToFloat32(paddedRow, interior, interior + imageRowLength);
          pad(paddedRow, paddedBegin, imageRowLength, leftMargin, rightMargin, fill);
          if (phases > 1) {
            split(
              paddedRow,
              paddedLength / plan.channels,
              plan.channels,
              phases,
              staged,
              begin,
              plan.phaseLength,
            );
          }
        }
      },
      fill(rowCount, at) {
        staged.fill(fill, at * stagedRowLength, (at + rowCount) * stagedRowLength);
      },
      keep(from, rowCount) {
        staged.copyWithin(0, from * stagedRowLength, (from + rowCount) * stagedRowLength);
      },
      compute(firstOutputRow, rowCount) {
        direct(
          staged,
          plan.rowStep * stagedRowLength,
          plan.tapRowStep * stagedRowLength,
          plan.columnStep,
          plan.columnOffsets,
          taps,
          delta,
          sums,
          rowCount,
          outputRowLength,
        );
        if (result.range !== null) narrow(sums, rowCount * outputRowLength, ...result.range, results);
        sink.write(firstOutputRow, rowCount, results, 0);
      },
    });
  };
}

function roundToFloat32(values: Float64Array, begin: number, end: number): void {
  for (let i = begin; i < end; i++) values[i] = Math.fround(values[i] as number);
}
