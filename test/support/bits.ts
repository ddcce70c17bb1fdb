/** Results with their elements as bytes, so that large ones are compared at once and to the bit. */
export function bitsOf(result: unknown): unknown {
  if (ArrayBuffer.isView(result)) {
    const { buffer, byteOffset, byteLength } = result;
    return [result.constructor.name, Buffer.from(buffer, byteOffset, byteLength).toString('latin1')];
  }
  if (Array.isArray(result)) return result.map(bitsOf);
  if (typeof result !== 'object' || result === null) return result;
  return Object.fromEntries(Object.entries(result).map(([name, value]) => [name, bitsOf(value)]));
}
