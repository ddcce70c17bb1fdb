import { numbersOf, shown } from '../engine/client.ts';
import type { Numbers } from '../engine/protocol.ts';
import { kernelRows } from '../kernel/kernel.ts';
import { state } from '../state/state.ts';
import { npyOf } from './npy.ts';

/* What can be saved. */

/** The result with the colours that the page shows it in. */
export async function resultPng(): Promise<Blob> {
  const { rgba, widthPx, heightPx } = shown.peek()!.result;
  return pngOf(new ImageData(rgba, widthPx, heightPx));
}

export const resultNpy = async (): Promise<Blob> => npyBlob(await numbersOf('result'));

/** The picture as the code reads it: as large as it is here, and in its own colours. */
export async function picturePng(): Promise<Blob> {
  const { data, shape } = await numbersOf('picture');
  const [height, width, channels = 1] = shape as [number, number, number?];
  const pixels = new ImageData(width, height);
  for (let at = 0; at < width * height; at++) {
    for (let channel = 0; channel < 4; channel++) {
      const value = channel === 3 && channels < 4 ? 255 : data[at * channels + (channels < 3 ? 0 : channel)];
      pixels.data[4 * at + channel] = value!;
    }
  }
  return pngOf(pixels);
}

export const pictureNpy = async (): Promise<Blob> => npyBlob(await numbersOf('picture'));

export async function kernelNpy(): Promise<Blob> {
  const rows = kernelRows(state.peek().kernel);
  return npyBlob({ data: Float64Array.from(rows.flat()), shape: [rows.length, rows[0]!.length] });
}

export async function kernelJson(): Promise<Blob> {
  const rows = kernelRows(state.peek().kernel).map((row) => JSON.stringify(row));
  return new Blob([`[\n  ${rows.join(',\n  ')}\n]\n`], { type: 'application/json' });
}

const npyBlob = ({ data, shape }: Numbers) => new Blob([npyOf(data, shape)]);

function pngOf(pixels: ImageData): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = pixels.width;
  canvas.height = pixels.height;
  canvas.getContext('2d')!.putImageData(pixels, 0, 0);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) =>
      blob ? resolve(blob) : reject(new Error('This browser cannot write the file.')),
    );
  });
}

/** Hands a file to the browser, which saves it. */
export function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has read the address when its tasks of now are done.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
