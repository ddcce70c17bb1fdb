/** Room for pixels as words; `spare` is it if it has the right length. */
export function pixelsIn(spare: ArrayBuffer | undefined, count: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(spare?.byteLength === 4 * count ? spare : new ArrayBuffer(4 * count));
}
