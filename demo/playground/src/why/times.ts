import { effect, signal } from '@preact/signals';
import type { BackendName } from 'convolve-wasm';
import { failure, isBusy, shown } from '../engine/client.ts';
import { type Connection, connect, Ended } from '../engine/connection.ts';
import type { Scene } from '../engine/protocol.ts';
import { sceneOf } from '../engine/scene.ts';
import { isCameraOn, sceneNow } from '../picture/camera.ts';
import { isSame } from '../state/same.ts';
import { state } from '../state/state.ts';

/** How long the call that is shown takes, in milliseconds. */
export interface Times {
  readonly js: number;
  /** On the backend that serves, if it is not JavaScript. */
  readonly other: { readonly backend: Exclude<BackendName, 'js'>; readonly milliseconds: number } | null;
}

/** Null until the call that is shown was timed. */
export const times = signal<Times | null>(null);
/** Why it could not be timed. */
export const timesProblem = signal<string | null>(null);

/** A change that follows sooner replaces the one before. */
const pauseMs = 400;

/**
 * Times each call that is shown, in a worker of its own, so that nobody waits for it. One at a time: a newer call ends the timing of
 * the one before, with its worker if need be.
 *
 * @returns Ends it.
 */
export function timeCalls(): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let running: Connection | undefined;
  let idle: Connection | undefined;
  /** How many calls were shown. The frames of a camera are one. */
  let calls = 0;
  let ofCamera: Scene | undefined;

  const stopWatching = effect(() => {
    const scene = isCameraOn.value ? sceneOf(state.value) : undefined;
    if (scene && isSame(scene, ofCamera)) return;
    ofCamera = scene;
    calls++;
    times.value = null;
    timesProblem.value = null;
    clearTimeout(waiting);
    if (!scene && (shown.value === null || failure.value !== null || isBusy.value)) return;
    waiting = setTimeout(run, pauseMs);
  });

  async function run(): Promise<void> {
    end();
    const call = calls;
    let timer: Connection | undefined;
    try {
      timer = idle ?? connect();
      idle = undefined;
      running = timer;
      const found = await timesOf(timer, shown.peek()!.info.backend);
      if (call === calls) times.value = found;
    } catch (error) {
      // It was ended for a newer call, or since nobody looks.
      if (running !== timer) return;
      if (call === calls) timesProblem.value = (error as Error).message;
      if (error instanceof Ended) timer = undefined;
    }
    running = undefined;
    idle = timer;
  }

  function end(): void {
    const last = running;
    running = undefined;
    last?.end(new Ended('Another call is timed.'));
  }

  return () => {
    stopWatching();
    clearTimeout(waiting);
    end();
    idle?.end(new Ended('Nobody looks.'));
  };
}

async function timesOf({ remote, answer }: Connection, backend: BackendName): Promise<Times> {
  if (backend === 'js') return { js: await answer(remote.time(await sceneNow(), 'js')), other: null };
  const milliseconds = await answer(remote.time(await sceneNow(), backend));
  return { js: await answer(remote.time(await sceneNow(), 'js')), other: { backend, milliseconds } };
}
