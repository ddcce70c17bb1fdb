import { BenchmarkTab } from './benchmark/tab.tsx';
import { KernelPanel } from './kernel/panel.tsx';
import { LookPanel } from './look/panel.tsx';
import { Notices } from './notices.tsx';
import { OptionsPanel } from './options/panel.tsx';
import { PicturePanel } from './picture/panel.tsx';
import { state, type Tab, tabs, update } from './state/state.ts';
import { TakeAwayPanel } from './take-away/panel.tsx';
import { TutorialTab } from './tutorial/tab.tsx';
import { WhyPanel } from './why/panel.tsx';

const titles: { readonly [tab in Tab]: string } = {
  play: 'Play',
  benchmark: 'Benchmark',
  tutorial: 'Tutorial',
};

export function App() {
  const { tab } = state.value;
  return (
    <>
      <header>
        <h1>Convolution playground</h1>
        <nav aria-label="Parts of this page">
          {tabs.map((name) => (
            <button
              key={name}
              type="button"
              aria-current={name === tab ? 'page' : undefined}
              onClick={() => update({ tab: name })}
            >
              {titles[name]}
            </button>
          ))}
        </nav>
      </header>
      <Notices />
      <main>
        {tab === 'play' && <PlayTab />}
        {tab === 'benchmark' && <BenchmarkTab />}
        {tab === 'tutorial' && <TutorialTab />}
      </main>
    </>
  );
}

function PlayTab() {
  return (
    <div class="play">
      <div class="controls">
        <PicturePanel />
        <KernelPanel />
        <OptionsPanel />
      </div>
      <div class="stage">
        <LookPanel />
        <WhyPanel />
        <TakeAwayPanel />
      </div>
    </div>
  );
}
