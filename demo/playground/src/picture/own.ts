/* Pictures of the user's own: the state names them by number, and their bytes lie here. */

/** Larger files make addresses that programs for mail and chat cut off. */
export const maxBytesInAddress = 6 * 1024;

const pictures: { readonly blob: Blob; readonly name: string }[] = [];

/** @returns The picture's number. */
export function addOwnPicture(blob: Blob, name: string): number {
  return pictures.push({ blob, name }) - 1;
}

export function ownPicture(id: number): Blob | undefined {
  return pictures[id]?.blob;
}
