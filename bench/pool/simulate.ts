/* A pool as a simulation of discrete events: what one thread that copies and some that compute can do at most. */

/** What the threads share, measured on this machine. */
export interface Rates {
  /** Bytes that a thread copies in a millisecond. */
  readonly copyBytesPerMs: number;
  /** Bytes that memory reads and writes in a millisecond, for all threads together. */
  readonly memoryBytesPerMs: number;
  /** Milliseconds that this thread needs for a message, there or back. */
  readonly messageMs: number;
}

/** A piece of a call. */
export interface SimulatedPiece {
  /** Of a worker that has memory for itself. */
  readonly computeMs: number;
  /** That are copied to a worker, and back from it. */
  readonly inBytes: number;
  readonly outBytes: number;
  /** That its worker reads and writes beyond the caches. */
  readonly memoryBytes: number;
}

export interface Simulated {
  readonly totalMs: number;
  /** How long the thread that calls was busy. */
  readonly mainMs: number;
  /** How long all workers together waited for pieces. */
  readonly idleMs: number;
  /** How long all threads together asked memory for more than it gives. */
  readonly memoryBoundMs: number;
}

/** As in src/pool/crew.ts. */
const TASKS_AHEAD = 2;

interface Worker {
  /** Pieces that wait for it. */
  readonly queue: number[];
  /** How much of its piece is left, of 1; undefined: it has none. */
  left: number | undefined;
  piece: number;
}

type Job = { readonly kind: 'send' | 'receive'; readonly piece: number; readonly worker: number };

/** @param cores How many threads run at the same time, the one that calls included. */
export function simulate(
  pieces: readonly SimulatedPiece[],
  threads: number,
  cores: number,
  { copyBytesPerMs, memoryBytesPerMs, messageMs }: Rates,
): Simulated {
  const workers: Worker[] = Array.from({ length: threads }, () => ({ queue: [], left: undefined, piece: 0 }));
  const jobs: Job[] = [];
  let next = 0;
  let done = 0;
  let now = 0;
  let job: Job | undefined;
  let jobLeft = 0;
  let mainMs = 0;
  let idleMs = 0;
  let memoryBoundMs = 0;
  const loads = new Array<number>(threads).fill(0);

  // Each gets one piece before any gets two.
  const fill = () => {
    for (let ahead = 1; ahead <= TASKS_AHEAD; ahead++) {
      for (let worker = 0; worker < threads && next < pieces.length; worker++) {
        if (loads[worker]! >= ahead) continue;
        loads[worker]!++;
        jobs.push({ kind: 'send', piece: next++, worker });
      }
    }
  };
  const copyMs = ({ kind, piece }: Job) => {
    const { inBytes, outBytes } = pieces[piece]!;
    return messageMs + (kind === 'send' ? inBytes : outBytes) / copyBytesPerMs;
  };

  fill();
  while (done < pieces.length) {
    if (job === undefined && jobs.length > 0) {
      job = jobs.shift()!;
      jobLeft = copyMs(job);
    }
    for (const worker of workers) {
      if (worker.left === undefined && worker.queue.length > 0) {
        worker.piece = worker.queue.shift()!;
        worker.left = 1;
      }
    }
    const busy = workers.filter(({ left }) => left !== undefined);
    const running = busy.length + (job === undefined ? 0 : 1);
    // Threads beyond the cores share them; and all share memory.
    const share = Math.min(1, cores / Math.max(1, running));
    const wanted =
      busy.reduce((sum, { piece }) => sum + pieces[piece]!.memoryBytes / pieces[piece]!.computeMs, 0) *
        share +
      (job === undefined ? 0 : copyBytesPerMs * share);
    const slowed = Math.min(1, memoryBytesPerMs / Math.max(1, wanted));
    const speed = share * slowed;
    const speedOf = ({ piece }: Worker) => speed / pieces[piece]!.computeMs;
    const ends = busy.map((worker) => worker.left! / speedOf(worker));
    if (job !== undefined) ends.push(jobLeft / speed);
    const step = Math.min(...ends);
    now += step;
    if (job !== undefined) mainMs += step;
    idleMs += (threads - busy.length) * step;
    if (slowed < 1) memoryBoundMs += step;

    for (const worker of busy) {
      worker.left = worker.left! - step * speedOf(worker);
      if (worker.left > 1e-9) continue;
      worker.left = undefined;
      jobs.push({ kind: 'receive', piece: worker.piece, worker: workers.indexOf(worker) });
    }
    if (job === undefined) continue;
    jobLeft -= step * speed;
    if (jobLeft > 1e-9) continue;
    if (job.kind === 'send') {
      workers[job.worker]!.queue.push(job.piece);
    } else {
      done++;
      loads[job.worker]!--;
      fill();
    }
    job = undefined;
  }
  return { totalMs: now, mainMs, idleMs, memoryBoundMs };
}
