import { openAddress, openFile } from './choose.ts';

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
      const [file] = event.dataTransfer.files;
      if (file) void openFile(file, file.name);
      else void openAddress(event.dataTransfer.getData('text/uri-list').split('\n')[0]!);
    },
    { signal },
  );
  addEventListener(
    'paste',
    (event) => {
      const file = event.clipboardData?.files[0];
      if (!file || event.defaultPrevented || isText(event)) return;
      event.preventDefault();
      void openFile(file, file.name);
    },
    { signal },
  );
  return () => ending.abort();
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
