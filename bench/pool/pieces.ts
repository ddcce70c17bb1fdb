import { api } from '../../src/backends.ts';
import { createFunctions } from '../../src/call/api.ts';
import { type Job, jobOf } from '../../src/call/filter.ts';
import { withMultirate } from '../../src/call/multirate.ts';
import { piecesOf, rowsReadBy } from '../../src/call/pieces.ts';
import { type Piece, ReadyCall } from '../../src/call/run-call.ts';
import { creators } from '../../src/image/creators.ts';
import { allocate } from '../../src/index.ts';
import { packed, View } from '../../src/io/view.ts';
import { addMultirateToJs } from '../../src/js/extra.ts';
import { copiedBytesOf } from '../../src/pool/cargo.ts';
import { pieceCountOf } from '../../src/pool/decision.ts';
import { addMultirateToWasm } from '../../src/wasm/extra.ts';
import { median } from '../measure/statistics.ts';
import type { Placed } from './contenders.ts';
import type { SimulatedPiece } from './simulate.ts';

type AnyFunction = (...values: readonly unknown[]) => unknown;

/** A cell as a pool plans it. */
export function jobOfCell({ cell, out }: Placed): Job {
  withMultirate(api, [addMultirateToJs, addMultirateToWasm]);
  const jobs: Job[] = [];
  const core: typeof api = {
    ...api,
    filterOnce(filter, image, outs, options) {
      jobs.push(jobOf(filter, image, outs, options, api.callsOf(filter, options)));
    },
  };
  const { image, kernel, options, blur } = cell;
  if (blur) (creators.gaussianBlur(core) as AnyFunction)(image, { ...blur, out });
  else (createFunctions(core.filterOnce).convolve2d as AnyFunction)(image, kernel, { ...options, out });
  return jobs[0]!;
}

export function countPieces(job: Job, threads: number): number {
  return piecesFor(job, threads).length;
}

function piecesFor({ call, image, results }: Job, threads: number): Piece[] {
  return piecesOf(call, false, pieceCountOf(call, threads, copiedBytesOf([image, ...results])));
}

/** Its pieces, each with the time that it takes a worker that has memory for itself: the median of so many runs. */
export function measurePieces(job: Job, threads: number, rounds: number): SimulatedPiece[] {
  const { call, image, results } = job;
  const isCopied = copiedBytesOf([image, ...results]) > 0;
  const ready = new ReadyCall(call, api.registry);
  try {
    return piecesFor(job, threads).map((piece) => {
      const { first, end } = rowsReadBy(call, piece, false);
      const source = isCopied ? roomFor(image, first, end - first) : undefined;
      const target = isCopied ? roomFor(results[0]!, piece.firstRow, piece.rowCount) : undefined;
      source?.fill();
      const computeMs = timeOf(ready, piece, source?.view ?? image, target?.view ?? results[0]!, rounds);
      const inBytes = bytesOf(image, end - first);
      const outBytes = bytesOf(results[0]!, piece.rowCount);
      for (const room of [source, target]) room?.dispose();
      return isCopied
        ? { computeMs, inBytes, outBytes, memoryBytes: 0 }
        : { computeMs, inBytes: 0, outBytes: 0, memoryBytes: inBytes + outBytes };
    });
  } finally {
    ready.dispose();
  }
}

function timeOf(ready: ReadyCall, piece: Piece, source: View, target: View, rounds: number): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    ready.run(source, [target], piece);
    return performance.now() - start;
  });
  return median(times);
}

/** Memory of the backend for some rows, as a worker has it. */
function roomFor(view: View, firstRow: number, rowCount: number) {
  const layout = packed(view);
  const shape = [rowCount, view.columns, view.channels] as const;
  const resident = allocate(shape, view.dtype as 'float32');
  const at = -firstRow * layout.rowStride;
  return {
    view: new View(resident.data, view.dtype, { ...layout, offset: at }),
    fill: () => view.read(firstRow, rowCount, resident.data, 0, layout.rowStride),
    dispose: () => resident.dispose(),
  };
}

function bytesOf(view: View, rowCount: number): number {
  return rowCount * view.columns * view.channels * view.data.BYTES_PER_ELEMENT;
}
