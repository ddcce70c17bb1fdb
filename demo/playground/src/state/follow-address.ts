import { batch, effect, signal } from '@preact/signals';
import { addOwnPicture, ownPicture } from '../picture/own.ts';
import { type Decoded, decodeState, encodeState, sentenceOn } from './address.ts';
import { maxOwnBytes } from './limits.ts';
import type { OwnFile } from './picture-codec.ts';
import { state, type Tab } from './state.ts';

/** What a link said that the page did not understand, as a sentence. */
export const linkProblem = signal<string | null>(null);

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

/**
 * Takes the state from the address, now and whenever someone edits it or goes back, and keeps the address up to date. A tab is a
 * step of the history; all else changes the step that one is at.
 */
export function followAddress(): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let tab: Tab;
  let newest = '';

  const read = () => {
    const decoded = decodeState(location.hash.slice(1));
    // It is a step of the history already.
    tab = decoded.state.tab;
    restore(decoded);
  };
  const writeNewest = () => {
    waiting = undefined;
    write('replaceState', newest);
  };

  read();
  addEventListener('hashchange', read);
  addEventListener('pagehide', () => write('replaceState', newest));

  effect(() => {
    const { picture } = state.value;
    if (picture.from === 'own') void keepFile(picture);
  });
  effect(() => {
    const before = newest;
    newest = addressNow();
    if (state.value.tab !== tab) {
      tab = state.value.tab;
      write('replaceState', before);
      write('pushState', newest);
    } else if (waiting === undefined) {
      // At once, and again after a pause where more follows.
      write('replaceState', newest);
      waiting = setTimeout(writeNewest, pauseMs);
    }
  });
}

function restore(decoded: Decoded): void {
  linkProblem.value = sentenceOn(decoded.unknown);
  if (decoded.file === null) {
    state.value = decoded.state;
    return;
  }
  const { name, bytes } = decoded.file;
  const id = addOwnPicture(new Blob([bytes]));
  batch(() => {
    file.value = { id, name, bytes };
    state.value = { ...decoded.state, picture: { from: 'own', id, name } };
  });
}

async function keepFile({ id, name }: { readonly id: number; readonly name: string }): Promise<void> {
  if (file.peek()?.id === id) return;
  const blob = ownPicture(id);
  if (blob === undefined || blob.size > maxOwnBytes) return;
  file.value = { id, name, bytes: new Uint8Array(await blob.arrayBuffer()) };
}

function write(how: 'replaceState' | 'pushState', address: string): void {
  if (address === location.href) return;
  try {
    history[how](history.state, '', address);
  } catch {
    // A frame without an origin may not change its address. All else works there.
  }
}
