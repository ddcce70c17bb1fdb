import type { Prepared } from '../backend/backend.ts';
import { runStrips } from '../backend/strips.ts';
import { elementTypes } from '../dtype.ts';
import type { SeparablePlan } from '../plan/separable.ts';
import { prepareDirect } from './direct.ts';
import { type Engine, put, suffixes } from './engine.ts';
import { FlatRows } from './flat.ts';
import { oddLines, Pieces } from './heap.ts';
import { Results } from './results.ts';

/** `plan.direct` serves strips in which something is not finite, or so large that a pass could overflow. */
export function prepareSeparable(plan: SeparablePlan, engine: Engine): Prepared {
  const { kernel, accumulator, strip, rank, phases, channels } = plan;
  const { bytes, array } = elementTypes[accumulator];
  const suffix = suffixes[accumulator];
  const call = (name: string) => engine.exports[`${name}_${suffix}`] as (...numbers: number[]) => number;
  const [correlate, split, magnitude] = [call('direct'), call('split'), call('magnitude')];
  const pad = engine.exports[`pad_${suffix}_${suffix}`] as (...numbers: number[]) => number;

  const fixedPieces = new Pieces();
  const scratch = new Pieces();
  const columns = plan.factors.map((factors) => fixedPieces.take(factors.columns.length * bytes));
  const rows = plan.factors.map((factors) => fixedPieces.take(factors.rows.length * bytes));
  const offsets = fixedPieces.take(kernel.columns * 4);
  const left = fixedPieces.take(plan.leftMargin.byteLength);
  const right = fixedPieces.take(plan.rightMargin.byteLength);
  const source = new FlatRows(plan, engine, scratch, false);
  const pitchBytes = oddLines(plan.stagedRowLength * bytes);
  const intermediate = scratch.take(strip.outputRows * rank * pitchBytes);
  const rowBytes = plan.imageRowLength * bytes;
  const plain = scratch.take(phases > 1 ? strip.outputRows * rowBytes : 0);
  const paddedLength = plan.leftMargin.length + plan.imageRowLength + plan.rightMargin.length;
  const padded = scratch.take(phases > 1 ? paddedLength * bytes : 0);
  const results = new Results(plan, engine, scratch);
  const fallback =
    plan.mostMagnitude < Infinity ? prepareDirect(plan.direct, engine, scratch.bytes) : undefined;
  engine.reserve(scratch.bytes);
  const fixed = engine.heap.allocate(fixedPieces.bytes);
  plan.factors.forEach((factors, index) => {
    put(engine.buffer, fixed + (columns[index] as number), array, factors.columns);
    put(engine.buffer, fixed + (rows[index] as number), array, factors.rows);
  });
  put(
    engine.buffer,
    fixed + offsets,
    Int32Array,
    plan.columnOffsets.map((offset) => offset * bytes),
  );
  put(engine.buffer, fixed + left, Int32Array, plan.leftMargin);
  put(engine.buffer, fixed + right, Int32Array, plan.rightMargin);

  /** Margins for rows that stand, or are put, `fromPitchBytes` apart. */
  const addMargins = (
    from: number,
    fromPitchBytes: number,
    count: number,
    fill: number,
    to: number,
    toPitchBytes: number,
  ) => {
    pad(
      from,
      fromPitchBytes,
      count,
      0,
      plan.imageRowLength,
      fixed + left,
      plan.leftMargin.length,
      fixed + right,
      plan.rightMargin.length,
      fill,
      to,
      toPitchBytes,
    );
  };

  /** The vertical taps of a term, and margins, for the output rows of a strip. */
  const vertically = (index: number, term: number, termCount: number, rowCount: number) => {
    const to = engine.scratch + intermediate + term * pitchBytes;
    const toPitchBytes = termCount * pitchBytes;
    const interior = to + plan.leftMargin.length * bytes;
    const fill = (plan.fillvalues[index] as Float64Array)[term] as number;
    const [destination, destinationPitchBytes] =
      phases === 1 ? [interior, toPitchBytes] : [engine.scratch + plain, rowBytes];
    correlate(
      source.address,
      plan.rowStep * source.pitchBytes,
      plan.tapRowStep * source.pitchBytes,
      bytes,
      // The first column offset is 0.
      fixed + offsets,
      fixed + (columns[index] as number) + term * kernel.rows * bytes,
      kernel.rows,
      1,
      0,
      destination,
      destinationPitchBytes,
      rowCount,
      plan.imageRowLength,
    );
    if (phases === 1) {
      addMargins(interior, toPitchBytes, rowCount, fill, to, toPitchBytes);
      return;
    }
    const row = engine.scratch + padded;
    for (let i = 0; i < rowCount; i++) {
      addMargins(destination + i * rowBytes, 0, 1, fill, row, 0);
      split(row, paddedLength / channels, channels, phases, to + i * toPitchBytes, plan.phaseLength * bytes);
    }
  };

  return {
    bytes: fixedPieces.bytes + (fallback?.bytes ?? 0),
    dispose() {
      engine.heap.free(fixed);
      fallback?.dispose();
    },
    run(rowSource, sinks, range) {
      runStrips(
        plan,
        {
          adopt: (firstImageRow) => source.adopt(rowSource, firstImageRow),
          stage: (firstImageRow, rowCount, at) => source.stage(rowSource, firstImageRow, rowCount, at),
          fill: (rowCount, at) => source.fill(rowCount, at),
          keep: (from, rowCount) => source.keep(from, rowCount),
          compute(firstOutputRow, rowCount, stagedRows) {
            const sum = fallback
              ? magnitude(source.address, source.pitchBytes, stagedRows, plan.imageRowLength)
              : 0;
            if (fallback && !(sum <= plan.mostMagnitude)) {
              fallback.run(rowSource, sinks, { first: firstOutputRow, count: rowCount });
              return;
            }
            sinks.forEach((sink, index) => {
              const terms = (plan.factors[index] as { rank: number }).rank;
              for (let term = 0; term < terms; term++) vertically(index, term, terms, rowCount);
              const { address, pitchBytes: toPitchBytes } = results.place(sink, firstOutputRow);
              correlate(
                engine.scratch + intermediate,
                terms * pitchBytes,
                pitchBytes,
                plan.columnStep * bytes,
                fixed + offsets,
                fixed + (rows[index] as number),
                terms,
                kernel.columns,
                plan.delta,
                address,
                toPitchBytes,
                rowCount,
                plan.outputRowLength,
              );
              results.deliver(sink, firstOutputRow, rowCount, address);
            });
          },
        },
        range,
      );
    },
  };
}
