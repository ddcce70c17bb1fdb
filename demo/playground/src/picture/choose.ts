import { signal } from '@preact/signals';
import { httpsAddress } from '../state/codec.ts';
import { maxOwnBytes } from '../state/limits.ts';
import { type State, state, update } from '../state/state.ts';
import { fetchPicture } from './fetch.ts';
import { addFetchedPicture, addOwnPicture } from './own.ts';
import type { SampleName } from './samples.ts';

/** What the page says about the picture that was chosen last. */
export const message = signal<{ readonly kind: 'note' | 'problem'; readonly text: string } | null>(null);

/** A number for each choice: one that takes its time is given up for a newer one. */
let choices = 0;

export function chooseSample(name: SampleName): void {
  choices++;
  message.value = null;
  update({ picture: { from: 'sample', name }, ...(name === 'holes' && floatType()) });
}

/** Only floats can be NaN. */
function floatType(): Partial<State> {
  return state.peek().imageDType.startsWith('float') ? {} : { imageDType: 'float32' };
}

/** Shows a file, unless it is no picture, or too large. */
export function openFile(blob: Blob, name: string): Promise<void> {
  return open(async () => {
    await check(blob);
    return () => {
      update({ picture: { from: 'own', id: addOwnPicture(blob), name } });
      if (blob.size > maxOwnBytes)
        note('This picture is too large for a link: who opens a link to this page sees a sample.');
    };
  });
}

/** Shows the picture at an address, if its server allows that. */
export function openAddress(typed: string): Promise<void> {
  return open(async () => {
    const address = addressOf(typed.trim());
    const blob = await fetchPicture(address);
    await check(blob);
    return () => {
      addFetchedPicture(address, blob);
      update({ picture: { from: 'address', address } });
    };
  });
}

function addressOf(typed: string): string {
  const address = httpsAddress(typed);
  if (address === undefined) throw new Error('The address of a picture begins with https://.');
  return address;
}

/** The page's own copy of the decoder is loaded when it is needed. */
async function check(blob: Blob): Promise<void> {
  const { decodePicture } = await import('./decode.ts');
  (await decodePicture(blob)).close();
}

/** @param load Looks at a picture, and gives what shows it. */
async function open(load: () => Promise<() => void>): Promise<void> {
  const choice = ++choices;
  note('Opening the picture ...');
  try {
    const show = await load();
    if (choice !== choices) return;
    message.value = null;
    show();
  } catch (error) {
    if (choice === choices) refuse((error as Error).message);
  }
}

export function note(text: string): void {
  message.value = { kind: 'note', text };
}

/** The picture that is shown stays. */
export function refuse(text: string): void {
  message.value = { kind: 'problem', text };
}
