import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import './drops.css';
import { takeDropsAndPastes } from './take.ts';

/** Takes pictures in every tab of the page: a browser would leave it to show one that is dropped. */
export function Drops() {
  const isDragged = useSignal(false);
  useEffect(
    () =>
      takeDropsAndPastes((is) => {
        isDragged.value = is;
      }),
    [isDragged],
  );
  return isDragged.value ? <div class="drop-here">Drop the picture</div> : null;
}
