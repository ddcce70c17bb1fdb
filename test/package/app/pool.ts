/* A pool in a server-side runtime: prints how it computed, and whether the result is that of the function. */
import { gaussianBlur } from 'convolve-wasm';
import { createPool } from 'convolve-wasm/pool';

const image = { data: Float32Array.from({ length: 2 ** 21 }, (_, i) => i % 251), shape: [1024, 2048] };
const expected = gaussianBlur(image, { sigma: 4 }).data;
await using pool = createPool({ threads: 2 });
const { data } = await pool.gaussianBlur(image, { sigma: 4 });
const { workers, transport, inlineCalls, failure } = pool.stats();
const isEqual = data.every((value, i) => value === expected[i]);
console.log(JSON.stringify({ workers, transport, inlineCalls, failure: failure ?? null, isEqual }));
