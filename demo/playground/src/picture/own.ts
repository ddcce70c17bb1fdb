/* Pictures that the page has the bytes of. The state names those of the user's own by number, and others by address. */

const own: Blob[] = [];
const fetched = new Map<string, Blob>();

/** @returns The picture's number. */
export function addOwnPicture(blob: Blob): number {
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
