/* A page in which workers die in ways of which browsers tell nothing. See ../pool-deaths.e2e.ts. */
import { convolve2d } from '../../../src/index.ts';
import source from '../../../src/pool/worker-source.ts';
import { poolOf } from '../../pool/pools.ts';

/** Workers close themselves instead of answering, each at its third piece. */
const closing = `{
  let count = 0;
  const { close } = self;
  let listen;
  Object.defineProperty(self, 'onmessage', { set(value) { listen = value; } });
  self.addEventListener('message', (event) => {
    if (event.data.type === 'piece' && ++count === 3) close();
    else listen(event);
  });
}`;
/** And those that never end a piece, the second. */
const hanging = closing.replace('=== 3) close()', '=== 2) for (;;)');

const shape = [900, 231];
const image = { data: new Float32Array(900 * 231).map((_, i) => (i * 7919) % 1000), shape };
const kernel = [
  [1, 2, 3],
  [4, 5, 6],
];
const options = { mode: 'same', method: 'direct' } as const;

/** What happened, for each transport. */
async function outcomeOf(isShared: boolean) {
  const expected = convolve2d(image, kernel, options).data;
  const isRight = (data: Float32Array) => data.every((value, i) => value === expected[i]);
  const base = { isShared, limits: { abort: 100, idle: 300 } };
  const dying = poolOf({ threads: 2 }, { ...base, source: closing + source });
  const { data } = await dying.convolve2d(image, kernel, options);
  const { deaths, failure, inlineCalls } = dying.stats();
  await dying.close();

  const stuck = poolOf({ threads: 2 }, { ...base, source: hanging + source });
  const controller = new AbortController();
  const out = new Float32Array(
    isShared ? new SharedArrayBuffer(4 * 900 * 231) : new ArrayBuffer(4 * 900 * 231),
  );
  const call = stuck.convolve2d(image, kernel, { ...options, out, signal: controller.signal });
  setTimeout(() => controller.abort(), 500);
  const reason = await call.then(
    () => 'none',
    (error: Error) => error.name,
  );
  await stuck.close();
  const { workers } = stuck.stats();
  return { isRight: isRight(data), hasDied: deaths > 0, failure, inlineCalls, reason, workers };
}

async function report(): Promise<unknown> {
  try {
    const outcomes = [await outcomeOf(false)];
    if (crossOriginIsolated) outcomes.push(await outcomeOf(true));
    return outcomes;
  } catch (error) {
    return String((error as Error).stack);
  }
}

const element = document.createElement('script');
element.type = 'application/json';
element.textContent = JSON.stringify(await report());
document.body.append(element);
