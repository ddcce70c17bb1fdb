// Fills gaps in a measured field: node fill-gaps.js temperatures.npy filled.npy
import { readFile, writeFile } from 'node:fs/promises';
import { gaussianBlur } from 'convolve-wasm';
import { dump, load } from 'npyjs';

const [source, target] = process.argv.slice(2);

const { data, shape } = await load(await readFile(source));
const smooth = gaussianBlur({ data, shape }, { sigma: 2, nan: 'ignore' });

// Measured values stay; what is missing comes from its neighbours.
const filled = data.map((value, n) => (Number.isNaN(value) ? smooth.data[n] : value));

await writeFile(target, new Uint8Array(dump(filled, shape)));
console.log(`${data.filter(Number.isNaN).length} gaps filled, ${filled.filter(Number.isNaN).length} left`);
