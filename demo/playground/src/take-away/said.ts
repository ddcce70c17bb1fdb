import { signal } from '@preact/signals';

/** What the panel says after a button was pressed; a live region reads it out. */
export const said = signal('');

/** Does what a button promises, and says how it went. */
export async function tell(work: () => Promise<string>): Promise<void> {
  // The same words twice are two changes.
  said.value = '';
  try {
    said.value = await work();
  } catch (error) {
    said.value = (error as Error).message;
  }
}

/** @param place Shows the text: selected where the browser lets no page write to the clipboard. */
export async function copy(text: string, place: HTMLInputElement | HTMLTextAreaElement): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied.';
  } catch {
    place.focus();
    place.select();
    return 'This browser does not let the page copy. The text is selected: copy it by keyboard.';
  }
}
