import { state, type Tab, tabs, update } from '../state/state.ts';
import { Keys } from './keys.tsx';
import { theme, themes } from './theme.ts';

const titles: { readonly [tab in Tab]: string } = {
  play: 'Play',
  benchmark: 'Benchmark',
  tutorial: 'Tutorial',
};

const themeTitles = { system: 'Auto', light: 'Light', dark: 'Dark' } as const;

export function Header() {
  return (
    <header class="header">
      <h1>
        <img src="icon.svg" alt="" />
        Convolution playground
      </h1>
      <nav class="tabs" aria-label="Parts of this page">
        {tabs.map((name) => (
          <button
            key={name}
            type="button"
            aria-current={name === state.value.tab ? 'page' : undefined}
            onClick={() => update({ tab: name })}
          >
            {titles[name]}
          </button>
        ))}
      </nav>
      <div class="tools">
        <select
          aria-label="Theme"
          value={theme.value}
          onChange={({ currentTarget }) => {
            theme.value = themes.find((name) => name === currentTarget.value) ?? 'system';
          }}
        >
          {themes.map((name) => (
            <option key={name} value={name}>
              {themeTitles[name]}
            </option>
          ))}
        </select>
        <Keys />
      </div>
    </header>
  );
}
