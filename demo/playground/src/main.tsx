import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { show } from './engine/client.ts';
import type { Scene } from './engine/protocol.ts';
import { sceneOf } from './engine/scene.ts';
import { isSame } from './state/same.ts';
import { state } from './state/state.ts';
import './styles.css';

/** A change of the state that leaves the call as it is computes nothing. */
let last: Scene | undefined;
effect(() => {
  const scene = sceneOf(state.value);
  if (isSame(scene, last)) return;
  last = scene;
  void show(scene);
});

render(<App />, document.querySelector('#app')!);
