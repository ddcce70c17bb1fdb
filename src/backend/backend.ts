import type { Plan } from '../plan/plan.ts';
import type { BackendName, UnavailableReason } from '../types.ts';
import type { RowSink, RowSource } from '../view.ts';

/** Computes a plan: reads the image from `source`, writes the result to `sink`. */
export type Run = (source: RowSource, sink: RowSink) => void;

export interface Backend {
  readonly name: BackendName;
  /** Sets up what depends on the plan alone. What it returns may be run until the next `prepare`. */
  prepare(plan: Plan): Run;
}

/** A backend before it is known whether it works here. */
export interface BackendLoader {
  readonly name: BackendName;
  /** @throws {Unavailable} if it doesn't. */
  load(): Backend;
}

export class Unavailable extends Error {
  readonly reason: UnavailableReason;

  constructor(reason: UnavailableReason, detail: string) {
    super(detail);
    this.name = 'Unavailable';
    this.reason = reason;
  }
}
