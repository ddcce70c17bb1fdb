import type { Statistics } from '../../../../bench/measure/statistics.ts';

/* What the benchmark's page and its workers say to each other. */

export interface CellRequest {
  /** One of `offeredCells`. */
  readonly name: string;
  /** For each contender. */
  readonly timeMs: number;
  readonly withOpencv: boolean;
}

/** One contender at one cell. */
export type Row = { readonly contender: string } & (
  | {
      readonly state: 'timed';
      readonly timesMs: Statistics;
      /** Of a contender that answers something else: how far its answer lies from the exact one. */
      readonly differenceFromExact?: number;
    }
  | { readonly state: 'skipped'; readonly secondsACall: number }
  | { readonly state: 'wrong'; readonly fault: string }
  | { readonly state: 'unavailable'; readonly reason: string }
);

export interface CellResult {
  readonly name: string;
  readonly rows: readonly Row[];
}

export interface Benchmark {
  /** Each cell has a worker of its own, so that none finds the memory that another left. */
  measure(request: CellRequest, onStep: (sentence: string) => void): Promise<CellResult>;
}
