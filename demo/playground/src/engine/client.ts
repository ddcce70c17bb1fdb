import { signal } from '@preact/signals';
import { type Remote, wrap } from 'comlink';
import type { Engine, Scene, Shown } from './protocol.ts';

/** A worker of its own with an engine. */
export function startEngine(): Remote<Engine> {
  return wrap<Engine>(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }));
}

/** The engine that computes what the page shows. */
export const engine = startEngine();

/** What the engine showed last. */
export const shown = signal<Shown | null>(null);
/** Why it could not show the newest scene, as a sentence. */
export const failure = signal<string | null>(null);
export const isBusy = signal(false);

let waiting: Scene | undefined;

/** Shows a scene. Scenes that come faster than they are computed replace each other: only the newest waits. */
export async function show(scene: Scene): Promise<void> {
  waiting = scene;
  if (isBusy.peek()) return;
  isBusy.value = true;
  while (waiting) {
    const next: Scene = waiting;
    waiting = undefined;
    try {
      shown.value = (await engine.show(next)) as Shown;
      failure.value = null;
    } catch (error) {
      failure.value = (error as Error).message;
    }
  }
  isBusy.value = false;
}
