import { type ReadonlySignal, signal } from '@preact/signals';

/** As in frame.css: narrower pages have one column. */
export const isNarrow = matching('(width < 60rem)');
/** As in look.css: nothing stands beside the picture. */
export const isPhone = matching('(width <= 40rem)');

function matching(condition: string): ReadonlySignal<boolean> {
  const query = matchMedia(condition);
  const matches = signal(query.matches);
  query.addEventListener('change', () => {
    matches.value = query.matches;
  });
  return matches;
}
