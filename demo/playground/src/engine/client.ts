import { signal } from '@preact/signals';
import { transfer } from 'comlink';
import type { Pair } from '../state/state.ts';
import { type Connection, connect, Ended } from './connection.ts';
import type { Answer, Numbers, Probe, Scene, Shown, Spares } from './protocol.ts';

/** What the engine showed last. */
export const shown = signal<Shown | null>(null);
/** Why it could not show the newest scene, as a sentence. */
export const failure = signal<string | null>(null);
export const isBusy = signal(false);
/** Whether the page has waited so long that it says so. */
export const isLate = signal(false);
/** Whether the worker is gone, so that the same scene may be tried once more. */
export const isEnded = signal(false);

/** Up to a second a wait does not interrupt a thought (Nielsen, "Response Times: The 3 Important Limits"). */
const LONG_WAIT_MS = 1000;

let connection: Connection | undefined;
let waiting: Scene | undefined;
/** What may be tried once more; frames of a camera are gone once they are posted. */
let newest: Scene | undefined;
/** Pixels that are not seen any more. */
let spares: Spares = {};

/** Shows a scene. Scenes that come faster than they are computed replace each other: only the newest waits. */
export async function show(scene: Scene): Promise<void> {
  waiting = scene;
  newest = scene.picture.source.from === 'frame' ? undefined : scene;
  if (isBusy.peek()) return;
  isBusy.value = true;
  while (waiting) {
    const next: Scene = waiting;
    waiting = undefined;
    const timer = setTimeout(() => {
      isLate.value = true;
    }, LONG_WAIT_MS);
    await showNow(next);
    clearTimeout(timer);
    isLate.value = false;
  }
  isBusy.value = false;
}

async function showNow(scene: Scene): Promise<void> {
  try {
    connection ??= connect();
    const { remote, answer } = connection;
    accept(await answer(remote.show(scene, lend()) as Promise<Answer>));
    failure.value = null;
    isEnded.value = false;
  } catch (error) {
    isEnded.value = error instanceof Ended;
    if (isEnded.peek()) connection = undefined;
    failure.value = (error as Error).message;
  }
}

function lend(): Spares {
  const { picture, result } = spares;
  const lent = transfer(
    { ...spares },
    [picture, result].filter((buffer) => buffer !== undefined),
  );
  spares = {};
  return lent;
}

function accept(answer: Answer): void {
  const before = shown.peek();
  const picture = answer.picture ?? before?.picture;
  if (!picture) return;
  spares = {
    ...(before && { result: before.result.rgba.buffer }),
    ...(before && answer.picture && { picture: before.picture.rgba.buffer }),
  };
  shown.value = { ...answer, picture };
}

/** Ends the call that is computed, and what waits. The next scene starts a worker anew. */
export function stop(): void {
  waiting = undefined;
  connection?.end(new Ended('Stopped.'));
}

/** Tries the newest scene once more. A camera goes on with its next frame. */
export function startAgain(): void {
  isEnded.value = false;
  if (newest) void show(newest);
}

/** The picture or the result that is shown, as numbers. */
export async function numbersOf(which: 'picture' | 'result'): Promise<Numbers> {
  if (!connection) throw new Error('There is no result yet.');
  const { remote, answer } = connection;
  return answer(remote.numbers(which) as Promise<Numbers>);
}

/** How a sum of the result that is shown comes about; null where that cannot be told now. */
export async function probe(at: Pair<number>, channel: number): Promise<Probe | null> {
  if (!connection) return null;
  const { remote, answer } = connection;
  return answer(remote.probe(at, channel)).catch(() => null);
}
