import { isDeepStrictEqual as isEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { api } from '../../src/backends.ts';
import type { TypedArray } from '../../src/base/types.ts';
import { createFunctions } from '../../src/call/api.ts';
import type { Core } from '../../src/call/core.ts';
import { combinedJobOf, computeInto, type Job, jobOf } from '../../src/call/filter.ts';
import { piecesOf, type Rows, rowsReadBy } from '../../src/call/pieces.ts';
import { ReadyCall } from '../../src/call/run-call.ts';
import { creators } from '../../src/image/creators.ts';
import * as library from '../../src/index.ts';
import { contiguousView, View } from '../../src/io/view.ts';
import { backendsHere } from '../support/backends.ts';
import { bitsOf } from '../support/bits.ts';
import { type Functions, scenes } from '../support/scenes.ts';

/** How many pieces each scene had: a test that cuts nothing shows nothing. */
const counts: number[] = [];

/** The same view on a copy of some of its rows, and on nothing else. */
function onlyRows(view: View, { first, end }: Rows): View {
  const rowLength = view.columns * view.channels;
  const copy = contiguousView(view.data.slice(0, 0), view.dtype, { ...view, rows: end - first });
  const data = new (view.data.constructor as new (length: number) => TypedArray)((end - first) * rowLength);
  view.read(first, end - first, data, 0, rowLength);
  return new View(data, view.dtype, { ...copy, rows: view.rows, offset: -first * rowLength });
}

function byPieces(job: Job): unknown {
  const { call, image, results, combination } = job;
  const pieces = piecesOf(call, combination !== null, 7);
  counts.push(pieces.length);
  const ready = new ReadyCall(call, api.registry);
  try {
    for (const piece of pieces.reverse()) {
      const source = onlyRows(image, rowsReadBy(call, piece, combination !== null));
      const rows = { first: piece.firstRow, end: piece.firstRow + piece.rowCount };
      const own = results.map((view) =>
        view.rows >= rows.end ? onlyRows(view, rows) : onlyRows(view, { first: 0, end: 0 }),
      );
      const pointwiseOf = ({ backend }: ReadyCall) => api.registry.pointwiseOf(backend);
      computeInto(ready, source, own, combination, pointwiseOf, piece);
      const written = combination
        ? results.keys()
        : call.parts[piece.part]!.outputs.map(({ kernel }) => kernel).values();
      for (const kernel of written) {
        const rowLength = results[kernel]!.columns * results[kernel]!.channels;
        results[kernel]!.write(rows.first, piece.rowCount, own[kernel]!.data, 0, rowLength);
      }
    }
  } finally {
    ready.dispose();
  }
  return job.finish();
}

const core: Core = {
  ...api,
  filterOnce: (filter, image, outs, options) =>
    byPieces(jobOf(filter, image, outs, options, api.callsOf(filter, options))),
  combineOnce: (filter, image, options, combination) =>
    byPieces(combinedJobOf(image, combination, options, api.callsOf(filter, options))),
};

const piecewise: Functions = {
  ...createFunctions(core.filterOnce),
  ...Object.fromEntries(Object.entries(creators).map(([name, create]) => [name, create(core)])),
} as never;

describe.each(backendsHere)('%s', (backend) => {
  /** The functions with this backend, named in the last argument. */
  const by = (functions: Functions): Functions =>
    Object.fromEntries(
      Object.entries(functions).map(([name, f]) => {
        const values = name === 'sepConvolve2d' ? 3 : name.endsWith('2d') ? 2 : 1;
        const named = (...given: unknown[]) =>
          f(...([...given.slice(0, values), { ...(given[values] as object), backend }] as never[]));
        return [name, named];
      }),
    );

  it.each(scenes)('$name', ({ call }) => {
    counts.length = 0;
    const whole = call(by(library as never));
    const cut = call(by(piecewise));
    expect(isEqual(bitsOf(cut), bitsOf(whole))).toBe(true);
    expect(counts.length).toBe(1);
  });

  it('cuts most calls', () => {
    counts.length = 0;
    for (const { call } of scenes) call(by(piecewise));
    expect(counts.filter((count) => count > 2).length).toBeGreaterThan(scenes.length / 2);
  });
});
