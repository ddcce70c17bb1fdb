/* The suite for a server-side runtime: prints the summary. */
import * as api from 'convolve-wasm';
import { runSuite } from '../run-suite.ts';

console.log(JSON.stringify(runSuite(api)));
