import { effect, signal } from '@preact/signals';
import { addOwnPicture, ownPicture } from '../picture/own.ts';
import { decodeState, encodeState, sentenceOn } from './address.ts';
import { maxOwnBytes } from './limits.ts';
import type { OwnFile } from './picture-codec.ts';
import { type State, state } from './state.ts';

/** What a link said that the page did not understand, as a sentence. */
export const linkProblem = signal<string | null>(null);
/** What the link made of the state: the sentence goes with the first change of it. */
let linked: State | undefined;

/** The file of the picture that is shown, if it is the user's own and small enough for an address. */
const file = signal<(OwnFile & { readonly id: number }) | undefined>(undefined);

/** Whether the address carries the picture that is shown. */
export function isPictureInAddress(): boolean {
  const { picture } = state.value;
  return picture.from !== 'own' || file.value?.id === picture.id;
}

/** The address of this page with its state now. */
export function addressNow(): string {
  return `${location.href.split('#')[0]}${hashOf(encodeState(state.value, file.value))}`;
}

const hashOf = (text: string) => (text === '' ? '' : `#${text}`);

/** Safari refuses more than 100 changes of the history in 30 s. */
const pauseMs = 400;

/** Takes the state from the address, now and whenever someone edits it or goes back, and keeps the address up to date. */
export function followAddress(): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const read = () => {
    const text = location.hash.slice(1);
    clearTimeout(waiting);
    waiting = undefined;
    restore(text);
  };
  read();
  addEventListener('hashchange', read);

  effect(() => {
    if (state.value !== linked) linkProblem.value = null;
  });
  effect(() => {
    const { picture } = state.value;
    if (picture.from === 'own') void keepFile(picture);
  });
  effect(() => {
    // Read here, so that each change of the state comes here.
    void [state.value, file.value];
    waiting ??= setTimeout(() => {
      waiting = undefined;
      write(addressNow());
    }, pauseMs);
  });
}

function restore(text: string): void {
  const decoded = decodeState(text);
  linkProblem.value = sentenceOn(decoded.unknown);
  if (decoded.file === null) {
    linked = decoded.state;
    state.value = linked;
    return;
  }
  const { name, bytes } = decoded.file;
  const id = addOwnPicture(new Blob([bytes]));
  file.value = { id, name, bytes };
  linked = { ...decoded.state, picture: { from: 'own', id, name } };
  state.value = linked;
}

async function keepFile({ id, name }: { readonly id: number; readonly name: string }): Promise<void> {
  if (file.peek()?.id === id) return;
  const blob = ownPicture(id);
  if (blob === undefined || blob.size > maxOwnBytes) return;
  file.value = { id, name, bytes: new Uint8Array(await blob.arrayBuffer()) };
}

function write(address: string): void {
  if (address === location.href) return;
  try {
    history.replaceState(history.state, '', address);
  } catch {
    // A frame without an origin may not change its address. All else works there.
  }
}
