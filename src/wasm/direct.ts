import type { Prepared } from '../backend/backend.ts';
import { runStrips } from '../backend/strips.ts';
import { elementTypes } from '../base/dtype.ts';
import type { DirectPlan } from '../plan/direct.ts';
import { Edges } from './edges.ts';
import { type Engine, put, suffixes } from './engine.ts';
import { FlatRows } from './flat.ts';
import { Pieces } from './heap.ts';
import { PaddedRows } from './padded.ts';
import { Results } from './results.ts';
import { Taps } from './taps.ts';

/** `scratchStart`: bytes of the scratch area that are taken already. */
export function prepareDirect(plan: DirectPlan, engine: Engine, scratchStart = 0): Prepared {
  const edges = Edges.of(plan);
  return edges ? prepareFlat(plan, edges, engine, scratchStart) : preparePadded(plan, engine, scratchStart);
}

function preparePadded(plan: DirectPlan, engine: Engine, scratchStart: number): Prepared {
  const fixedPieces = new Pieces();
  const scratch = new Pieces(scratchStart);
  const rows = new PaddedRows(plan, engine, fixedPieces, scratch, plan.strip.stagedRows);
  const taps = new Taps(plan, engine, fixedPieces);
  const results = new Results(plan, engine, scratch);
  const fixed = engine.claim(fixedPieces.bytes, scratch.bytes);
  rows.write(fixed);
  taps.write(fixed);
  return {
    bytes: fixedPieces.bytes,
    dispose: () => engine.heap.free(fixed),
    run(source, sinks, range) {
      runStrips(
        plan,
        {
          stage: (firstImageRow, rowCount, at) => rows.stage(source, fixed, firstImageRow, rowCount, at),
          fill: (rowCount, at) => rows.fill(rowCount, at),
          keep: (from, rowCount) => rows.keep(from, rowCount),
          compute(firstOutputRow, rowCount) {
            sinks.forEach((sink, index) => {
              const place = results.place(sink, firstOutputRow);
              const { address, pitchBytes } = place;
              taps.correlate(
                fixed,
                index,
                rows.address,
                rows.pitchBytes,
                address,
                pitchBytes,
                rowCount,
                plan.outputRowLength,
              );
              results.deliver(sink, firstOutputRow, rowCount, place, index);
            });
          },
        },
        range,
      );
    },
  };
}

/** The interior is computed from rows as they come; only the columns near the edges are staged with margins. */
function prepareFlat(plan: DirectPlan, edges: Edges, engine: Engine, scratchStart: number): Prepared {
  const fixedPieces = new Pieces();
  const scratch = new Pieces(scratchStart);
  const rows = new FlatRows(plan, plan.accumulator, engine, scratch, plan.kernel.columns > 1);
  const taps = new Taps(plan, engine, fixedPieces);
  const results = new Results(plan, engine, scratch);
  const suffix = suffixes[plan.accumulator];
  const { bytes } = elementTypes[plan.accumulator];
  const blocks = edges.blocks.map((block) => ({
    ...block,
    leftTable: fixedPieces.take(block.left.byteLength),
    rightTable: fixedPieces.take(block.right.byteLength),
    pitchBytes: edges.pitchBytes(block),
    staged: scratch.take(plan.strip.stagedRows * edges.pitchBytes(block)),
  }));
  const fixed = engine.claim(fixedPieces.bytes, scratch.bytes);
  taps.write(fixed);
  for (const { left, right, leftTable, rightTable } of blocks) {
    put(engine.buffer, fixed + leftTable, Int32Array, left);
    put(engine.buffer, fixed + rightTable, Int32Array, right);
  }
  const pad = engine.kernel(`pad_${suffix}_${suffix}`);
  return {
    bytes: fixedPieces.bytes,
    dispose: () => engine.heap.free(fixed),
    run(source, sinks, range) {
      runStrips(
        plan,
        {
          adopt: (firstImageRow) => rows.adopt(source, firstImageRow),
          stage: (firstImageRow, rowCount, at) => rows.stage(source, firstImageRow, rowCount, at),
          fill: (rowCount, at) => rows.fill(rowCount, at),
          keep: (from, rowCount) => rows.keep(from, rowCount),
          compute(firstOutputRow, rowCount, stagedRows) {
            for (const block of blocks) {
              pad(
                rows.address,
                rows.pitchBytes,
                stagedRows,
                block.first,
                block.count,
                fixed + block.leftTable,
                block.left.length,
                fixed + block.rightTable,
                block.right.length,
                plan.fillvalue,
                engine.scratch + block.staged,
                block.pitchBytes,
              );
            }
            sinks.forEach((sink, index) => {
              const place = results.place(sink, firstOutputRow);
              const { address, pitchBytes } = place;
              const { begin, end } = edges.interior;
              taps.correlate(
                fixed,
                index,
                rows.address + edges.interiorOffset * bytes,
                rows.pitchBytes,
                address + begin * bytes,
                pitchBytes,
                rowCount,
                end - begin,
              );
              for (const block of blocks) {
                taps.correlate(
                  fixed,
                  index,
                  engine.scratch + block.staged,
                  block.pitchBytes,
                  address + block.begin * bytes,
                  pitchBytes,
                  rowCount,
                  block.end - block.begin,
                );
              }
              results.deliver(sink, firstOutputRow, rowCount, place, index);
            });
          },
        },
        range,
      );
    },
  };
}
