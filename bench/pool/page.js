// Runs in a page: see chromium.ts.
import * as library from '/dist/index.js';
import { createPool } from '/dist/pool.js';

const arrays = { float32: Float32Array, uint8: Uint8Array };

/** Gaps between timers that should come each 4 ms, and between frames, while `run` goes on. */
async function gapsDuring(run) {
  const gaps = { timers: [], frames: [] };
  let goesOn = true;
  const watch = (list, again) => {
    let last = performance.now();
    const tick = () => {
      const now = performance.now();
      list.push(now - last);
      last = now;
      if (goesOn) again(tick);
    };
    again(tick);
  };
  watch(gaps.timers, (tick) => setTimeout(tick, 4));
  watch(gaps.frames, requestAnimationFrame);
  await run();
  goesOn = false;
  return gaps;
}

globalThis.measure = async ({ dtype, shape, kernel, options, blur }, timeMs) => {
  const pool = createPool({ threads: 2 });
  const length = shape.reduce((product, size) => product * size);
  const data = new arrays[dtype](length);
  for (let i = 0; i < length; i++) data[i] = dtype === 'uint8' ? 256 * Math.random() : Math.random();
  const image = { data, shape };
  const out = data.slice();
  const taps = kernel && { data: Float64Array.from(kernel.data), shape: kernel.shape };
  const computeBy = ({ gaussianBlur, convolve2d }) =>
    blur ? gaussianBlur(image, { ...blur, out }) : convolve2d(image, taps, { ...options, out });
  const timesFor = async (functions) => {
    const times = [];
    const end = performance.now() + timeMs;
    do {
      const start = performance.now();
      await computeBy(functions);
      times.push(performance.now() - start);
    } while (performance.now() < end);
    return times;
  };
  const idle = await gapsDuring(() => new Promise((resolve) => setTimeout(resolve, timeMs)));
  // Workers start.
  await computeBy(pool);
  let poolTimes;
  const pooled = await gapsDuring(async () => {
    poolTimes = await timesFor(pool);
  });
  // The last timers are heard first.
  await new Promise((resolve) => setTimeout(resolve, 100));
  await computeBy(library);
  const functionTimes = await timesFor(library);
  const { transport, failure, inlineCalls } = pool.stats();
  await pool.close();
  return { idle, pooled, functionTimes, poolTimes, transport, failure, inlineCalls };
};
document.title = 'ready';
