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
