import { sampleTitles } from '../picture/samples.ts';
import { bytesText, httpsAddress, nameOf, readText, writeText } from './codec.ts';
import { maxOwnBytes } from './limits.ts';
import type { PictureChoice } from './state.ts';

/** The file of a picture of the user's own. */
export interface OwnFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const sample = nameOf(sampleTitles);
/** Longer names of files are cut. */
const maxNameLength = 60;

/** Undefined for a file that is too large for an address. */
export function writePicture(picture: PictureChoice, file?: OwnFile): string | undefined {
  switch (picture.from) {
    case 'sample':
      return picture.name;
    case 'camera':
      return 'camera';
    case 'address':
      return writeText(picture.address);
    case 'own': {
      if (!file || file.bytes.length === 0 || file.bytes.length > maxOwnBytes) return undefined;
      const name = writeText(file.name.slice(0, maxNameLength)).replaceAll(':', '%3A');
      return `own:${name}:${bytesText.write(file.bytes)}`;
    }
  }
}

/** A file is what a text holds instead of a choice: it becomes one when the page has taken it. */
export function readPicture(text: string): PictureChoice | OwnFile | undefined {
  if (text === 'camera') return { from: 'camera' };
  if (text.startsWith('own:')) return readFile(text);
  const name = sample.read(text);
  if (name !== undefined) return { from: 'sample', name };
  const address = readText(text);
  if (address === undefined || httpsAddress(address) === undefined) return undefined;
  return { from: 'address', address };
}

function readFile(text: string): OwnFile | undefined {
  const [, nameText, letters, ...others] = text.split(':');
  if (nameText === undefined || letters === undefined || others.length > 0) return undefined;
  const name = readText(nameText);
  const bytes = bytesText.read(letters);
  if (name === undefined || !bytes || bytes.length > maxOwnBytes) return undefined;
  return { name: name.slice(0, maxNameLength), bytes };
}
