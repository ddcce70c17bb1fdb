import { computed } from '@preact/signals';
import './frame/frame.css';
import { Embed } from './frame/embed.tsx';
import { isEmbedded } from './frame/embedded.ts';
import { Footer } from './frame/footer.tsx';
import { Guard } from './frame/guard.tsx';
import { Header } from './frame/header.tsx';
import { isNarrow } from './frame/narrow.ts';
import { Peek } from './frame/peek.tsx';
import { KernelPanel } from './kernel/panel.tsx';
import { Later } from './later.tsx';
import { LookPanel } from './look/panel.tsx';
import { Notices } from './notices.tsx';
import { OptionsPanel } from './options/panel.tsx';
import { Drops } from './picture/drops.tsx';
import { PicturePanel } from './picture/panel.tsx';
import { state } from './state/state.ts';
import { TakeAwayPanel } from './take-away/panel.tsx';
import { WhyPanel } from './why/panel.tsx';

const loadBenchmark = async () => (await import('./benchmark/tab.tsx')).BenchmarkTab;
const loadTutorial = async () => (await import('./tutorial/tab.tsx')).TutorialTab;

export function App() {
  return <Guard name="The page">{isEmbedded ? <Embed /> : <WholePage />}</Guard>;
}

/** Most changes of the state leave it as it is. */
const tab = computed(() => state.value.tab);

function WholePage() {
  return (
    <>
      <button type="button" class="skip" onClick={() => document.querySelector('main')!.focus()}>
        Skip to the content
      </button>
      <Header />
      <main tabIndex={-1}>
        <Notices />
        {tab.value === 'play' && <PlayTab />}
        {tab.value === 'benchmark' && (
          <Guard name="The benchmark" key="benchmark">
            <Later load={loadBenchmark} />
          </Guard>
        )}
        {tab.value === 'tutorial' && (
          <Guard name="The tutorial" key="tutorial">
            <Later load={loadTutorial} />
          </Guard>
        )}
      </main>
      <Footer />
      <Peek />
      <Drops />
    </>
  );
}

/** In the order in which they are read: in one column the result comes first. */
function PlayTab() {
  const controls = (
    <div class="controls" key="controls">
      <Guard name="The choice of the picture">
        <PicturePanel />
      </Guard>
      <Guard name="The kernel">
        <KernelPanel />
      </Guard>
      <Guard name="The options">
        <OptionsPanel />
      </Guard>
    </div>
  );
  const views = (
    <div class="stage" key="stage">
      <Guard name="The view">
        <LookPanel />
      </Guard>
    </div>
  );
  return (
    <div class="play">
      {isNarrow.value ? [views, controls] : [controls, views]}
      <div class="side" key="side">
        <Guard name="The explanation">
          <WhyPanel />
        </Guard>
        <Guard name="What to take away">
          <TakeAwayPanel />
        </Guard>
      </div>
    </div>
  );
}
