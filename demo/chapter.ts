import type { BackendName } from 'convolve-wasm';

/** A convolution of a tutorial, to be repeated on any backend. */
export interface Job {
  name: string;
  run(backend: BackendName | 'auto'): ArrayLike<number>;
}

/** What a tutorial leaves to print: its findings, its pictures' paths, and the work it did. */
export interface Chapter {
  title: string;
  findings: string[];
  pictures: string[];
  jobs: Job[];
}
