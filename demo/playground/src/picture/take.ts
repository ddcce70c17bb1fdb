import { update } from '../state/state.ts';
import { message, note, openAddress, openFile } from './choose.ts';

/** Takes pictures that are dropped or pasted anywhere on the page. @returns What ends that. */
export function takeDropsAndPastes(setDragged: (isDragged: boolean) => void): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  addEventListener(
    'dragover',
    (event) => {
      if (!isTaken(event.dataTransfer)) return;
      event.preventDefault();
      setDragged(true);
    },
    { signal },
  );
  addEventListener(
    'dragleave',
    (event) => {
      // Out of the page, not into an element of it.
      if (event.relatedTarget === null) setDragged(false);
    },
    { signal },
  );
  addEventListener(
    'drop',
    (event) => {
      setDragged(false);
      if (!event.dataTransfer || !isTaken(event.dataTransfer)) return;
      event.preventDefault();
      // Where the picture is seen, and what the page says about it.
      update({ tab: 'play' });
      const { files } = event.dataTransfer;
      if (files.length > 0) void takeFirst(files);
      else void openAddress(event.dataTransfer.getData('text/uri-list').split('\n')[0]!);
    },
    { signal },
  );
  addEventListener(
    'paste',
    (event) => {
      const files = event.clipboardData?.files;
      if (!files?.length || event.defaultPrevented || isText(event)) return;
      event.preventDefault();
      update({ tab: 'play' });
      void takeFirst(files);
    },
    { signal },
  );
  return () => ending.abort();
}

async function takeFirst(files: FileList): Promise<void> {
  const [first] = files;
  await openFile(first!, first!.name);
  if (files.length === 1 || message.peek()?.kind === 'problem') return;
  const others = files.length === 2 ? 'the other file is' : `the other ${files.length - 1} files are`;
  note(`The page shows one picture: ${others} not taken. ${message.peek()?.text ?? ''}`.trim());
}

function isTaken(data: DataTransfer | null): boolean {
  return data !== null && ['Files', 'text/uri-list'].some((type) => data.types.includes(type));
}

/** Spreadsheets give their cells as text and as a picture. A field takes the text. */
function isText({ target, clipboardData }: ClipboardEvent): boolean {
  return (
    target instanceof Element &&
    target.matches('input, textarea') &&
    clipboardData!.types.includes('text/plain')
  );
}
