import { useEffect, useState } from 'preact/hooks';
import { type Connection, connect, Ended } from '../engine/connection.ts';
import type { Answer, PictureRaster, Probe, Shown } from '../engine/protocol.ts';
import { sceneOf } from '../engine/scene.ts';
import { initialState, type Pair, type State } from '../state/state.ts';

/** What a step shows: a call with its picture and result, and one of its sums. */
export interface View extends Shown {
  readonly sum: Probe | null;
}

/* A worker of its own: the other one answers about the scene that the playground shows. */
let connection: Connection | undefined;
let picture: PictureRaster | undefined;
/** One call after the other, since a sum is of the scene that was shown last. */
let queue: Promise<unknown> = Promise.resolve();

/** @param isWanted Asked when its turn comes: a slider may have moved on. */
function compute(state: State, at: Pair<number> | null, isWanted: () => boolean): Promise<View | undefined> {
  const next = queue.then(async () => {
    if (!isWanted()) return undefined;
    connection ??= connect();
    const { remote, answer } = connection;
    try {
      const view = (await answer(remote.show(sceneOf(state)))) as Answer;
      // Null: as before.
      picture = (view.picture ?? picture)!;
      const sum = at && (await answer(remote.probe(at, 0)));
      return { ...view, picture, sum };
    } catch (error) {
      if (error instanceof Ended) connection = undefined;
      throw error;
    }
  });
  queue = next.catch(() => {});
  return next;
}

/** Whether it is computed, what came out, or a sentence on why nothing did. */
export type Computed = { readonly view?: View; readonly failure?: string };

/** Computes a step by the package. While the next view is computed, the last one stays. */
export function useView(changes: Partial<State>, at: Pair<number> | null = null): Computed {
  const [computed, setComputed] = useState<Computed>({});
  const key = JSON.stringify([changes, at]);
  useEffect(() => {
    let isWanted = true;
    compute({ ...initialState, ...changes }, at, () => isWanted).then(
      (view) => view && isWanted && setComputed({ view }),
      (error: Error) => isWanted && setComputed({ failure: error.message }),
    );
    return () => {
      isWanted = false;
    };
  }, [key]);
  return computed;
}
