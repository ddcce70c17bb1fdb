/* Calls of all filters in pools, for minutes, of which some are aborted while workers die: every answer has to be right, memory flat. */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as library from '../../src/index.ts';
import type { Pool } from '../../src/pool/pool-types.ts';
import { spoiledPool, watchWorkers } from '../pool/spoiled-pools.ts';
import { bitsOf } from '../support/bits.ts';
import { random } from '../support/random.ts';
import { type Functions, type Scene, scenes } from '../support/scenes.ts';

const usage = 'usage: npm run soak -- [--minutes N] [--seed N]';
/** Calls at the same time, more than there are workers. */
const CALLS_AT_ONCE = 5;
/** The first calls set up plans and memory; what comes after this share of the time is compared. */
const WARM_SHARE = 0.4;
/** Engines keep some garbage: RSS of the same program differs by so much between two moments. */
const RSS_TOLERANCE = 64 * 2 ** 20;
/** Nothing keeps a process alive for longer than this after its work. */
const END_MS = 10_000;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '3' }, seed: { type: 'string', default: '1' } },
});
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
if (!(minutes > 0) || !Number.isInteger(seed)) {
  console.error(usage);
  process.exit(2);
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const faults: string[] = [];
const fail = (message: string) => {
  faults.push(message);
  console.log(`FAULT: ${message}`);
};
process.on('unhandledRejection', (error) => fail(`an unhandled rejection: ${error}`));
process.on('uncaughtException', (error) => fail(`an uncaught exception: ${error.stack}`));

const next = random(seed);
const hash = (result: unknown) =>
  createHash('sha1')
    .update(JSON.stringify(bitsOf(result)))
    .digest('base64');
const answers = new Map<Scene, string>();
const answerOf = (scene: Scene) => {
  const known = answers.get(scene) ?? hash(scene.call(library as never));
  answers.set(scene, known);
  return known;
};

/** About one worker of a hundred pieces dies over it. */
const spoiling = { atPiece: 'if (Math.random() < 0.01) process.exit(1)' };
const limits = { idle: 200, abort: 200 };
const { started } = watchWorkers();
const pools: Pool[] = [
  spoiledPool(spoiling, { threads: 2 }, { limits }).pool,
  spoiledPool(spoiling, { threads: 3 }, { limits, isShared: false }).pool,
];
const counts = { right: 0, aborted: 0, killed: 0 };
let peakHeldBytes = 0;

/** The functions of a pool with a signal among the options. */
function withSignal(pool: Pool, signal: AbortSignal): Functions {
  return Object.fromEntries(
    Object.entries(pool as never as Functions).map(([name, f]) => {
      const place = name === 'sepConvolve2d' ? 3 : name.endsWith('2d') ? 2 : 1;
      const called = (...given: unknown[]) =>
        f(...([...given.slice(0, place), { ...(given[place] as object), signal }] as never[]));
      return [name, called];
    }),
  );
}

async function callOnce(): Promise<void> {
  const scene = scenes[Math.floor(next() * scenes.length)] as Scene;
  const pool = pools[Math.floor(next() * pools.length)] as Pool;
  const controller = new AbortController();
  const reason = new Error('aborted');
  const isAborted = next() < 0.3;
  const timer = isAborted ? setTimeout(() => controller.abort(reason), 150 * next() ** 2) : undefined;
  try {
    const result = hash(await scene.call(withSignal(pool, controller.signal)));
    if (result === answerOf(scene)) counts.right++;
    else fail(`another answer than without workers: ${scene.name}`);
  } catch (error) {
    if (error === reason) counts.aborted++;
    else fail(`${scene.name} rejected: ${(error as Error).stack}`);
  } finally {
    clearTimeout(timer);
    peakHeldBytes = Math.max(peakHeldBytes, ...pools.map((pool) => pool.stats().heldBytes));
  }
}

/** One after another. */
async function callUntil(end: number): Promise<void> {
  while (Date.now() < end) {
    await callOnce();
    // Now and then all are idle, so that workers end and others start.
    if (next() < 0.02) await new Promise((resolve) => setTimeout(resolve, 700 * next()));
  }
}

const killer = setInterval(() => {
  const living = started.filter(({ threadId }) => threadId > 0);
  const victim = living[Math.floor(Math.random() * living.length)];
  started.splice(0, started.length, ...living);
  if (victim === undefined) return;
  counts.killed++;
  void victim.terminate();
}, 400);

/** Once no call runs and workers have ended, what is left is this thread's. */
async function rssAtRest(): Promise<number> {
  for (const end = Date.now() + END_MS; pools.some((pool) => pool.stats().workers > 0); ) {
    if (Date.now() > end) fail('idle workers do not end');
    if (Date.now() > end) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  if (pools.some((pool) => pool.stats().heldBytes > 0)) fail('memory is held at rest');
  collect();
  return process.memoryUsage().rss;
}

for (const scene of scenes) answerOf(scene);
const start = Date.now();
const duration = minutes * 60_000;
const samples: { readonly share: number; readonly rss: number }[] = [];
const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20);
const ROUNDS = Math.max(5, Math.ceil(minutes * 6));
for (let round = 1; round <= ROUNDS; round++) {
  const end = start + (duration * round) / ROUNDS;
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, () => callUntil(end)));
  const rss = await rssAtRest();
  samples.push({ share: round / ROUNDS, rss });
  const deaths = pools.map((pool) => pool.stats().deaths);
  console.log(
    `${Math.round((Date.now() - start) / 1000)} s: ${counts.right} right, ${counts.aborted} aborted, ` +
      `${deaths.join(' + ')} workers died; at rest ${mebibytes(rss)} MiB`,
  );
}
clearInterval(killer);

const warm = samples.filter(({ share }) => share >= WARM_SHARE).map(({ rss }) => rss);
const half = Math.ceil(warm.length / 2);
const growth = Math.min(...warm.slice(half)) - Math.max(...warm.slice(0, half));
if (growth > RSS_TOLERANCE) fail(`memory grew by ${mebibytes(growth)} MiB`);
if (pools.some((pool) => pool.stats().failure !== undefined)) fail('a pool has given its workers up');
await Promise.all(pools.map((pool) => pool.close()));
setTimeout(() => {
  fail(`something keeps the process alive: ${process.getActiveResourcesInfo()}`);
  process.exit(1);
}, END_MS).unref();

const deaths = pools.reduce((sum, pool) => sum + pool.stats().deaths, 0);
console.log(
  `${counts.right} calls right, ${counts.aborted} aborted; ${deaths} workers died (${counts.killed} were killed from outside, some at rest); ` +
    `up to ${mebibytes(peakHeldBytes)} MiB held; ${faults.length} faults`,
);
process.exitCode = faults.length > 0 ? 1 : 0;
