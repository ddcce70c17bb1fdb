import * as zarr from 'zarrita';

const SIZE = 2048;

/** The array of the folder, or one of noise where there is none. */
export async function openInput(location) {
  const place = location.resolve('input');
  try {
    return await zarr.open(place, { kind: 'array' });
  } catch (error) {
    if (!zarr.isZarritaError(error, 'NotFoundError')) throw error;
  }
  const input = await zarr.create(place, { shape: [SIZE, SIZE], chunkShape: [256, 256], dtype: 'uint16' });
  const data = Uint16Array.from({ length: SIZE * SIZE }, () => 65536 * Math.random());
  await zarr.set(input, null, { data, shape: [SIZE, SIZE], stride: [SIZE, 1] });
  return input;
}
