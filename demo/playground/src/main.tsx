import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { calm } from './engine/calm.ts';
import { failure, isBusy, show, shown } from './engine/client.ts';
import type { Scene } from './engine/protocol.ts';
import { sceneOf } from './engine/scene.ts';
import { titleOf } from './frame/title.ts';
import { keepForOffline } from './offline.ts';
import { isCameraOn } from './picture/camera.ts';
import { followAddress } from './state/follow-address.ts';
import { isSame } from './state/same.ts';
import { state } from './state/state.ts';
import './styles.css';

followAddress();

/** A change of the state that leaves the call as it is computes nothing. */
let last: Scene | undefined;
effect(() => {
  const scene = sceneOf(state.value);
  // A camera that runs shows each of its frames.
  if (isSame(scene, last) || (scene.picture.source.from === 'camera' && isCameraOn.peek())) return;
  last = scene;
  void show(scene);
});

/* For scripts that watch the page: whether it computes, and how many results it has shown. */
const { dataset } = document.documentElement;
effect(() => {
  const isDue = isBusy.value || calm.value !== shown.value;
  dataset.state = isDue ? 'busy' : failure.value ? 'failed' : 'ready';
});
let results = 0;
effect(() => {
  if (shown.value) dataset.results = String(++results);
});

effect(() => {
  document.title = titleOf(state.value);
});

const app = document.querySelector('#app')!;
// The sentence for browsers in which this line does not run.
app.replaceChildren();
render(<App />, app);

/** Once, after the first result, or the sentence in its place, has been drawn: nothing delays it. */
let hasShown = false;
effect(() => {
  if (hasShown || (!shown.value && !failure.value)) return;
  hasShown = true;
  requestAnimationFrame(() =>
    setTimeout(() => {
      performance.mark('first-result');
      keepForOffline();
    }),
  );
});
