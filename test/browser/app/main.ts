/* The suite in this page, or in a worker of it where the address ends in #worker. */
import * as api from 'convolve-wasm';
import { runSuite, type Summary } from '../../package/run-suite.ts';
import { show } from './show.ts';

if (location.hash === '#worker') {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  worker.onerror = ({ message }) => {
    throw new Error(`the worker failed: ${message}`);
  };
  worker.onmessage = ({ data }: MessageEvent<Summary>) => show(data);
} else {
  show(runSuite(api));
}
