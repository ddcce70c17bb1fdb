import { effect, signal } from '@preact/signals';
import { addressNow, isPictureInAddress } from '../state/follow-address.ts';
import { type State, state } from '../state/state.ts';

/** While someone drags a tap, texts of hundreds of numbers would be written anew for each frame. */
const pauseMs = 150;

/** The state and the address, a moment after they last changed. */
export const settled = signal<{ readonly state: State; readonly address: string }>({
  state: state.peek(),
  address: addressNow(),
});

let waiting: ReturnType<typeof setTimeout> | undefined;
effect(() => {
  void [state.value, isPictureInAddress()];
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    settled.value = { state: state.peek(), address: addressNow() };
  }, pauseMs);
});
