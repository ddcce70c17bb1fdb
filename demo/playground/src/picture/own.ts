/* Pictures that the page has the bytes of. The state names those of the user's own by number, and others by address. */

/** Files up to this size travel in the address. Some programs cut links of more than 8 KB. */
export const maxBytesInAddress = 6 * 1024;

const own: Blob[] = [];
const fetched = new Map<string, Blob>();

/** @returns The picture's number. */
export function addOwnPicture(blob: Blob, _name: string): number {
  return own.push(blob) - 1;
}

export function ownPicture(id: number): Blob | undefined {
  return own[id];
}

export function addFetchedPicture(address: string, blob: Blob): void {
  fetched.set(address, blob);
}

export function fetchedPicture(address: string): Blob | undefined {
  return fetched.get(address);
}
