/* Pictures that the page has the bytes of. The state names those of the user's own by number, and others by address. */

/** The newest one is shown. A step back in the history may lead to those before. */
const keptPictures = 4;

const own = new Map<number, Blob>();
const fetched = new Map<string, Blob>();
let count = 0;

/** @returns The picture's number. */
export function addOwnPicture(blob: Blob): number {
  const id = count++;
  keep(own, id, blob);
  return id;
}

/** Undefined for one of long ago. */
export function ownPicture(id: number): Blob | undefined {
  return own.get(id);
}

export function addFetchedPicture(address: string, blob: Blob): void {
  keep(fetched, address, blob);
}

export function fetchedPicture(address: string): Blob | undefined {
  return fetched.get(address);
}

/** Blobs take memory, and somebody may paste pictures all day. */
function keep<Key>(blobs: Map<Key, Blob>, key: Key, blob: Blob): void {
  blobs.delete(key);
  blobs.set(key, blob);
  const [oldest] = blobs.keys();
  if (blobs.size > keptPictures) blobs.delete(oldest!);
}
