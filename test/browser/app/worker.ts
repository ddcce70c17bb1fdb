import * as api from 'convolve-wasm';
import { runSuite } from '../../package/run-suite.ts';

postMessage(runSuite(api));
