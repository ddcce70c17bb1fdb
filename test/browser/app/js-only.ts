import * as api from 'convolve-wasm/js';
import { runSuite } from '../../package/run-suite.ts';
import { show } from './show.ts';

show(runSuite(api));
