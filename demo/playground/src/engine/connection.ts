import { type Remote, wrap } from 'comlink';
import type { Benchmark } from '../benchmark/protocol.ts';
import { createCalls } from './calls.ts';
import type { Engine } from './protocol.ts';

/** Why a worker does not answer any more, as a sentence. */
export class Ended extends Error {}

export interface Connection {
  readonly remote: Remote<Engine & Benchmark>;
  /** Gives what a call of `remote` gives; rejects when the worker ends. */
  answer<T>(call: PromiseLike<T>): Promise<T>;
  end(reason: Ended): void;
}

/** Starts a worker of its own with an engine. */
export function connect(): Connection {
  // Browsers refuse workers to such pages, each in words of its own.
  if (self.origin === 'null')
    throw new Ended(
      'This page has no origin here, so that it may not compute. In a frame, sandbox="allow-scripts allow-same-origin" gives it one.',
    );
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const calls = createCalls();
  const end = (reason: Ended) => {
    worker.terminate();
    calls.end(reason);
  };
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    end(new Ended('The part of this page that computes could not start, or broke off.'));
  });
  return { remote: wrap<Engine & Benchmark>(worker), answer: calls.answer, end };
}
