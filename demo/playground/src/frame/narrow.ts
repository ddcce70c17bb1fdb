import { signal } from '@preact/signals';

/** As in frame.css: narrower pages have one column. */
const query = matchMedia('(width < 60rem)');

export const isNarrow = signal(query.matches);
query.addEventListener('change', () => {
  isNarrow.value = query.matches;
});
