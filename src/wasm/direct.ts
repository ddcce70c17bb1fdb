import type { Prepared } from '../backend/backend.ts';
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
    plan,
    rows,
    fallback: null,
    bytes: fixedPieces.bytes,
    dispose: () => engine.heap.free(fixed),
    begin: () => 0,
    compute({ outputRow, outputRows }, kernel, sink) {
      const { address, pitchBytes } = results.place(sink, outputRow);
      const { outputRowLength } = plan;
      taps.correlate(
        fixed,
        kernel,
        rows.address,
        rows.pitchBytes,
        address,
        pitchBytes,
        outputRows,
        outputRowLength,
      );
      return 0;
    },
    isNearTie: () => false,
    deliver: ({ outputRow, outputRows }, kernel, sink) =>
      results.deliver(sink, outputRow, outputRows, kernel),
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
    plan,
    rows,
    fallback: null,
    bytes: fixedPieces.bytes,
    dispose: () => engine.heap.free(fixed),
    begin({ stagedRows }) {
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
      return 0;
    },
    compute({ outputRow, outputRows }, kernel, sink) {
      const { address, pitchBytes } = results.place(sink, outputRow);
      const { begin, end } = edges.interior;
      taps.correlate(
        fixed,
        kernel,
        rows.address + edges.interiorOffset * bytes,
        rows.pitchBytes,
        address + begin * bytes,
        pitchBytes,
        outputRows,
        end - begin,
      );
      for (const block of blocks) {
        taps.correlate(
          fixed,
          kernel,
          engine.scratch + block.staged,
          block.pitchBytes,
          address + block.begin * bytes,
          pitchBytes,
          outputRows,
          block.end - block.begin,
        );
      }
      return 0;
    },
    isNearTie: () => false,
    deliver: ({ outputRow, outputRows }, kernel, sink) =>
      results.deliver(sink, outputRow, outputRows, kernel),
  };
}
