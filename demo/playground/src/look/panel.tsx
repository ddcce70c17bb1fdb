import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { calm } from '../engine/calm.ts';
import { failure, isEnded, isLate, shown, startAgain, stop } from '../engine/client.ts';
import type { Shown } from '../engine/protocol.ts';
import { isEmbedded } from '../frame/embedded.ts';
import { isPhone } from '../frame/narrow.ts';
import { state, update } from '../state/state.ts';
import { PlayControls, ViewControls } from './controls.tsx';
import { KernelView } from './kernel-view.tsx';
import './look.css';
import { Scale } from './scale.tsx';
import { Sum } from './sum.tsx';
import { PlaneView } from './view.tsx';
import { wholeOf } from './world.ts';

export function LookPanel() {
  return (
    <section class="panel look" aria-labelledby="look-title">
      <h2 id="look-title">Look</h2>
      <Progress />
      {(shown.value || failure.value === null) && <Shows />}
    </section>
  );
}

function Shows() {
  const isFolded = isPhone.value && !isEmbedded;
  return (
    <>
      {!isFolded && <ViewControls />}
      {shown.value ? <Views shown={shown.value} isKernelFirst={!isFolded} /> : <Skeleton />}
      <PlayControls />
      {isFolded && (
        <details>
          <summary>Layout, colours, edges, zoom</summary>
          <ViewControls />
        </details>
      )}
      <Sum />
    </>
  );
}

/** The room of the first result, so that what is below stays where it is. Most pictures are 4 to 3. */
function Skeleton() {
  return (
    <div class="views beside skeleton" aria-hidden="true">
      <div class="kernel-figure" />
      <div class="frame" />
      <div class="frame" />
    </div>
  );
}

/** What keeps the page from showing the newest result. */
function Progress() {
  return (
    <>
      {failure.value && (
        <p role="alert" class="failure">
          {failure.value}{' '}
          {isEnded.value && (
            <button type="button" onClick={startAgain}>
              Start again
            </button>
          )}
        </p>
      )}
      <div role="status" class="progress">
        {isLate.value && (
          <>
            Computing…{' '}
            <button type="button" onClick={stop}>
              Stop
            </button>
          </>
        )}
      </div>
    </>
  );
}

interface ViewsProps {
  readonly shown: Shown;
  readonly isKernelFirst: boolean;
}

function Views({ shown, isKernelFirst }: ViewsProps) {
  const { kernel, axes } = shown;
  const { width, height } = wholeOf(shown);
  const shape = { aspectRatio: `${width} / ${height}` };
  const pictureLabel = `Picture, ${axes[0].elements} rows, ${axes[1].elements} columns`;
  const resultLabel = `Result, ${axes[0].results} rows, ${axes[1].results} columns`;
  const kernelFigure = (
    <Figure of="kernel" key="kernel">
      <KernelView raster={kernel} />
    </Figure>
  );
  return (
    <div class={`views ${state.value.layout}`}>
      <p id="plane-keys" class="sr-only">
        Arrow keys move the window, Home and End go to the ends of a row. Plus, minus and 0 zoom, Shift with
        arrow keys moves what is seen. Space plays and pauses.
      </p>
      {isKernelFirst && kernelFigure}
      {state.value.layout === 'slider' ? (
        <BeforeAfter>
          <div class="frame" style={shape}>
            <PlaneView name="result" label={resultLabel} />
            <div class="before" style={{ clipPath: `inset(0 ${100 - state.value.sliderPercent}% 0 0)` }}>
              <PlaneView name="picture" label={pictureLabel} />
            </div>
          </div>
          <div class="scales">
            <CalmScale of="picture" />
            <CalmScale of="result" />
          </div>
        </BeforeAfter>
      ) : (
        <>
          <Figure of="picture">
            <div class="frame" style={shape}>
              <PlaneView name="picture" label={pictureLabel} />
            </div>
          </Figure>
          <Figure of="result">
            <div class="frame" style={shape}>
              <PlaneView name="result" label={resultLabel} />
            </div>
          </Figure>
        </>
      )}
      {!isKernelFirst && kernelFigure}
    </div>
  );
}

const titles = {
  kernel: isEmbedded ? 'Kernel' : 'Kernel as applied',
  picture: 'Picture',
  result: 'Result',
} as const;

interface FigureProps {
  readonly of: keyof typeof titles;
  readonly children: ComponentChildren;
}

function Figure({ of, children }: FigureProps) {
  return (
    <figure class={`${of}-figure`}>
      <figcaption>{titles[of]}</figcaption>
      {children}
      <CalmScale of={of} />
    </figure>
  );
}

function CalmScale({ of }: Pick<FigureProps, 'of'>) {
  const raster = calm.value?.[of];
  // Most results leave the picture as it is.
  return useMemo(() => raster && <Scale raster={raster} of={of} />, [raster, of]);
}

function BeforeAfter({ children }: { readonly children: ComponentChildren }) {
  return (
    <figure class="before-after">
      <figcaption>Picture on the left, result on the right</figcaption>
      {children}
      <label class="slider-label">
        How much of the picture is seen
        <input
          type="range"
          min={0}
          max={100}
          step={1}
          value={state.value.sliderPercent}
          onInput={({ currentTarget }) => update({ sliderPercent: currentTarget.valueAsNumber })}
        />
      </label>
    </figure>
  );
}
