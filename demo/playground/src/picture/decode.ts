import { sizeFromHead } from './size-from-head.ts';

/** What four bytes a pixel take of a worker's memory: 200 MB. */
export const maxMegapixels = 50;

/** The size of a picture stands in its first bytes; before it there may be a preview and a colour profile. */
const headBytes = 512 * 1024;

const notAPicture = 'The file is not a picture that this browser can read.';

/** Decodes a picture, unless it is too large. What it throws has a sentence for the user as its message. */
export async function decodePicture(blob: Blob): Promise<ImageBitmap> {
  if (blob.size === 0) throw new Error('The file is empty.');
  const head = new Uint8Array(await blob.slice(0, headBytes).arrayBuffer());
  const { type, megapixels } = sizeOf(head);
  if (type === 'svg')
    throw new Error('The file is a drawing (SVG), not a picture of pixels. Save it as PNG and open that.');
  if (megapixels > maxMegapixels) {
    const size = megapixels.toLocaleString('en', { maximumFractionDigits: 1, useGrouping: false });
    throw new Error(`This picture has ${size} megapixels; the playground takes up to ${maxMegapixels}.`);
  }
  try {
    return await createImageBitmap(blob);
  } catch {
    throw new Error(
      type === 'heic'
        ? 'This browser cannot read HEIC pictures. Save it as JPEG and open that.'
        : notAPicture,
    );
  }
}

function sizeOf(head: Uint8Array): { readonly type: string; readonly megapixels: number } {
  // A drawing may have no size of its own.
  if (/^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/.test(textOf(head))) {
    return { type: 'svg', megapixels: 0 };
  }
  try {
    const { type = '', width, height } = sizeFromHead(head);
    return { type, megapixels: (width * height) / 1e6 };
  } catch {
    throw new Error(notAPicture);
  }
}

function textOf(head: Uint8Array): string {
  return new TextDecoder().decode(head.subarray(0, 4096));
}
