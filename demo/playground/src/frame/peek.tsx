import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { shown } from '../engine/client.ts';
import { state } from '../state/state.ts';
import { isNarrow } from './narrow.ts';

/** For as long as the page is open. */
const isClosed = signal(false);

const selector = 'canvas[data-view="result"]';

/** On a phone the result scrolls away while one changes the kernel: a small one stays in a corner, and leads back. */
export function Peek() {
  const { layout, tab } = state.value;
  const hasResult = shown.value !== null && isNarrow.value && tab === 'play' && !isClosed.value;
  const isAway = useIsAway(hasResult ? layout : null);
  return hasResult && isAway ? <SmallResult /> : null;
}

/** Whether the result is out of sight. @param layout Null: there is none. A change of it makes another canvas. */
function useIsAway(layout: string | null): boolean {
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    const result = document.querySelector(selector);
    if (layout === null || !result) return;
    const observer = new IntersectionObserver((entries) => setAway(!entries.at(-1)!.isIntersecting));
    observer.observe(result);
    return () => observer.disconnect();
  }, [layout]);
  return isAway;
}

function SmallResult() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    // The large one is drawn in the frame after the result is there.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => copy(canvas.current));
    });
    return () => cancelAnimationFrame(frame);
  }, [shown.value, state.value.zoom]);
  return (
    <div class="peek">
      <button type="button" class="go" aria-label="Go to the result" onClick={goToResult}>
        <canvas ref={canvas} />
      </button>
      <button
        type="button"
        class="quiet close"
        aria-label="Close the small result"
        onClick={() => {
          isClosed.value = true;
        }}
      >
        ×
      </button>
    </div>
  );
}

function copy(small: HTMLCanvasElement | null): void {
  const large = document.querySelector<HTMLCanvasElement>(selector);
  if (!small || !large || large.width === 0 || large.height === 0) return;
  small.width = large.width;
  small.height = large.height;
  small.getContext('2d')!.drawImage(large, 0, 0);
}

function goToResult(): void {
  const result = document.querySelector<HTMLCanvasElement>(selector);
  result?.scrollIntoView({ block: 'center' });
  // Its view, which takes the keys.
  result?.parentElement?.focus({ preventScroll: true });
}
