import type { Prepared } from '../../src/backend/backend.ts';
import type { RowSink } from '../../src/io/view.ts';

/** A prepared plan whose results go through `write` of another sink, and never straight into memory. */
export function spoiled(prepared: Prepared, writeTo: (sink: RowSink) => RowSink['write']): Prepared {
  const { plan, rows, fallback, bytes } = prepared;
  const spoil = (sink: RowSink): RowSink => ({ view: null, write: writeTo(sink), done: sink.done });
  return {
    plan,
    rows,
    fallback,
    bytes,
    begin: (strip, sinks) => prepared.begin(strip, sinks.map(spoil)),
    compute: (strip, kernel, sink) => prepared.compute(strip, kernel, spoil(sink)),
    isNearTie: (strip, kernel) => prepared.isNearTie(strip, kernel),
    sumsOf: (kernel) => prepared.sumsOf(kernel),
    deliver: (strip, kernel, sink) => prepared.deliver(strip, kernel, spoil(sink)),
    dispose: () => prepared.dispose(),
  };
}
