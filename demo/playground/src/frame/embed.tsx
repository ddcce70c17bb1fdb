import { useRef } from 'preact/hooks';
import { KernelPanel } from '../kernel/panel.tsx';
import { LookPanel } from '../look/panel.tsx';
import { Notices } from '../notices.tsx';
import { CameraButton } from '../picture/camera-button.tsx';
import { Message } from '../picture/message.tsx';
import { addressNow } from '../state/follow-address.ts';
import { state } from '../state/state.ts';
import './embed.css';
import { Guard } from './guard.tsx';
import { titleOf } from './title.ts';

/** The views alone, for a frame in somebody's text, with the kernel to try other numbers. */
export function Embed() {
  return (
    <div class="embed">
      <main>
        <h1 class="sr-only">{titleOf({ ...state.value, tab: 'play' })}</h1>
        <Notices />
        <Camera />
        <Guard name="The view">
          <LookPanel />
        </Guard>
      </main>
      <footer>
        <details onToggle={({ currentTarget }) => currentTarget.open && scrollTo(currentTarget)}>
          <summary>Change the kernel</summary>
          <Guard name="The kernel">
            <KernelPanel />
          </Guard>
        </details>
        <a href={wholePage()} target="_blank" rel="noopener">
          Open in the playground
        </a>
      </footer>
    </div>
  );
}

/** For a link that names the camera: it waits for a click. Once stopped, it may be started again. */
function Camera() {
  const isWanted = useRef(false);
  isWanted.current ||= state.value.picture.from === 'camera';
  if (!isWanted.current) return null;
  return (
    <div class="stack">
      <div class="row">
        <CameraButton />
      </div>
      <Message />
    </div>
  );
}

/** What opens below is out of sight. `scrollIntoView` would scroll the page around the frame, too. */
function scrollTo(element: Element): void {
  scrollBy({ top: element.getBoundingClientRect().top });
}

/** The address of the same state outside of the frame. */
function wholePage(): string {
  const address = new URL(addressNow());
  address.searchParams.delete('embed');
  return address.href;
}
