import { effect, signal } from '@preact/signals';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const KEY = 'convolution-playground-theme';

export const theme = signal<Theme>(remembered());

effect(() => {
  const { dataset } = document.documentElement;
  if (theme.value === 'system') delete dataset.theme;
  else dataset.theme = theme.value;
  remember(theme.value);
});

/** Pages without storage, as in some frames, follow the system. */
function remembered(): Theme {
  try {
    const name = localStorage.getItem(KEY);
    return themes.find((theme) => theme === name) ?? 'system';
  } catch {
    return 'system';
  }
}

function remember(name: Theme): void {
  try {
    if (name === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, name);
  } catch {
    // Then it holds until the page is left.
  }
}
