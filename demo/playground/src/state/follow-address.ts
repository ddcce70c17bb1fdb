import { batch, effect, signal } from '@preact/signals';
import { addOwnPicture, ownPicture } from '../picture/own.ts';
import { type Decoded, decodeState, encodeState, sentenceOn } from './address.ts';
import { maxOwnBytes } from './limits.ts';
import type { OwnFile } from './picture-codec.ts';
import { type State, state, type Tab } from './state.ts';

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

/** What an address carries. */
interface Carried {
  readonly state: State;
  readonly file: OwnFile | undefined;
}

/** The address of this page with its state now. */
export function addressNow(): string {
  return addressOf({ state: state.value, file: file.value });
}

function addressOf(carried: Carried): string {
  return `${location.href.split('#')[0]}${hashOf(encodeState(carried.state, carried.file))}`;
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
  /** Written as a text only when its turn comes: a dragged tap changes it for each frame. */
  let newest: Carried | undefined;

  const read = () => {
    const decoded = decodeState(location.hash.slice(1));
    // It is a step of the history already.
    tab = decoded.state.tab;
    restore(decoded);
  };
  const writeNewest = () => newest && write('replaceState', newest);

  read();
  addEventListener('hashchange', read);
  addEventListener('pagehide', writeNewest);

  effect(() => {
    if (state.value !== linked) linkProblem.value = null;
  });
  effect(() => {
    const { picture } = state.value;
    if (picture.from === 'own') void keepFile(picture);
  });
  effect(() => {
    const before = newest;
    newest = { state: state.value, file: file.value };
    if (newest.state.tab !== tab) {
      tab = newest.state.tab;
      if (before) write('replaceState', before);
      write('pushState', newest);
    } else if (waiting === undefined) {
      // At once, and again after a pause where more follows.
      writeNewest();
      waiting = setTimeout(() => {
        waiting = undefined;
        writeNewest();
      }, pauseMs);
    }
  });
}

function restore(decoded: Decoded): void {
  linkProblem.value = sentenceOn(decoded.unknown);
  if (decoded.file === null) {
    linked = decoded.state;
    state.value = linked;
    return;
  }
  const { name, bytes } = decoded.file;
  const id = addOwnPicture(new Blob([bytes]));
  const next: State = { ...decoded.state, picture: { from: 'own', id, name } };
  linked = next;
  batch(() => {
    file.value = { id, name, bytes };
    state.value = next;
  });
}

async function keepFile({ id, name }: { readonly id: number; readonly name: string }): Promise<void> {
  if (file.peek()?.id === id) return;
  const blob = ownPicture(id);
  if (blob === undefined || blob.size > maxOwnBytes) return;
  file.value = { id, name, bytes: new Uint8Array(await blob.arrayBuffer()) };
}

function write(how: 'replaceState' | 'pushState', carried: Carried): void {
  const address = addressOf(carried);
  if (address === location.href) return;
  try {
    history[how](history.state, '', address);
  } catch {
    // A frame without an origin may not change its address. All else works there.
  }
}
