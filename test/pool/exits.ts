/* A process that uses a pool, for exits.test.ts: it tells what happened, and has to end by itself. */
import { noise } from '../support/noise.ts';
import { poolOf } from './pools.ts';
import { spoiledPool, until } from './spoiled-pools.ts';

const image = noise('float32', [900, 231]);
const kernel = noise('float64', [5, 5]);
const options = { mode: 'same', method: 'direct' } as const;
/** Idle workers stay, and what was aborted is computed: nothing ends by these limits. */
const limits = { idle: 600_000, abort: 600_000 };

const cases: Record<string, () => Promise<unknown>> = {
  async 'is not closed'() {
    const pool = poolOf({ threads: 2 }, { limits });
    await pool.convolve2d(image, kernel, options);
    return pool.stats().workers;
  },
  async 'is made'() {
    return poolOf({ threads: 2 }, { limits }).stats().workers;
  },
  async 'is not waited for'() {
    const pool = poolOf({ threads: 2 }, { limits });
    void pool.convolve2d(image, kernel, options).then(() => console.log('and then done'));
    return 'begun';
  },
  async 'is aborted while workers start'() {
    const pool = poolOf({ threads: 2 }, { limits });
    const controller = new AbortController();
    const call = pool.convolve2d(image, kernel, { ...options, signal: controller.signal });
    controller.abort();
    return call.catch((error: Error) => error.name);
  },
  async 'is aborted while workers compute'() {
    const { pool } = spoiledPool({ atPiece: 'sleep(20)' }, { threads: 2 }, { limits });
    const controller = new AbortController();
    const call = pool.convolve2d(image, kernel, { ...options, signal: controller.signal });
    await until(() => pool.stats().busyWorkers === 2);
    controller.abort();
    return call.catch((error: Error) => error.name);
  },
  async 'lost a worker'() {
    const { pool } = spoiledPool(
      { atPiece: 'if (Atomics.add(counters, 0, 1) === 2) process.exit(1)' },
      { threads: 2 },
      { limits },
    );
    await pool.convolve2d(image, kernel, options);
    return pool.stats().failure;
  },
  async 'loses workers always'() {
    const { pool } = spoiledPool({ atPiece: 'process.exit(1)' }, { threads: 2 }, { limits });
    return pool.convolve2d(image, kernel, options).catch(({ code }: { code: string }) => code);
  },
  async 'has workers that do not start'() {
    const pool = poolOf({ threads: 2 }, { limits, source: 'this is no program' });
    await pool.convolve2d(image, kernel, options);
    return pool.stats().workers;
  },
  async 'has workers that hang'() {
    const { pool } = spoiledPool(
      { atStart: 'for (;;);' },
      { threads: 2 },
      { limits: { ...limits, start: 100 } },
    );
    await pool.convolve2d(image, kernel, options);
    return pool.stats().workers;
  },
  async 'is closed'() {
    const pool = poolOf({ threads: 2 }, { limits });
    await pool.convolve2d(image, kernel, options);
    await pool.close();
    return pool.stats().workers;
  },
  async 'is closed while it computes'() {
    const pool = poolOf({ threads: 2 }, { limits });
    void pool.convolve2d(image, kernel, options);
    await pool.close();
    return pool.stats().calls;
  },
};

process.on('unhandledRejection', (error) => {
  console.log('unhandled', error);
  process.exitCode = 1;
});
console.log(await cases[process.argv[2]!]!());
