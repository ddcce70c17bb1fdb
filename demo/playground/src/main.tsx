import { computed, effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { show } from './engine/client.ts';
import { sceneOf } from './engine/scene.ts';
import { followAddress } from './state/follow-address.ts';
import { state } from './state/state.ts';
import './styles.css';

followAddress();

/** As text, so that a change of the state that leaves the call as it is computes nothing. */
const scene = computed(() => JSON.stringify(sceneOf(state.value)));

effect(() => {
  void show(JSON.parse(scene.value));
});

render(<App />, document.querySelector('#app')!);
