/**
 * Copies a text, and says how it went.
 *
 * @param place Shows the text: selected where the browser lets no page write to the clipboard.
 */
export async function copy(text: string, place: HTMLInputElement | HTMLTextAreaElement): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied.';
  } catch {
    const folded = place.closest('details');
    if (folded) folded.open = true;
    place.focus();
    place.select();
    return 'This browser does not let the page copy. The text is selected: copy it by keyboard.';
  }
}
