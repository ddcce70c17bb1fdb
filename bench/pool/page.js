// Runs in a page: see chromium.ts.
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
  const compute = () =>
    blur ? pool.gaussianBlur(image, { ...blur, out }) : pool.convolve2d(image, taps, { ...options, out });
  const idle = await gapsDuring(() => new Promise((resolve) => setTimeout(resolve, timeMs)));
  // Workers start.
  await compute();
  const pooled = await gapsDuring(async () => {
    const end = performance.now() + timeMs;
    do await compute();
    while (performance.now() < end);
  });
  const { transport, failure, inlineCalls } = pool.stats();
  await pool.close();
  return { idle, pooled, transport, failure, inlineCalls };
};
document.title = 'ready';
